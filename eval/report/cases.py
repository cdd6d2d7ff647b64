"""The questions that went worst, each with what was expected and why the bot did what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.answer import Hit, HitScores, Outcome
from bot.assistant import RETRIEVED
from bot.conversation import Role
from bot.retrieval.fusion import FusionWeights
from bot.retrieval.retrieve import FieldRanks
from corpus.clean import plain_text
from eval.index import Index
from eval.report.verdicts import Verdict, verdict_on
from eval.report.words import clipped
from eval.results import QuestionResult

MOST_LISTED = 10
_MOST_CHARS = 700
_MOST_BEFORE = 2
_MOST_CHARS_BEFORE = 200
_SPEAKERS = {Role.USER: "Customer", Role.BOT: "Bot", Role.AGENT: "Agent"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an article stands for a question: by all fields together, None beyond the ranking, and by each alone.

    `score` and `scores` are None for an article that isn't among the hits which the bot saw.
    """

    article_id: str
    title: str
    rank: int | None
    ranks: FieldRanks
    score: float | None
    scores: HitScores | None


@dataclass(frozen=True, slots=True)
class Case:
    """One question that went wrong. `expected` is None where no article answers, `found` where nothing was retrieved.

    `text` is the question's, cut where it is long; `before` is the end of the conversation that it stands in, as
    (who, text), oldest first; `wanted` is the reference answer, else the passage of the expected article; `said` is
    what the bot replied.
    """

    question: QuestionResult
    text: str
    verdict: Verdict
    before: tuple[tuple[str, str], ...]
    expected: Standing | None
    further_expected: int
    found: Standing | None
    wanted: str
    has_reference: bool
    said: str
    offered: tuple[str, ...]
    why: str
    weights: FusionWeights
    signals: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """The worst questions of one kind, the worst first; `total` counts all of that kind."""

    name: str
    meaning: str
    total: int
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    name: str
    meaning: str
    belongs: Callable[[QuestionResult], bool]
    order: Callable[[QuestionResult], float]


_CHOICES = (
    _Choice(
        "Answered from a wrong article",
        "An article answers these, but the bot quoted another one. The surest first.",
        lambda one: verdict_on(one) is Verdict.ANSWERED_WRONGLY,
        lambda one: -one.confidence,
    ),
    _Choice(
        "Answered, though no article answers",
        "The bot should have said that it does not know. The surest first.",
        lambda one: verdict_on(one) is Verdict.FALSE_ANSWER,
        lambda one: -one.confidence,
    ),
    _Choice(
        "Right article not among the first ten",
        "Retrieval did not find it. The one that stands furthest down first.",
        lambda one: one.answerable and set(one.relevant).isdisjoint(one.ranking[:RETRIEVED]),
        lambda one: -(rank_of_right(one) or len(one.ranking) + 1),
    ),
    _Choice(
        "Refused, though the right article was on top",
        "The bot had found the answer but was not sure enough to give it. The least sure first.",
        lambda one: one.answerable and one.right and one.outcome is not Outcome.ANSWERED,
        lambda one: one.confidence,
    ),
)


def rank_of_right(question: QuestionResult) -> int | None:
    """The place, from 1, of the best-placed article that answers; None where none is in the ranking."""
    wanted = set(question.relevant)
    return next((rank for rank, article in enumerate(question.ranking, start=1) if article in wanted), None)


def worst_cases(index: Index, questions: Sequence[QuestionResult]) -> tuple[CaseGroup, ...]:
    """The groups that have a question; none is in two of them.

    Raises KeyError for an article that the index doesn't hold.
    """
    seen: set[str] = set()
    chosen = []
    for choice in _CHOICES:
        group = [one for one in questions if choice.belongs(one) and one.id not in seen]
        listed = sorted(group, key=lambda one: (choice.order(one), one.id))[:MOST_LISTED]
        seen.update(one.id for one in group)
        if group:
            chosen.append((choice, len(group), listed))
    every = [one for _, _, listed in chosen for one in listed]
    cases = {one.id: _case(index, one) for one in every}
    return tuple(
        CaseGroup(choice.name, choice.meaning, total, tuple(cases[one.id] for one in listed))
        for choice, total, listed in chosen
    )


def _case(index: Index, question: QuestionResult) -> Case:
    rank = rank_of_right(question)
    expected_id = question.ranking[rank - 1] if rank else next(iter(question.relevant), None)
    articles = index.knowledge.articles
    return Case(
        question=question,
        text=clipped(question.text, _MOST_CHARS),
        verdict=verdict_on(question),
        before=tuple(
            (_SPEAKERS[message.role], _words(message.text, _MOST_CHARS_BEFORE))
            for message in question.history[-_MOST_BEFORE:]
        ),
        expected=_standing(index, question, expected_id),
        further_expected=max(0, len(question.relevant) - 1),
        found=_standing(index, question, question.top_article_id),
        wanted=_words(question.reference_answer or _passage_of(index, question, expected_id)),
        has_reference=bool(question.reference_answer),
        said=_words(question.answer),
        offered=tuple(articles[article].title or article for article in question.offered),
        why=_why(index, question),
        weights=index.knowledge.retriever.weights(question.query),
        signals=index.knowledge.signals(question.query, question.hits),
    )


def _standing(index: Index, question: QuestionResult, article_id: str | None) -> Standing | None:
    if article_id is None:
        return None
    hit = _hit(question, article_id)
    return Standing(
        article_id=article_id,
        title=index.knowledge.articles[article_id].title or article_id,
        rank=question.ranking.index(article_id) + 1 if article_id in question.ranking else None,
        ranks=index.knowledge.retriever.ranks(question.query, article_id),
        score=hit.score if hit else None,
        scores=hit.scores if hit else None,
    )


def _hit(question: QuestionResult, article_id: str) -> Hit | None:
    return next((hit for hit in question.hits if hit.article.id == article_id), None)


def _passage_of(index: Index, question: QuestionResult, article_id: str | None) -> str:
    """The words of the expected article that were compared with the question, else those it begins with."""
    if article_id is None:
        return ""
    hit = _hit(question, article_id)
    return hit.passage.text if hit else index.knowledge.articles[article_id].body


def _why(index: Index, question: QuestionResult) -> str:
    model, sure = index.knowledge.confidence, f"The confidence of {question.confidence:.2f}"
    if question.outcome is Outcome.ANSWERED:
        return f"{sure} reaches the threshold of {model.answer_at:.2f}, so the bot answered."
    if question.outcome is Outcome.CLARIFY:
        return (
            f"{sure} lies between {model.clarify_at:.2f} and the threshold of {model.answer_at:.2f}, and the scores of "
            f"{len(question.offered)} articles are close: the bot asked which one was meant."
        )
    if not question.hits:
        return "Nothing was retrieved, so the bot refused."
    if question.confidence >= model.answer_at:
        return f"{sure} reaches the threshold of {model.answer_at:.2f}, but the article holds nothing to quote."
    if question.confidence >= model.clarify_at:
        return (
            f"{sure} lies below the threshold of {model.answer_at:.2f}, and no second article scores close enough to "
            "ask which one was meant: the bot refused."
        )
    return f"{sure} lies below {model.clarify_at:.2f}, too low even to ask what was meant: the bot refused."


def _words(markdown: str, most: int = _MOST_CHARS) -> str:
    """The words of a text, a line for each of its lines that has any."""
    lines = (plain_text(line) for line in markdown.splitlines())
    text = "\n".join(line for line in lines if line)
    return clipped(text, most)
