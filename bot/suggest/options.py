"""The ways in which an open question can be answered: other articles and other readings, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.answer import Hit
from bot.conversation import Message, Role
from bot.extract import Extract, Quotable, extract_all
from bot.knowledge import ReleaseKnowledge
from bot.quotable import Group, Part, Shape, count_words
from bot.retrieve import Query
from bot.suggest.open_questions import OpenQuestion
from bot.suggest.replies_so_far import Said
from corpus.article import Article
from corpus.clean import plain_text

RETRIEVED = 10
MOST_OPTIONS = 4
REMEMBERED_MESSAGES = 20
# From which confidence an article is offered to an agent, who checks it: the first one, and others beside it.
OFFERED_AT = 0.3
OTHER_OFFERED_AT = 0.2
# An answer of so many words, or with steps, is worth a short one beside it.
LONG_WORDS = 70
SHORT_WORDS = 40
# A list is left out whose words were said before to as large a share.
MOSTLY = 0.5

_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)

Quotes = Sequence[tuple[Article, Extract]]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer a question: what to quote. `confidence` is the probability that it is the right one."""

    quotes: Quotes
    confidence: float

    @property
    def article_ids(self) -> frozenset[str]:
        """The articles that it quotes."""
        return frozenset(article.id for article, _ in self.quotes)


@dataclass(frozen=True, slots=True)
class Options:
    """What can be said to an open question, best first; `short` says the same as the first in fewer words.

    `is_exhausted` tells a question whose articles have been quoted already from one that no article answers.
    """

    question: OpenQuestion
    found: Sequence[Option]
    short: Option | None = None
    is_exhausted: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    query: Query
    hits: Sequence[Hit]
    confidence: float


def options_for(knowledge: ReleaseKnowledge, questions: Sequence[OpenQuestion], said: Said) -> list[Options]:
    """What can be said to each of the questions, none of it said before."""
    texts = [(number, *one) for number, question in enumerate(questions) for one in _texts(question)]
    queries = knowledge.queries_for([(text, history) for _, text, history in texts])
    readings: list[list[_Reading]] = [[] for _ in questions]
    for (number, _, _), query in zip(texts, queries, strict=True):
        hits = knowledge.retrieve_query(query, RETRIEVED)
        readings[number].append(_Reading(query, hits, knowledge.probability(query, hits)))
    return [_Search(knowledge, said).options(one, read) for one, read in zip(questions, readings, strict=True)]


def _texts(question: OpenQuestion) -> list[tuple[str, Sequence[Message]]]:
    """What to retrieve a question with: by itself after what was told, and together with that as one message."""
    ask, before = question.ask, list(question.before[-REMEMBERED_MESSAGES:])
    earlier = [*before, *map(_spoken, ask.earlier)]
    if not ask.story:
        return [(ask.text, earlier)]
    return [(ask.text, [*earlier, _spoken(ask.story)]), (f"{ask.story} {ask.text}", earlier)]


def _spoken(text: str) -> Message:
    return Message("", Role.USER, text, _UNDATED)


