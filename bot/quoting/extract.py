"""Which parts of an article answer a question: whole steps, table rows, the sentences that matter; never a heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.answer import Hit
from bot.quoting.asked import asked_for
from bot.quoting.judge import Judge
from bot.quoting.quotable import Group, Part, Quotable, Shape, count_words, take_apart
from corpus.article import Article, Kind, Passage
from corpus.segment import Unit

__all__ = ["Extract", "Quotable", "extract", "extract_all", "take_apart"]

# How many words are quoted at most: of anything, where that takes steps whole, and where a unit is longer than that.
MAX_WORDS = 120
MAX_STEPS_WORDS = 200
MAX_UNIT_WORDS = 250
# An answer of as many words is long enough: of one article, and of several that are parts of one text.
ENOUGH_WORDS = 80
ENOUGH_WORDS_OF_PARTS = 100
# How many of the first hits are looked at for further parts of the same text. A part adds something if as large a share
# of the terms it would be quoted for is new.
PARTS = 5
NEW_TERMS = 0.5
# A relative link leads somewhere from its own article alone, but an answer is sent as the first one's words.
_RELATIVE_LINK = re.compile(r"\]\((?![a-z][a-z+.-]*:)", re.IGNORECASE)
# What a group gains or loses beside the share, in [0, 1], of the question's terms that it holds. These weights and the
# judge's were fitted by eval/answer_quality.py to the questions of eval/sets/sample with even ids; those of plain text,
# and of parts of one, to half of a public set of conversations about encyclopaedia articles.
OPENING = 0.2
OPENING_FOR_OWN_QUESTION = 0.4
STEPS_FOR_HOW_TO = 1.0
STEPS_FOR_PROBLEM = 0.15
GOES_ON = 0.2
# Groups are quoted together whose scores are no further from the best one's.
CLOSE = 0.3
ROW_NAMED = 0.8


@dataclass(frozen=True, slots=True)
class Extract:
    """What to quote: units in the article's order, and the numbers of the steps left out at the end of their list.

    `omitted` is empty unless a list of steps was too long to be quoted whole.
    """

    units: tuple[Unit, ...] = ()
    omitted: range = range(0)


def extract(question: str, quotable: Quotable, passage: Passage, locale: str = "en") -> Extract:
    """The units that best answer the question, and which steps there was no room for.

    At most MAX_WORDS words, MAX_STEPS_WORDS where that takes steps whole, MAX_UNIT_WORDS where a single unit has as
    many; a longer one is never quoted. `passage` is the one that was retrieved: it is where the encoder saw the answer.
    Without units when the article has nothing that may be quoted.
    """
    chosen, omitted = _chosen(Judge.of(asked_for(question, locale), quotable, passage), quotable)
    return Extract(_in_order(chosen), omitted)


def extract_all(
    question: str, hits: Sequence[Hit], quotable: Callable[[Article], Quotable], max_words: int = MAX_WORDS
) -> list[tuple[Article, Extract]]:
    """What to quote of the first hit's article and, where that is short, of further parts of the same text.

    Those are articles of the same title, all without headings: pieces of a longer text, as a corpus cut into equal
    parts has them. In all, at most `max_words` words come of them, and of steps more where that
    takes them whole. Empty when the first article has nothing to quote.
    """
    if not hits:
        return []
    top = hits[0].article
    judge = Judge.of(asked_for(question, top.locale), quotable(top), hits[0].passage)
    chosen, omitted = _chosen(judge, quotable(top), max_words)
    if not chosen:
        return []
    found = [(top, Extract(_in_order(chosen), omitted))]
    if not _is_part_of_a_text(top, quotable(top)):
        return found
    for hit in hits[1:PARTS]:
        words = count_words(chosen)
        if words >= min(ENOUGH_WORDS_OF_PARTS, max_words):
            break
        part, own = hit.article, quotable(hit.article)
        same = (part.title, part.kind, part.locale) == (top.title, top.kind, top.locale)
        if same and _is_part_of_a_text(part, own) and not _RELATIVE_LINK.search(hit.passage.text):
            judge = Judge.of(asked_for(question, part.locale), own, hit.passage)
            more = _new_sentences(judge, own, chosen, max_words - words)
            chosen.extend(more)
            found += [(part, Extract(_without_title(part, _in_order(more))))] if more else []
    return found


def _chosen(judge: Judge, quotable: Quotable, max_words: int = MAX_WORDS) -> tuple[list[Part], range]:
    """The parts to quote, the best group's first, and the numbers of the steps left out."""
    chosen: list[Part] = []
    omitted = range(0)
    words = 0
    for group, is_close in _ranked(judge, quotable):
        if not chosen:
            parts = _fitting(judge, group, max_words) or _leading_steps(group) or _alone(judge, group)
            omitted = _omitted(group, parts)
        elif group is quotable.groups[0] and judge.is_own_how_to:
            parts = _fitting(judge, group, MAX_STEPS_WORDS - words) if group.shape is Shape.PARAGRAPH else ()
        else:
            is_wanted = is_close and words < min(ENOUGH_WORDS, max_words)
            parts = _fitting(judge, group, max_words - words) if is_wanted else ()
        chosen.extend(parts)
        words += count_words(parts) + (group.header_words if parts else 0)
    return chosen, omitted


