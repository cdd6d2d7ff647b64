"""One evaluation: a data set against an index, the full system beside its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import fmean
from time import perf_counter

from corpus.clean import plain_text
from corpus.errors import EvaluationError
from embeddings.publish import ProgressDisplay
from eval.answer_quality import BASELINE_WORDS, answer_quality, overlap, quoted_text, right_hits
from eval.answers import EvaluatedAnswer, answer_all
from eval.datasets import Dataset, Query
from eval.index import Index, check_judged_articles, without_accepted_questions, without_indexed
from eval.measures import Scores, mean_scores, score_rankings, score_refusals
from eval.results import (
    AcceptedAlternatives,
    AnswerOverlaps,
    Evaluation,
    EvaluationSettings,
    QuestionResult,
    Timings,
    clarifying,
)
from eval.systems import Baselines, EncodedQuery, System, encode, ranking_of, retrieve

DEPTH = 10
RANKING_DEPTH = 100


def evaluate(index: Index, dataset: Dataset, display: ProgressDisplay) -> Evaluation:
    """The scores of a data set, and those that the index has without the questions accepted from use.

    A question that stands in the index as an accepted one is not scored; a set may be left with questions that no
    article answers. Raises EvaluationError when nothing is judged, or when a judged article is not in the index.
    """
    scored = without_indexed(dataset, index)
    found = _evaluate(index, scored, display)
    count = sum(len(article.accepted) for article in index.release.articles)
    if not count:
        return found
    without = _evaluate(without_accepted_questions(index), scored, display)
    left_out = len(dataset.all_queries) - len(scored.all_queries)
    return replace(found, accepted=AcceptedAlternatives(count, left_out, without))


def _evaluate(index: Index, dataset: Dataset, display: ProgressDisplay) -> Evaluation:
    check_judged_articles(dataset, index)
    qrels = {query.id: dataset.qrels[query.id] for query in dataset.queries if dataset.relevant(query)}
    queries = [query for query in dataset.all_queries if dataset.is_judged(query)]
    if not qrels and len(queries) < max(1, len(dataset.all_queries)):
        raise EvaluationError(
            f"No question of '{dataset.path}' has an article that answers it, so that there is nothing to measure. "
            "Give judgements in qrels.tsv (or with --qrels), or in relevant_article_ids; without any, only questions "
            "that no article answers (answerable: false) may be in the set. Questions that were accepted as "
            "alternative ones of their articles are not measured."
        )
    started = perf_counter()
    encoded = encode(index, queries, display)
    encode_ms = (perf_counter() - started) * 1000 / len(queries)
    answers = answer_all(index, encoded, display)
    rankings = _rankings(index, dataset, encoded, answers, display)
    scores: dict[System, Mapping[str, Scores]] = {}
    if qrels:
        scores = {System.FULL: score_rankings(qrels, rankings), **_baseline_scores(index, encoded, qrels)}
    questions = tuple(
        _result(index, dataset, one, evaluated, rankings[one.query.id], scores)
        for one, evaluated in zip(encoded, answers, strict=True)
    )
    return Evaluation(
        dataset=dataset.name,
        release=index.release.name,
        settings=_settings(index),
        judged=len(qrels),
        unanswerable=sum(not query.answerable for query in queries),
        unjudged=len(dataset.all_queries) - len(queries),
        systems={system: mean_scores(values.values()) for system, values in scores.items()},
        refusals=score_refusals([one.judged for one in questions]),
        answers=answer_quality(index.knowledge, dataset, answers),
        clarifying=clarifying(questions),
        timings=Timings(
            encode_ms=encode_ms,
            retrieve_ms=fmean(evaluated.retrieve_ms for evaluated in answers),
            answer_ms=fmean(evaluated.answer_ms for evaluated in answers),
        ),
        questions=questions,
    )


def _settings(index: Index) -> EvaluationSettings:
    manifest, confidence = index.release.manifest, index.knowledge.confidence
    return EvaluationSettings(
        encoder=manifest.encoder_name,
        encoder_fingerprint=manifest.encoder_fingerprint,
        pipeline_version=manifest.pipeline_version,
        answer_at=confidence.answer_at,
        clarify_at=confidence.clarify_at,
        today=index.today,
    )


def _rankings(
    index: Index,
    dataset: Dataset,
    encoded: Sequence[EncodedQuery],
    answers: Sequence[EvaluatedAnswer],
    display: ProgressDisplay,
) -> dict[str, list[str]]:
    """The article ids of each question: the hits that the bot saw, and where these lack a relevant article, more."""
    rankings = {}
    with display.stage("Ranking articles", len(encoded)) as progress:
        for one, evaluated in zip(encoded, answers, strict=True):
            found = [hit.article.id for hit in evaluated.hits]
            if not dataset.relevant(one.query) <= set(found):
                found += [article for article, _ in ranking_of(retrieve(index, one, RANKING_DEPTH))]
            rankings[one.query.id] = list(dict.fromkeys(found))[:RANKING_DEPTH]
            progress(1)
    return rankings


def _baseline_scores(
    index: Index, encoded: Sequence[EncodedQuery], qrels: Mapping[str, Mapping[str, int]]
) -> dict[System, Mapping[str, Scores]]:
    baselines = Baselines(index)
    judged = [one for one in encoded if one.query.id in qrels]
    return {
        system: score_rankings(qrels, {one.query.id: [article for article, _ in rank(one, DEPTH)] for one in judged})
        for system, rank in ((System.DENSE, baselines.dense), (System.LEXICAL, baselines.lexical))
    }


def _result(
    index: Index,
    dataset: Dataset,
    encoded: EncodedQuery,
    evaluated: EvaluatedAnswer,
    ranking: Sequence[str],
    scores: Mapping[System, Mapping[str, Scores]],
) -> QuestionResult:
    query, answer = encoded.query, evaluated.answer
    relevant = _best_first(dataset, query)
    best = index.knowledge.articles[relevant[0]] if relevant else None
    own = {system: values[query.id] for system, values in scores.items() if query.id in values}
    return QuestionResult(
        id=query.id,
        text=query.text,
        query=encoded.asked,
        has_history=bool(query.history),
        tags=query.tags,
        locale=query.locale or (best.locale if best else None),
        kind=best.kind if best else None,
        answerable=query.answerable,
        relevant=relevant,
        ranking=tuple(ranking),
        scores=own.pop(System.FULL, {}),
        baseline_scores=own,
        outcome=answer.outcome,
        reason=answer.reason,
        confidence=answer.confidence,
        top_article_id=answer.top_article_id,
        right=answer.top_article_id in relevant,
        offered=tuple(related.article_id for related in answer.did_you_mean),
        answer=answer.answer,
        reference_answer=query.reference_answer,
        overlaps=_overlaps(index, encoded, evaluated, relevant),
        retrieve_ms=evaluated.retrieve_ms,
        answer_ms=evaluated.answer_ms,
        hits=evaluated.hits,
        history=query.history,
        origins=query.origins,
    )


def _best_first(dataset: Dataset, query: Query) -> tuple[str, ...]:
    """The relevant articles, the highest grade first, equals as they were judged."""
    grades = dataset.qrels.get(query.id, {})
    return tuple(sorted(dataset.relevant(query), key=lambda article: (-grades[article], list(grades).index(article))))


def _overlaps(
    index: Index, encoded: EncodedQuery, evaluated: EvaluatedAnswer, relevant: Sequence[str]
) -> AnswerOverlaps | None:
    reference = encoded.query.reference_answer
    hits = right_hits(relevant, evaluated.hits)
    if not reference or not hits:
        return None
    passage, locale = plain_text(hits[0].passage.text), hits[0].article.locale
    start = " ".join(passage.split()[:BASELINE_WORDS])
    quoted = quoted_text(index.knowledge, encoded.asked.to_quote_for, hits)
    return AnswerOverlaps(*(overlap(text, reference, locale) for text in (quoted, start, passage)))