class _Search:
    """Finds the options of one question after another; articles are rid only once of what was said."""

    def __init__(self, knowledge: ReleaseKnowledge, said: Said) -> None:
        self._knowledge, self._said = knowledge, said
        self._unsaid: dict[str, Quotable] = {}

    def options(self, question: OpenQuestion, readings: Sequence[_Reading]) -> Options:
        """What can be said to the question, by whichever reading of it is the surest first."""
        first, *others = sorted(readings, key=lambda one: -one.confidence)
        if not first.hits or first.confidence < OFFERED_AT:
            return Options(question, ())
        found, is_exhausted = self._by_reading(first, MOST_OPTIONS)
        for other in others:
            if other.confidence >= OFFERED_AT:
                found[1:1] = self._by_reading(other, 1)[0]
        found = _different(found)
        if question.ask.is_asked_again and len(found) > 1 and self._was_quoted(found[0]):
            found = [*found[1:], found[0]]
        short = self._short(first, found[0]) if found else None
        return Options(question, found, short, is_exhausted and not found)

    def _by_reading(self, reading: _Reading, most: int) -> tuple[list[Option], bool]:
        """The options of one reading, and whether some article was left out because all of it had been said."""
        found: list[Option] = []
        used: set[str] = set()
        likely, has_said_all = 1.0, False
        for place in range(len(reading.hits)):
            rest = [hit for hit in reading.hits[place:] if hit.article.id not in used]
            if not rest or rest[0] is not reading.hits[place]:
                continue
            confidence = self._knowledge.probability(reading.query, rest)
            if len(found) == most or (place and confidence < OTHER_OFFERED_AT):
                break
            quotes = extract_all(reading.query.to_quote_for, rest, self._less_said)
            if quotes:
                found.append(Option(quotes, likely * confidence))
                used |= found[-1].article_ids
            else:
                has_said_all = has_said_all or bool(self._knowledge.quotable(rest[0].article).groups)
            likely *= 1 - confidence
        return found, has_said_all

    def _short(self, reading: _Reading, option: Option) -> Option | None:
        """The same as the option in a few words, where it has many or steps; None where it is short already."""
        top = option.quotes[0][0].id
        hits = [hit for hit in reading.hits if hit.article.id == top]
        has_steps = any(unit.ordered for _, found in option.quotes for unit in found.units)
        if not hits or not (has_steps or _words(option.quotes) >= LONG_WORDS):
            return None
        quotes = extract_all(reading.query.to_quote_for, hits, self._sentences_only, SHORT_WORDS)
        if not quotes or 2 * _words(quotes) > _words(option.quotes):
            return None
        return Option(quotes, option.confidence)

    def _was_quoted(self, option: Option) -> bool:
        """Whether the option's first article has been quoted to the customer before."""
        article = option.quotes[0][0]
        return self._less_said(article) is not self._knowledge.quotable(article)

    def _less_said(self, article: Article) -> Quotable:
        """The article without what was said before."""
        found = self._unsaid.get(article.id)
        if found is None:
            whole = self._knowledge.quotable(article)
            found = self._unsaid[article.id] = _without_said(article, whole, self._said)
        return found

    def _sentences_only(self, article: Article) -> Quotable:
        whole = self._less_said(article)
        return replace(whole, groups=tuple(group for group in whole.groups if group.shape is Shape.PARAGRAPH))


def _different(found: Sequence[Option]) -> list[Option]:
    """The options without those whose first article an earlier one quotes."""
    kept: list[Option] = []
    for option in found:
        if not any(option.quotes[0][0].id in other.article_ids for other in kept):
            kept.append(option)
    return kept


def _words(quotes: Quotes) -> int:
    return sum(
        len(plain_text(article.body[unit.start : unit.end]).split())
        for article, found in quotes
        for unit in found.units
    )


def _without_said(article: Article, whole: Quotable, said: Said) -> Quotable:
    groups = [(group, _unsaid(article, group, said)) for group in whole.groups]
    if all(len(left) == len(group.parts) for group, left in groups):
        return whole
    return replace(whole, groups=tuple(replace(group, parts=left) for group, left in groups if left))


def _unsaid(article: Article, group: Group, said: Said) -> tuple[Part, ...]:
    """What of a group was not said before; a list of steps or bullets is said again whole, or not at all."""
    left = tuple(part for part in group.parts if not said.repeats(_plain(article, part), article.locale))
    if group.shape in (Shape.PARAGRAPH, Shape.TABLE):
        return left if any(part not in group.lead for part in left) else ()
    return group.parts if count_words(left) > MOSTLY * count_words(group.parts) else ()


def _plain(article: Article, part: Part) -> str:
    return plain_text(article.body[part.unit.start : part.unit.end])