def _in_order(parts: Sequence[Part]) -> tuple[Unit, ...]:
    return tuple(sorted((part.unit for part in parts), key=lambda unit: unit.start))


def _without_title(article: Article, units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units, the first one without the title that the body may begin with: the answer has named it already."""
    end = len(article.title) if article.body.startswith(f"{article.title}\n") else 0
    start = end + len(article.body[end:]) - len(article.body[end:].lstrip())
    return tuple(replace(unit, start=max(unit.start, start)) for unit in units if unit.end > start)


def _is_part_of_a_text(article: Article, quotable: Quotable) -> bool:
    """Whether the article may be a piece of a longer text. Announcements share their titles for other reasons."""
    return quotable.is_plain and article.kind is not Kind.ANNOUNCEMENT


def _new_sentences(judge: Judge, quotable: Quotable, known: Sequence[Part], room: int) -> Sequence[Part]:
    """The passage's sentences that matter most, in at most `room` words; none where most of it is known already."""
    retrieved = [part for group in quotable.groups for part in group.parts if judge.was_retrieved(part)]
    parts = [part for part in retrieved if not part.announces]
    found = _best_sentences(parts, [judge.score(part) for part in parts], room) if parts else ()
    terms = frozenset[str]().union(*(part.terms for part in found))
    new = terms.difference(*(part.terms for part in known))
    return found if len(new) >= NEW_TERMS * len(terms) else ()


def _ranked(judge: Judge, quotable: Quotable) -> list[tuple[Group, bool]]:
    """The groups, best first, each with whether it is close to the best.

    Steps lead when they are asked for; where the article is about just that, nothing but its opening goes with them.
    """
    scored = [(_group_score(judge, group, quotable), group) for group in quotable.groups]
    bar = max((score for score, _ in scored), default=0.0) - CLOSE

    def rank(pair: tuple[float, Group]) -> float:
        score, group = pair
        is_wanted = judge.wants_steps and group.shape is Shape.STEPS
        return score + (STEPS_FOR_HOW_TO * (1 + judge.own_question) if is_wanted else 0.0)

    ranked = [(group, score >= bar) for score, group in sorted(scored, key=rank, reverse=True)]
    if judge.is_own_how_to and ranked and ranked[0][0].shape is Shape.STEPS:
        # The opening next; the others only in case that none of the steps can be quoted.
        others = sorted(ranked[1:], key=lambda pair: pair[0] is not quotable.groups[0])
        return [ranked[0], *((group, False) for group, _ in others)]
    return ranked


def _group_score(judge: Judge, group: Group, quotable: Quotable) -> float:
    asked = judge.asked
    score = max(judge.score(part) for part in group.parts)
    score += judge.in_passage * sum(map(judge.was_retrieved, group.parts)) / len(group.parts)
    if group is quotable.groups[0]:
        score += OPENING + OPENING_FOR_OWN_QUESTION * judge.own_question
    if group.shape is Shape.STEPS and not (judge.wants_steps or asked.wants_a_fact):
        # Whoever says what went wrong ("lost my phone") mostly wants to know what to do.
        score += STEPS_FOR_PROBLEM
    if group.parts[0].goes_on:
        score -= GOES_ON
    return score


def _fitting(judge: Judge, group: Group, room: int) -> Sequence[Part]:
    """The parts of a group to quote in at most `room` words; none where a mere piece of it would mislead."""
    match group.shape:
        case Shape.PARAGRAPH:
            return _best_sentences(group.parts, [judge.score_in_paragraph(part) for part in group.parts], room)
        case Shape.TABLE:
            return _rows(group, [judge.share(part) for part in group.parts], room)
        case Shape.BULLETS if group.words > room:
            return _best_bullets(group, [judge.score(part) for part in group.parts], room)
        case Shape.STEPS:
            return group.parts if group.words <= room + MAX_STEPS_WORDS - MAX_WORDS else ()
        case _:
            return group.parts if group.words <= room else ()


def _leading_steps(group: Group) -> Sequence[Part]:
    """The first steps of a list that is too long, whole ones."""
    if group.shape is not Shape.STEPS:
        return ()
    return _with_lead(group, _leading(group.parts[len(group.lead) :], MAX_WORDS - count_words(group.lead)))


def _omitted(group: Group, parts: Sequence[Part]) -> range:
    """The numbers of the steps that come after those quoted."""
    if group.shape is not Shape.STEPS or not parts:
        return range(0)
    quoted, every = (sum(part.unit.ordered for part in some) for some in (parts, group.parts))
    return range(group.first_number + quoted, group.first_number + every)


def _alone(judge: Judge, group: Group) -> Sequence[Part]:
    """The part of a group of long ones that comes first, among steps, or matters most; none if it is too long."""
    candidates = group.parts[len(group.lead) :]
    part = candidates[0] if group.shape is Shape.STEPS else max(candidates, key=judge.score)
    room = MAX_UNIT_WORDS - group.header_words - part.words
    if room < 0:
        return ()
    return (*group.lead, part) if count_words(group.lead) <= room else (part,)


def _best_sentences(parts: Sequence[Part], scores: Sequence[float], room: int) -> Sequence[Part]:
    """All sentences where they fit, else the best one and those that matter most beside it; of equals, its neighbours.

    Each comes with the sentences it goes on from, and with the caveat that goes on from it. None where the best one
    does not fit so.
    """
    if count_words(parts) <= room:
        return parts
    best = scores.index(max(scores))
    taken: set[int] = set()
    for index in sorted(range(len(parts)), key=lambda index: (-scores[index], abs(index - best))):
        thought = set(_thought(parts, index)) - taken
        words = count_words(parts[one] for one in thought)
        if words <= room:
            taken |= thought
            room -= words
        elif index == best:
            return ()
    return [parts[index] for index in sorted(taken)]


def _thought(parts: Sequence[Part], index: int) -> range:
    """The sentences that one cannot do without: those it goes on from, and the caveat to it."""
    first, end = index, index + 1
    while first and parts[first].goes_on:
        first -= 1
    while end < len(parts) and parts[end].goes_on and parts[end].is_caveat:
        end += 1
    return range(first, end)


def _rows(group: Group, scores: Sequence[float], room: int) -> Sequence[Part]:
    """The rows that the question names; the table as far as it fits when it names none in particular."""
    rows, scores = group.parts[len(group.lead) :], scores[len(group.lead) :]
    bar = ROW_NAMED * max(scores)
    named = [part for part, score in zip(rows, scores, strict=True) if score >= bar]
    if len(named) < len(rows):
        return _leading(named, room - group.header_words)
    return _with_lead(group, _leading(rows, room - group.header_words - count_words(group.lead)))


def _best_bullets(group: Group, scores: Sequence[float], room: int) -> Sequence[Part]:
    """The bullets of a long list that the question is closest to, with the sentences that introduce it."""
    room -= count_words(group.lead)
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
