"""An article taken apart for quoting: its units in groups that belong together, with what is needed to judge them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import takewhile

from bot.quoting.asked import Figure, asks_how, figures, loose_terms
from corpus.article import Article
from corpus.clean import plain_text
from corpus.segment import Unit, UnitKind, units

INTRODUCTION_WORDS = 40
_BLANK_LINE = re.compile(r"\n\s*\n")
_HEADING_TEXT = re.compile(r"\s*(?:#{1,6}[ \t]+)?(?P<text>\S[^\n]*?)(?:[ \t]+#+)?[ \t]*(?:\n[=-]+[ \t]*)?")
_MARKER = re.compile(r"[\s>]*(\d{1,9})[.)]")
# The first word of a sentence that goes on from the one before it.
_GOES_ON = re.compile(
    r"\W*(also|and|but|both|either|however|in that case|instead|it|its|neither|or|otherwise|so|such|that|the same|their"
    r"|then|therefore|these|they|this|those)\b",
    re.IGNORECASE,
)
# A sentence that says what is not so, or when something is not so; without what it restricts it misleads.
_CAVEAT = re.compile(
    r"\b(not|no|never|cannot|\w+n['’]t|neither|nor|only (?:if|when|after)|unless|except)\b", re.IGNORECASE
)


class Shape(StrEnum):
    """What a group of units is on the page."""

    PARAGRAPH = "paragraph"
    STEPS = "steps"
    BULLETS = "bullets"
    TABLE = "table"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Part:
    """A unit with what is needed to judge it; `above` holds the terms of its heading and of its table's header.

    A part that goes on from the one before it ("This takes …") does not stand by itself; a caveat ("… is not possible")
    restricts what another part says; a sentence that announces ("These coins:") says nothing without what follows.
    """

    unit: Unit
    words: int
    terms: frozenset[str]
    above: frozenset[str]
    figures: frozenset[Figure]
    goes_on: bool
    is_caveat: bool
    announces: bool


@dataclass(frozen=True)
class Group:
    """Units that belong together: a paragraph, or a list, table or code block with the sentences introducing it.

    `header_words` counts the words of a table's header, which comes with any of its rows; `first_number` is that of the
    first step. `section` counts the headings before the group.
    """

    shape: Shape
    parts: tuple[Part, ...]
    section: int = 0
    header_words: int = 0
    first_number: int = 1

    @cached_property
    def words(self) -> int:
        """The number of words in all units and the table's header."""
        return self.header_words + count_words(self.parts)

    @cached_property
    def lead(self) -> tuple[Part, ...]:
        """The sentences before the list, table or code block; none in a paragraph."""
        if self.shape is Shape.PARAGRAPH:
            return ()
        return tuple(takewhile(lambda part: part.unit.kind is UnitKind.SENTENCE, self.parts))


@dataclass(frozen=True)
class Quotable:
    """An article taken apart once, to be asked many questions.

    `rarity` is each term's idf over the article's units; `questions` holds the terms of the title and of each
    alternative question; `length` is that of the body in characters.
    """

    groups: tuple[Group, ...]
    rarity: dict[str, float]
    questions: tuple[frozenset[str], ...]
    title_asks_how: bool
    length: int

    @cached_property
    def has_headings(self) -> bool:
        """Whether any of the groups stands below a heading."""
        return any(group.section for group in self.groups)

    @cached_property
    def is_plain(self) -> bool:
        """Whether it is mere paragraphs."""
        return not self.has_headings and all(group.shape is Shape.PARAGRAPH for group in self.groups)


def take_apart(article: Article) -> Quotable:
    """The quotable groups of an article, in its order."""
    found = _groups(article)
    parts = [part for group in found for part in group.parts]
    frequency = Counter(term for part in parts for term in part.terms | part.above)
    return Quotable(
        groups=found,
        rarity={term: math.log(1 + len(parts) / count) for term, count in frequency.items()},
        questions=tuple(loose_terms(text, article.locale) for text in (article.title, *article.questions)),
        title_asks_how=asks_how(article.title),
        length=len(article.body),
    )


def count_words(parts: Iterable[Part]) -> int:
    """The number of words in the parts' own text."""
    return sum(part.words for part in parts)


