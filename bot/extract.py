"""Which parts of an article answer a question: whole steps, table rows, the sentences that matter; never a heading."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from corpus.article import Article, Passage
from corpus.clean import plain_text
from corpus.segment import Unit, UnitKind, units
from embeddings.analysis import terms

MAX_WORDS = 120
MAX_STEPS_WORDS = 160
ENOUGH_WORDS = 60
INTRODUCTION_WORDS = 40
AS_GOOD = 0.85
_HOW_TO = re.compile(r"\b(how (do|can|to|should|would)|steps?|set ?up|guide|way to|where (do|can) i)\b", re.IGNORECASE)
_AMOUNT = re.compile(
    r"\b(how (much|many|long|often|soon|fast)|when|fees?|limits?|minimum|maximum|cost|price)\b", re.IGNORECASE
)
_YES_NO = re.compile(
    r"\W*(is|are|am|was|do|does|did|have|has|can|could|may|might|must|should|will|would)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d")
_BLANK_LINE = re.compile(r"\n\s*\n")
# The first word of a sentence that goes on from the one before it.
_GOES_ON = re.compile(
    r"\W*(also|and|but|both|either|however|in that case|instead|it|its|neither|or|otherwise|so|such|that|the same|their"
    r"|then|therefore|these|they|this|those)\b",
    re.IGNORECASE,
)
# Terms (stemmed) that say how something is asked; inside one article they only pick the wrong sentence.
_ASKING = frozenset(
    """
    am ani anyon can could did do doe get got had has have help how just know may might must need pleas should so tell
    want what when where which who whom whose whi would
    """.split()  # noqa: SIM905 (a list of words reads better than a list of strings)
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
    """A unit with what is needed to judge it; `heading` holds the terms of the heading above it.

    A part that goes on from the one before it ("This takes …") does not stand by itself.
    """

    unit: Unit
    words: int
    terms: frozenset[str]
    heading: frozenset[str]
    has_number: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Units that belong together: a paragraph, or a list, table or code block with the sentences introducing it.

    `header_words` counts the words of a table's header, which comes with any of its rows.
    """

    shape: Shape
    parts: tuple[Part, ...]
    header_words: int = 0

    @property
    def words(self) -> int:
        """The number of words in all units and the table's header."""
        return self.header_words + sum(part.words for part in self.parts)

    @property
    def lead(self) -> tuple[Part, ...]:
        """The sentences before the list, table or code block; none in a paragraph."""
        if self.shape is Shape.PARAGRAPH:
            return ()
        return tuple(takewhile(lambda part: part.unit.kind is UnitKind.SENTENCE, self.parts))


@dataclass(frozen=True)
class Quotable:
    """An article taken apart once, to be asked many questions. `rarity` is each term's idf over the article's units."""

    groups: tuple[Group, ...]
    rarity: dict[str, float]


def take_apart(article: Article) -> Quotable:
    """The quotable groups of an article, in its order."""
    found = _groups(article)
    parts = [part for group in found for part in group.parts]
    frequency = Counter(term for part in parts for term in part.terms | part.heading)
    return Quotable(found, {term: math.log(1 + len(parts) / count) for term, count in frequency.items()})


def extract(question: str, quotable: Quotable, passage: Passage, locale: str = "en") -> list[Unit]:
    """The units that best answer the question, in the article's order.

    At most MAX_WORDS words, or MAX_STEPS_WORDS where that takes steps whole; more only where the first thing that may
    be quoted is longer than that. `passage` is the one that was retrieved: it is where the encoder saw the answer.
    Empty when the article has nothing that may be quoted.
    """
    asked = frozenset(terms(question, locale))
    wanted = asked - _ASKING or asked
    scored = sorted(
        ((_group_score(question, wanted, group, quotable.rarity, passage), group) for group in quotable.groups),
        key=lambda pair: -pair[0],
    )
    chosen: list[Part] = []
    words = 0
    for score, group in scored:
        if chosen and (words >= ENOUGH_WORDS or score < AS_GOOD * scored[0][0]):
            break
        parts = _fitting(wanted, group, quotable.rarity, MAX_WORDS - words, is_first=not chosen)
        chosen.extend(parts)
        words += sum(part.words for part in parts) + (group.header_words if parts else 0)
    if scored and not chosen:
        best = scored[0][1]
        chosen.extend(best.parts[: len(best.lead) + 1])
    return sorted((part.unit for part in chosen), key=lambda unit: unit.start)


def _group_score(
    question: str, wanted: frozenset[str], group: Group, rarity: dict[str, float], passage: Passage
) -> float:
    score = max(_part_score(wanted, part, rarity) for part in group.parts)
    inside = sum(passage.start <= part.unit.start and part.unit.end <= passage.end for part in group.parts)
    score += 0.5 * inside / len(group.parts)
    amount = _AMOUNT.search(question)
    if group.shape is Shape.STEPS and _HOW_TO.search(question):
        score += 1.2
    elif group.shape is Shape.STEPS and not amount and not _YES_NO.match(question):
        # Whoever says what went wrong ("lost my phone") mostly wants to know what to do.
        score += 0.15
    if amount and any(part.has_number for part in group.parts):
        score += 0.2
    if group.parts[0].goes_on:
        score -= 0.2
    return score


