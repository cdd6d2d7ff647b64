"""Which parts of an article answer a question: whole steps, table rows, the sentences that matter; never a heading."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.article import Article, Passage
from corpus.clean import plain_text
from corpus.segment import Unit, UnitKind, units
from embeddings.analysis import terms

MAX_WORDS = 120
MAX_STEPS_WORDS = 160
ENOUGH_WORDS = 60
_HOW_TO = re.compile(r"\b(how (do|can|to|should|would)|steps?|set ?up|guide|way to|where (do|can) i)\b", re.IGNORECASE)
_AMOUNT = re.compile(
    r"\b(how (much|many|long|often|soon|fast)|when|fees?|limits?|minimum|maximum|cost|price)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d")


class Shape(StrEnum):
    """What a group of units is on the page."""

    PARAGRAPH = "paragraph"
    STEPS = "steps"
    BULLETS = "bullets"
    TABLE = "table"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Part:
    """A unit with what is needed to judge it; `heading` holds the terms of the headings above it."""

    unit: Unit
    words: int
    terms: frozenset[str]
    heading: frozenset[str]
    has_number: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Units that belong together: a paragraph, or a list, table or code block with the sentence introducing it."""

    shape: Shape
    parts: tuple[Part, ...]

    @property
    def words(self) -> int:
        """The number of words in all units."""
        return sum(part.words for part in self.parts)


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
    """The units that best answer the question, in the article's order; at most about MAX_WORDS words.

    `passage` is the one that was retrieved: it is where the encoder saw the answer. Steps are taken whole as far as
    they fit. Empty when the article has nothing that may be quoted.
    """
    wanted = frozenset(terms(question, locale))
    scored = sorted(
        ((_group_score(question, wanted, group, quotable.rarity, passage), group) for group in quotable.groups),
        key=lambda pair: -pair[0],
    )
    chosen: list[Unit] = []
    words = 0
    best = scored[0][0] if scored else 0.0
    for score, group in scored:
        if words and (words >= ENOUGH_WORDS or score < 0.75 * best):
            break
        parts = _fitting(wanted, group, quotable.rarity, MAX_WORDS - words)
        chosen.extend(part.unit for part in parts)
        words += sum(part.words for part in parts)
    return sorted(chosen, key=lambda unit: unit.start)


def _group_score(
    question: str, wanted: frozenset[str], group: Group, rarity: dict[str, float], passage: Passage
) -> float:
    score = max(_part_score(wanted, part, rarity) for part in group.parts)
    inside = sum(passage.start <= part.unit.start and part.unit.end <= passage.end for part in group.parts)
    score += 0.4 * inside / len(group.parts)
    if group.parts[0].unit.start <= passage.start + 200 and inside:
        score += 0.1
    if group.shape is Shape.STEPS and _HOW_TO.search(question):
        score += 0.4
    if _AMOUNT.search(question) and any(part.has_number for part in group.parts):
        score += 0.2
    return score


def _part_score(wanted: frozenset[str], part: Part, rarity: dict[str, float]) -> float:
    """The share, by rarity, of the question's terms that the part or, at half weight, its headings hold."""
    whole = sum(rarity.get(term, 0.0) for term in wanted)
    if not whole:
        return 0.0
    own = sum(rarity.get(term, 0.0) for term in wanted & part.terms)
    above = sum(rarity.get(term, 0.0) for term in (wanted & part.heading) - part.terms)
    return (own + 0.5 * above) / whole


def _fitting(wanted: frozenset[str], group: Group, rarity: dict[str, float], room: int) -> Sequence[Part]:
    """The parts of a group to quote in at most about `room` words."""
    if group.shape is Shape.STEPS:
        limit = room + MAX_STEPS_WORDS - MAX_WORDS
        return group.parts if group.words <= limit else _leading(group.parts, room)
    if group.shape is Shape.TABLE:
        return _rows(wanted, group, rarity, room)
    if group.words <= min(room, ENOUGH_WORDS if group.shape is Shape.PARAGRAPH else room):
        return group.parts
    scores = [_part_score(wanted, part, rarity) for part in group.parts]
    anchor = scores.index(max(scores))
    return _leading(group.parts[anchor:], min(room, max(ENOUGH_WORDS, group.parts[anchor].words)))


def _rows(wanted: frozenset[str], group: Group, rarity: dict[str, float], room: int) -> Sequence[Part]:
    """The rows that the question names; the table as far as it fits when it names none in particular."""
    rows = [part for part in group.parts if part.unit.kind is UnitKind.ROW]
    scores = [_part_score(wanted, part, rarity) for part in rows]
    named = [part for part, score in zip(rows, scores, strict=True) if score > 0 and score >= 0.8 * max(scores)]
    if named and len(named) < len(rows):
        return _leading(named, room)
    return group.parts if group.words <= room else _leading(group.parts, room)


def _leading(parts: Sequence[Part], room: int) -> Sequence[Part]:
    """The first parts that fit into `room` words, the first one in any case while there is room at all."""
    taken: list[Part] = []
    words = 0
    for part in parts:
        if words + part.words > room and (taken or room <= 0):
            break
        taken.append(part)
        words += part.words
    return taken


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
        )
        if previous and _belong_together(body, previous, part):
            found[-1].append(part)
        else:
            found.append([part])
        previous = part
    return tuple(Group(_shape(parts), tuple(parts)) for parts in found)


def _belong_together(body: str, before: Part, after: Part) -> bool:
    a, b = before.unit, after.unit
    if a.kind is UnitKind.SENTENCE and b.kind is not UnitKind.SENTENCE:
        return body[a.start : a.end].rstrip("*_ ").endswith((":", "："))
    if a.kind is UnitKind.SENTENCE and b.kind is UnitKind.SENTENCE:
        return "\n\n" not in body[a.end : b.start]
    if a.list_id is not None or b.list_id is not None:
        return a.list_id == b.list_id
    return a.header is not None and a.header == b.header


def _shape(parts: Sequence[Part]) -> Shape:
    last = parts[-1].unit
    if last.kind is UnitKind.ITEM:
        return Shape.STEPS if last.ordered else Shape.BULLETS
    return {UnitKind.ROW: Shape.TABLE, UnitKind.CODE: Shape.CODE}.get(last.kind, Shape.PARAGRAPH)
