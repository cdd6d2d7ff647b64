"""The one entry point: question and conversation in, answer out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from bot.answer import NO_FILTERS, Answer, Filters, Hit, Outcome, Reason, Related, Retrieved
from bot.conversation import Message
from bot.follow_ups import FollowUps
from bot.knowledge import LiveReleases, ReleaseKnowledge
from bot.links import article_url
from bot.person import language_of_request
from bot.quoting.extract import extract_all
from bot.quoting.ground import ground_all
from bot.replies import reply, steps_left_out
from bot.retrieval.fusion import FusionWeights
from bot.retrieval.retrieve import Query
from bot.rules.answers import answer_by
from bot.rules.book import RuleBook
from bot.rules.matching import Question, RuleMatch
from bot.rules.rule import RuleKind
from bot.small_talk import as_small_talk

RETRIEVED = 10
OFFERED = 3
RELATED_COSINE = 0.4
# Scores no further apart than this share of the highest possible one compete.
COMPETING = 0.1


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer and what it was decided on: the query as retrieved, the hits, the fusion weights and the signals.

    Small talk and the wish for a person are not retrieved: the query is empty, without hits, weights or signals. Nor is
    a question for which the team has a rule: `rules` are all that it matches, and the first of them made the answer.
    """

    answer: Answer
    query: str
    hits: tuple[Hit, ...]
    weights: FusionWeights | None
    signals: Mapping[str, float]
    answer_at: float
    clarify_at: float
    rules: tuple[RuleMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """An answer on its way: what is not retrieved has no query, and what a rule answers no hits."""

    answer: Answer
    query: Query | None = None
    hits: Sequence[Hit] = ()
    rules: tuple[RuleMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers from the live release, and by the team's rules where there are any."""

    live: LiveReleases
    rules: RuleBook = field(default_factory=RuleBook)
    _follow_ups: FollowUps = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_follow_ups", FollowUps(_asked, self._may_be_answered))

    def answer(
        self,
        question: str,
        history: Sequence[Message] = (),
        filters: Filters = NO_FILTERS,
        locale: str | None = None,
    ) -> Answer:
        """The reply to the question, given the messages before it; the bot's own words in the locale's language.

        Without a locale they are in the language of small talk and of a wish for a person, else in English.
        """
        knowledge = self.live.current()
        found = self._answered(knowledge, question, history, filters, locale)
        return self._with_follow_ups(knowledge, found, history, filters)

    def explain(
        self,
        question: str,
        history: Sequence[Message] = (),
        filters: Filters = NO_FILTERS,
        locale: str | None = None,
    ) -> Explanation:
        """The reply with everything it was decided on."""
        knowledge = self.live.current()
        bounds = (knowledge.confidence.answer_at, knowledge.confidence.clarify_at)
        found = self._answered(knowledge, question, history, filters, locale)
        query, hits = found.query, found.hits
        if query is None or found.rules:
            return Explanation(found.answer, query.in_full if query else "", (), None, {}, *bounds, found.rules)
        answer = self._with_follow_ups(knowledge, found, history, filters)
        signals = knowledge.signals(query, hits, filters)
        weights = knowledge.retriever.weights(query, filters)
        return Explanation(answer, query.in_full, tuple(hits), weights, signals, *bounds)

    def _answered(
        self,
        knowledge: ReleaseKnowledge,
        question: str,
        history: Sequence[Message],
        filters: Filters,
        locale: str | None,
    ) -> _Found:
        """The reply: to small talk and the wish for a person first, then by a rule, then from the articles."""
        started = perf_counter()
        unsought = _without_articles(question, locale)
        if unsought:
            outcome, reason, text = unsought
            total = {"total": _ms_since(started)}
            return _Found(Answer(outcome, reason, text, 0.0, knowledge.release, timings_ms=total))
        query = knowledge.query_for(question, history, filters)
        rules = self.rules.matches(knowledge, Question(question, query, filters, locale))
        if rules:
            total = {"total": _ms_since(started)}
            answer = answer_by(rules[0].rule, knowledge.articles, knowledge.release, locale, total)
            return _Found(answer, query, rules=rules)
        hits = knowledge.retrieve_query(query, RETRIEVED, filters)
        timings = {"retrieve": _ms_since(started)}
        return _Found(answer_from(knowledge, query, hits, filters, timings, started, locale), query, hits)

    def _may_be_answered(self, knowledge: ReleaseKnowledge, query: Query, filters: Filters) -> bool:
        """Whether no rule keeps the question from being answered."""
        matches = self.rules.matches(knowledge, Question(query.text, query, filters))
        return not matches or matches[0].rule.draft.kind is RuleKind.PIN

    def _with_follow_ups(
        self, knowledge: ReleaseKnowledge, found: _Found, history: Sequence[Message], filters: Filters
    ) -> Answer:
        answer, query = found.answer, found.query
        if query is None or found.rules:
            return answer
        started = perf_counter()
        offered = self._follow_ups.offered(knowledge, query, found.hits, answer, history, filters)
        spent = _ms_since(started)
        timings = {**answer.timings_ms, "follow_ups": spent, "total": round(answer.timings_ms["total"] + spent, 3)}
        return replace(answer, follow_ups=offered, timings_ms=timings)


def _asked(knowledge: ReleaseKnowledge, query: Query, filters: Filters) -> Answer | None:
    """The answer to a query that is a whole message; None where the message is not retrieved."""
    if _without_articles(query.text, None):
        return None
    return answer_from(knowledge, query, knowledge.retrieve_query(query, RETRIEVED, filters), filters)


def _without_articles(question: str, locale: str | None) -> tuple[Outcome, Reason, str] | None:
    """The reply to what is never retrieved: small talk, and the wish for a person."""
    said = as_small_talk(question)
    if said:
        return Outcome.ANSWERED, said.reason, reply(Outcome.ANSWERED, said.reason, locale=locale or said.language)
    language = language_of_request(question)
    if language:
        reason = Reason.CUSTOMER_REQUEST
        return Outcome.HANDED_OFF, reason, reply(Outcome.HANDED_OFF, reason, locale=locale or language)
    return None


def answer_from(
    knowledge: ReleaseKnowledge,
    query: Query,
    hits: Sequence[Hit],
    filters: Filters = NO_FILTERS,
    timings_ms: dict[str, float] | None = None,
    started: float | None = None,
    locale: str | None = None,
) -> Answer:
    """The answer that the hits of a query support: quoted, a choice of articles, or none.

    The bot's own words are in the locale's language; without one in English, beside quotes in the article's language.
    """
    started = perf_counter() if started is None else started
    confidence = knowledge.probability(query, hits, filters)
    outcome, reason = _outcome(knowledge, confidence, hits)
    top = hits[0].article if hits else None
    grounded, left_out = None, ""
    if outcome is Outcome.ANSWERED and top:
        quotes = extract_all(query.to_quote_for, hits, knowledge.quotable)
        if quotes:
            grounded = ground_all((article, found.units) for article, found in quotes)
            left_out = steps_left_out(quotes[0][1].omitted, top.id, locale or top.locale)
        else:
            outcome, reason = Outcome.ABSTAINED, Reason.MISSING_KNOWLEDGE
    offered = () if grounded else _offered(outcome, hits)
    return Answer(
        outcome=outcome,
        reason=reason,
        answer=grounded.answer + left_out if grounded else reply(outcome, reason, bool(offered), locale),
        confidence=confidence,
        release=knowledge.release,
        sentences=grounded.sentences if grounded else (),
        citations=grounded.citations if grounded else (),
        did_you_mean=offered,
        top_article_id=top.id if top else None,
        retrieved=tuple(Retrieved(hit.rank, hit.article.id, hit.passage.id, hit.score) for hit in hits),
        timings_ms={**(timings_ms or {}), "total": _ms_since(started)},
    )


def _outcome(knowledge: ReleaseKnowledge, confidence: float, hits: Sequence[Hit]) -> tuple[Outcome, Reason | None]:
    if hits and confidence >= knowledge.confidence.answer_at:
        return Outcome.ANSWERED, None
    if confidence >= knowledge.confidence.clarify_at and _compete(knowledge, hits):
        return Outcome.CLARIFY, Reason.AMBIGUOUS
    return Outcome.ABSTAINED, Reason.MISSING_KNOWLEDGE


def _compete(knowledge: ReleaseKnowledge, hits: Sequence[Hit]) -> bool:
    """Whether the first two hits are too close to tell which one is meant, and at least two are worth offering."""
    if len(_offered(Outcome.ABSTAINED, hits)) < 2:
        return False
    return hits[0].score - hits[1].score <= COMPETING * knowledge.retriever.corpus_weights.whole


def _offered(outcome: Outcome, hits: Sequence[Hit]) -> tuple[Related, ...]:
    """The first hits: all of them to choose from, else those that are at all like the question."""
    offered = [
        hit
        for hit in hits[:OFFERED]
        if outcome is Outcome.CLARIFY or max(hit.scores.dense, hit.scores.question) >= RELATED_COSINE
    ]
    return tuple(Related(hit.article.id, hit.article.title, article_url(hit.article)) for hit in offered)


def _ms_since(started: float) -> float:
    return round((perf_counter() - started) * 1000, 3)
