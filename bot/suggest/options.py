"""The ways in which an open question can be answered: other articles and other readings, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer import Answer, Hit
from bot.knowledge import ReleaseKnowledge
from bot.quoting.extract import Extract, Quotable, extract_all
from bot.quoting.quotable import Group, Part, Shape, count_words
from bot.suggest.open_questions import OpenQuestion
from bot.suggest.readings import Reading, confidence, read, split_where_apart, with_problems
from bot.suggest.replies_so_far import Said
from corpus.article import Article
from corpus.clean import plain_text

MOST_OPTIONS = 4
MOST_CANDIDATES = 5  # of one reading
# From which confidence on a question counts as answered; a person checks the draft, so that less will do than for the
# bot. Others are offered beside it that are likely if those before them are wrong, and likely at all.
OFFERED_AT = 0.3
ALONE_OFFERED_AT = 0.2  # a draft that answers nothing at all helps little
OTHER_OFFERED_AT = 0.15
LEAST_OFFERED = 0.05
# An answer of so many words, or with steps, is worth a short one beside it.
LONG_WORDS = 70
SHORT_WORDS = 40
# A list is left out whose words were said before to as large a share.
MOSTLY = 0.5

Quotes = Sequence[tuple[Article, Extract]]


@dataclass(frozen=True, slots=True)
class Pin:
    """An answer of the team's own, and the article that it stands on, if any."""

    answer: Answer
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer a question: what to quote, or the team's own answer in place of quotes.

    `confidence` is the probability that it is the right one.
    """

    quotes: Quotes
    confidence: float
    pin: Pin | None = None

    @property
    def article_ids(self) -> frozenset[str]:
        """The articles that it quotes."""
        return frozenset(article.id for article, _ in self.quotes)


@dataclass(frozen=True, slots=True)
class Options:
    """What can be said to an open question, best first; `short` says the same as the first in fewer words.

    Where `is_doubtful`, the first is not likely enough to be sent without a second thought. `is_exhausted` tells a
    question whose articles have been quoted already from one that no article answers. `readings` are how it was read.
    """

    question: OpenQuestion
    readings: Sequence[Reading]
    found: Sequence[Option] = ()
    short: Option | None = None
    is_doubtful: bool = False
    is_exhausted: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether no article is known to answer it."""
        return self.is_doubtful or not self.found


def options_for(knowledge: ReleaseKnowledge, questions: Sequence[OpenQuestion], said: Said) -> list[Options]:
    """What can be said to each of the questions, and of the problems told beside them, none of it said before."""
    questions = with_problems(knowledge, split_where_apart(knowledge, questions))
    search = _Search(knowledge, said, OFFERED_AT if len(questions) > 1 else ALONE_OFFERED_AT)
    return [search.options(*pair) for pair in zip(questions, read(knowledge, questions), strict=True)]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An article to quote, the first of these hits of a reading."""

    reading: Reading
    hits: Sequence[Hit]
    confidence: float


class _Search:
    """Finds the options of one question after another; articles are rid only once of what was said."""

    def __init__(self, knowledge: ReleaseKnowledge, said: Said, offered_at: float) -> None:
        self._knowledge, self._said, self._offered_at = knowledge, said, offered_at
        self._unsaid: dict[str, Quotable] = {}

    def options(self, question: OpenQuestion, readings: Sequence[Reading]) -> Options:
        """What can be said to the question; an article is as likely as the reading says in which it is likeliest."""
        candidates = sorted(
            (one for reading in readings for one in self._candidates(reading)), key=lambda one: -one.confidence
        )
        found: list[tuple[_Candidate, Option]] = []
        is_exhausted = False
        for candidate in candidates:
            used = frozenset[str]().union(*(option.article_ids for _, option in found))
            if len(found) == MOST_OPTIONS or candidate.hits[0].article.id in used:
                continue
            hits = [hit for hit in candidate.hits if hit.article.id not in used]
            quotes = extract_all(candidate.reading.to_quote_for, hits, self._less_said)
            if quotes:
                found.append((candidate, Option(quotes, candidate.confidence)))
            elif candidate.confidence >= self._offered_at and self._knowledge.quotable(hits[0].article).groups:
                is_exhausted = True
        if question.ask.is_asked_again and len(found) > 1 and self._was_quoted(found[0][1]):
            is_likely = found[1][1].confidence >= OTHER_OFFERED_AT
            found = [*found[1:], found[0]] if is_likely else found
        if not found:
            return Options(question, readings, is_exhausted=is_exhausted)
        is_doubtful = max(option.confidence for _, option in found) < self._offered_at
        short = self._short(*found[0])
        options = [option for _, option in found]
        return Options(question, readings, options, short, is_doubtful, is_doubtful and is_exhausted)

    def _candidates(self, reading: Reading) -> list[_Candidate]:
        """The articles of one reading that are likely enough to be offered, each if those before it are wrong."""
        found: list[_Candidate] = []
        wrong = 1.0
        for place in range(min(MOST_CANDIDATES, len(reading.hits))):
            rest = reading.hits[place:]
            likely = confidence(self._knowledge, reading, rest)
            if likely >= OTHER_OFFERED_AT and wrong * likely >= LEAST_OFFERED:
                found.append(_Candidate(reading, rest, wrong * likely))
            wrong *= 1 - likely
        return found

    def _short(self, candidate: _Candidate, option: Option) -> Option | None:
        """The same as the option in a few words, where it has many or steps; None where it is short already."""
        has_steps = any(unit.ordered for _, found in option.quotes for unit in found.units)
        if not (has_steps or _words(option.quotes) >= LONG_WORDS):
            return None
        quotes = extract_all(candidate.reading.to_quote_for, candidate.hits[:1], self._sentences_only, SHORT_WORDS)
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


def _words(quotes: Quotes) -> int:
    return sum(
        len(plain_text(article.body[unit.start : unit.end]).split())
        for article, found in quotes
        for unit in found.units
    )


def _without_said(article: Article, whole: Quotable, said: Said) -> Quotable:
    if said.is_nothing:
        return whole
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