def _groups(article: Article) -> tuple[Group, ...]:
    body, heading, section = article.body, "", 0
    found: list[tuple[int, list[Part]]] = []
    previous: Part | None = None
    above: Unit | None = None  # the heading right before the unit
    for unit in units(body):
        text = plain_text(body[unit.start : unit.end])
        if unit.kind is UnitKind.HEADING:
            heading, section, previous = text, section + 1, None
        announced_by, above = above, unit if unit.kind is UnitKind.HEADING else None
        if unit.kind in {UnitKind.HEADING, UnitKind.PICTURE, UnitKind.HTML} or not text:
            continue
        part = _part(article, unit, text, heading)
        is_bullet = unit.list_id is not None and not unit.ordered
        if announced_by and is_bullet and (lead := _as_lead(article, announced_by)):
            found.append((section, [lead]))
            previous = lead
        start = _continued(found, part, section)
        if start is not None:
            found[start:] = [(section, [part for _, group in found[start:] for part in group] + [part])]
        elif previous and _belong_together(body, found[-1][1], part):
            found[-1][1].append(part)
        else:
            found.append((section, [part]))
        previous = part
    return tuple(_group(body, number, parts) for number, parts in found)


def _part(article: Article, unit: Unit, text: str, heading: str) -> Part:
    header = plain_text(article.body[slice(*unit.header)]) if unit.header else ""
    # The number of a step is no figure.
    content = _MARKER.sub("", text, count=1) if unit.ordered else text
    is_sentence = unit.kind is UnitKind.SENTENCE
    return Part(
        unit=unit,
        words=len(text.split()),
        terms=loose_terms(text, article.locale),
        above=loose_terms(f"{heading} {header}", article.locale),
        figures=figures(content),
        goes_on=is_sentence and bool(_GOES_ON.match(text)),
        is_caveat=is_sentence and bool(_CAVEAT.search(text)),
        announces=is_sentence and text.rstrip("*_ ").endswith((":", "：")),
    )


def _as_lead(article: Article, heading: Unit) -> Part | None:
    """The heading of a list that nothing else introduces, as what announces it: "Not accepted" turns its sense."""
    match = _HEADING_TEXT.fullmatch(article.body, heading.start, heading.end)
    if match is None or not any(char.isalnum() for char in match["text"]):
        return None
    unit = Unit(UnitKind.SENTENCE, *match.span("text"))
    return replace(_part(article, unit, plain_text(match["text"]), ""), announces=True)


def _continued(found: Sequence[tuple[int, Sequence[Part]]], part: Part, section: int) -> int | None:
    """Where the numbered list begins that goes on with this part after other blocks."""
    if not part.unit.ordered:
        return None
    for index in range(len(found) - 1, -1, -1):
        number, parts = found[index]
        if number != section:
            return None
        if any(other.unit.list_id == part.unit.list_id for other in parts):
            return index
    return None


def _belong_together(body: str, before: Sequence[Part], after: Part) -> bool:
    a, b = before[-1].unit, after.unit
    if a.kind is UnitKind.SENTENCE and b.kind is not UnitKind.SENTENCE:
        return before[-1].announces or (b.ordered and count_words(before) <= INTRODUCTION_WORDS)
    if a.kind is UnitKind.SENTENCE and b.kind is UnitKind.SENTENCE:
        return after.goes_on or not _BLANK_LINE.search(body, a.end, b.start)
    if a.list_id is not None or b.list_id is not None:
        return a.list_id == b.list_id
    return a.header is not None and a.header == b.header


def _group(body: str, section: int, parts: Sequence[Part]) -> Group:
    headers = {part.unit.header for part in parts if part.unit.header}
    header_words = sum(len(plain_text(body[slice(*header)]).split()) for header in headers)
    first_step = next((part.unit for part in parts if part.unit.ordered), None)
    marker = _MARKER.match(body, first_step.start, first_step.end) if first_step else None
    return Group(_shape(parts), tuple(parts), section, header_words, int(marker.group(1)) if marker else 1)


def _shape(parts: Sequence[Part]) -> Shape:
    last = parts[-1].unit
    if last.kind is UnitKind.ITEM:
        return Shape.STEPS if last.ordered else Shape.BULLETS
    return {UnitKind.ROW: Shape.TABLE, UnitKind.CODE: Shape.CODE}.get(last.kind, Shape.PARAGRAPH)