def _part_score(wanted: frozenset[str], part: Part, rarity: dict[str, float]) -> float:
    """The share, by rarity, of the question's terms that the part or, at half weight, its heading holds."""
    whole = sum(rarity.get(term, 0.0) for term in wanted)
    if not whole:
        return 0.0
    own = sum(rarity.get(term, 0.0) for term in wanted & part.terms)
    above = sum(rarity.get(term, 0.0) for term in (wanted & part.heading) - part.terms)
    return (own + 0.5 * above) / whole


def _fitting(
    wanted: frozenset[str], group: Group, rarity: dict[str, float], room: int, *, is_first: bool
) -> Sequence[Part]:
    """The parts of a group to quote in at most `room` words; none where a mere piece of it would mislead."""
    scores = [_part_score(wanted, part, rarity) for part in group.parts]
    match group.shape:
        case Shape.PARAGRAPH:
            return _around_best(group.parts, scores, room)
        case Shape.TABLE:
            return _rows(group, scores, room)
        case Shape.STEPS:
            if group.words <= room + MAX_STEPS_WORDS - MAX_WORDS:
                return group.parts
            return (
                _with_lead(group, _leading(group.parts[len(group.lead) :], room - _words(group.lead)))
                if is_first
                else ()
            )
        case Shape.BULLETS:
            return group.parts if group.words <= room else _best_bullets(group, scores, room)
        case Shape.CODE:
            return group.parts if group.words <= room else ()


def _around_best(parts: Sequence[Part], scores: Sequence[float], room: int) -> Sequence[Part]:
    """A short paragraph whole, else its best sentence with what it goes on from and what follows."""
    if _words(parts) <= min(room, ENOUGH_WORDS):
        return parts
    best = first = scores.index(max(scores))
    while first and parts[first].goes_on:
        first -= 1
    return _leading(parts[first:], min(room, max(ENOUGH_WORDS, _words(parts[first : best + 1]))))


def _rows(group: Group, scores: Sequence[float], room: int) -> Sequence[Part]:
    """The rows that the question names; the table as far as it fits when it names none in particular."""
    rows = group.parts[len(group.lead) :]
    best = max(scores[len(group.lead) :])
    named = [
        part for part, score in zip(rows, scores[len(group.lead) :], strict=True) if score > 0 and score >= 0.8 * best
    ]
    if named and len(named) < len(rows):
        return _leading(named, room - group.header_words)
    return _with_lead(group, _leading(rows, room - group.header_words - _words(group.lead)))


def _best_bullets(group: Group, scores: Sequence[float], room: int) -> Sequence[Part]:
    """The bullets of a long list that the question is closest to, with the sentences that introduce it."""
    room -= _words(group.lead)
    ranked = sorted(range(len(group.lead), len(group.parts)), key=lambda index: (-scores[index], index))
    taken = _leading([group.parts[index] for index in ranked], room)
    return _with_lead(group, [part for part in group.parts if part in taken])


def _with_lead(group: Group, parts: Sequence[Part]) -> Sequence[Part]:
    """What introduces nothing is not quoted."""
    return (*group.lead, *parts) if parts else ()


def _leading(parts: Sequence[Part], room: int) -> Sequence[Part]:
    """The first parts that fit into `room` words."""
    taken: list[Part] = []
    for part in parts:
        room -= part.words
        if room < 0:
            break
        taken.append(part)
    return taken


def _words(parts: Sequence[Part]) -> int:
    return sum(part.words for part in parts)


def _groups(article: Article) -> tuple[Group, ...]:
    body, heading = article.body, ""
    found: list[list[Part]] = []
    previous: Part | None = None
    for unit in units(body):
        text = plain_text(body[unit.start : unit.end])
        if unit.kind is UnitKind.HEADING:
            heading, previous = text, None
        if unit.kind in {UnitKind.HEADING, UnitKind.PICTURE, UnitKind.HTML} or not text:
            continue
        part = Part(
            unit=unit,
            words=len(text.split()),
            terms=frozenset(terms(text, article.locale)),
            heading=frozenset(terms(heading, article.locale)),
            has_number=bool(_NUMBER.search(text)),
            goes_on=unit.kind is UnitKind.SENTENCE and bool(_GOES_ON.match(text)),
        )
        if previous and _belong_together(body, found[-1], part):
            found[-1].append(part)
        else:
            found.append([part])
        previous = part
    return tuple(Group(_shape(parts), tuple(parts), _header_words(body, parts)) for parts in found)


def _belong_together(body: str, before: Sequence[Part], after: Part) -> bool:
    a, b = before[-1].unit, after.unit
    if a.kind is UnitKind.SENTENCE and b.kind is not UnitKind.SENTENCE:
        announced = body[a.start : a.end].rstrip("*_ ").endswith((":", "："))
        return announced or (b.ordered and _words(before) <= INTRODUCTION_WORDS)
    if a.kind is UnitKind.SENTENCE and b.kind is UnitKind.SENTENCE:
        return after.goes_on or not _BLANK_LINE.search(body, a.end, b.start)
    if a.list_id is not None or b.list_id is not None:
        return a.list_id == b.list_id
    return a.header is not None and a.header == b.header


def _shape(parts: Sequence[Part]) -> Shape:
    last = parts[-1].unit
    if last.kind is UnitKind.ITEM:
        return Shape.STEPS if last.ordered else Shape.BULLETS
    return {UnitKind.ROW: Shape.TABLE, UnitKind.CODE: Shape.CODE}.get(last.kind, Shape.PARAGRAPH)


def _header_words(body: str, parts: Sequence[Part]) -> int:
    header = parts[-1].unit.header
    return len(plain_text(body[header[0] : header[1]]).split()) if header else 0
