"""One evaluation: a data set against an index, the full system beside its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from time import perf_counter

from bot.answer import Outcome
from corpus.errors import EvaluationError
from embeddings.publish import ProgressDisplay
from eval.answer_quality import AnswerQuality, answer_quality
from eval.answers import EvaluatedAnswer, answer_all
from eval.datasets import Dataset
from eval.index import Index, check_judged_articles
from eval.measures import (
    JudgedAnswer,
    RefusalScores,
    Scores,
    mean_scores,
    score_rankings,
    score_refusals,
)
from eval.systems import Baselines, EncodedQuery, System, encode, ranking_of

DEPTH = 10


@dataclass(frozen=True, slots=True)
class TagScores:
    """The full system on the questions of one tag: `scores` is None where none of them has an article that answers."""

    count: int
    scores: Scores | None
    answered: float


@dataclass(frozen=True, slots=True)
class Timings:
    """Mean milliseconds a question: encoding in batches, retrieving and answering one by one."""

    encode_ms: float
    retrieve_ms: float
    answer_ms: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything `citedesk eval run` reports; `unjudged` questions are in none of the figures.

    `answers` is None where no question has a reference answer, or none of their articles was found.
    """

    dataset: str
    release: str
    judged: int
    unanswerable: int
    unjudged: int
    systems: Mapping[System, Scores]
    refusals: RefusalScores | None
    answers: AnswerQuality | None
    tags: Mapping[str, TagScores]
    timings: Timings


def evaluate(index: Index, dataset: Dataset, display: ProgressDisplay) -> Evaluation:
    """The scores of a data set.

    Raises EvaluationError when no question has an article that answers it, or when a judged one is not in the index.
    """
    check_judged_articles(dataset, index)
    qrels = {query.id: dataset.qrels[query.id] for query in dataset.queries if dataset.relevant(query)}
    if not qrels:
        raise EvaluationError(
            f"No question of '{dataset.path}' has an article that answers it, so that there is nothing to measure. "
            "Give judgements in qrels.tsv (or with --qrels), or in relevant_article_ids."
        )
    queries = [query for query in dataset.all_queries if dataset.is_judged(query)]
    started = perf_counter()
    encoded = encode(index, queries, display)
    encode_ms = (perf_counter() - started) * 1000 / len(queries)
    answers = answer_all(index, encoded, display)
    scores = {System.FULL: score_rankings(qrels, _rankings(answers)), **_baseline_scores(index, encoded, qrels)}
    return Evaluation(
        dataset=dataset.name,
        release=index.release.name,
        judged=len(qrels),
        unanswerable=sum(not query.answerable for query in queries),
        unjudged=len(dataset.all_queries) - len(queries),
        systems={system: mean_scores(values.values()) for system, values in scores.items()},
        refusals=score_refusals([_judged(dataset, evaluated) for evaluated in answers]),
        answers=answer_quality(index.knowledge, dataset, answers),
        tags=_by_tag(answers, scores[System.FULL]),
        timings=Timings(
            encode_ms=encode_ms,
            retrieve_ms=fmean(evaluated.retrieve_ms for evaluated in answers),
            answer_ms=fmean(evaluated.answer_ms for evaluated in answers),
        ),
    )


def _rankings(answers: Sequence[EvaluatedAnswer]) -> dict[str, list[str]]:
    return {one.query.id: [article for article, _ in ranking_of(one.hits)] for one in answers}


def _baseline_scores(
    index: Index, encoded: Sequence[EncodedQuery], qrels: Mapping[str, Mapping[str, int]]
) -> dict[System, Mapping[str, Scores]]:
    baselines = Baselines(index)
    judged = [one for one in encoded if one.query.id in qrels]
    return {
        system: score_rankings(qrels, {one.query.id: [article for article, _ in rank(one, DEPTH)] for one in judged})
        for system, rank in ((System.DENSE, baselines.dense), (System.LEXICAL, baselines.lexical))
    }


def _judged(dataset: Dataset, evaluated: EvaluatedAnswer) -> JudgedAnswer:
    answer = evaluated.answer
    return JudgedAnswer(
        answerable=evaluated.query.answerable,
        answered=answer.outcome is Outcome.ANSWERED,
        right=answer.top_article_id in dataset.relevant(evaluated.query),
        confidence=answer.confidence,
    )


def _by_tag(answers: Sequence[EvaluatedAnswer], scores: Mapping[str, Scores]) -> dict[str, TagScores]:
    """The tags in order of how many questions they have."""
    tagged: dict[str, list[EvaluatedAnswer]] = {}
    for evaluated in answers:
        for tag in evaluated.query.tags:
            tagged.setdefault(tag, []).append(evaluated)
    found = {}
    for tag, group in sorted(tagged.items(), key=lambda item: (-len(item[1]), item[0])):
        scored = [scores[one.query.id] for one in group if one.query.id in scores]
        answered = fmean(one.answer.outcome is Outcome.ANSWERED for one in group)
        found[tag] = TagScores(len(group), mean_scores(scored) if scored else None, answered)
    return found
