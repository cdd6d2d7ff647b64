"""Questions with what the bot saw of them and whether it would have been right: what confidence is fitted to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.assistant import RETRIEVED
from corpus.errors import EvaluationError
from embeddings.publish import ProgressDisplay
from eval.curves import expected_calibration_error, reliability
from eval.datasets import Dataset
from eval.index import Index, check_judged_articles, without_indexed
from eval.logistic import Floats
from eval.measures import JudgedAnswer, score_refusals
from eval.systems import encode, retrieve

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Labelled:
    """The judged questions of a data set for which anything was retrieved.

    `signals` is (n, features) in the order of the confidence model's features; `right` says whether the first article
    answers, `answerable` whether any does, each (n,).
    """

    name: str
    path: Path
    signals: Floats
    right: Flags
    answerable: Flags


@dataclass(frozen=True, slots=True)
class Judged:
    """How well confidences tell right from wrong: None where there is nothing to tell apart."""

    auroc: float | None
    right_at_5: float | None
    calibration_error: float


def label(index: Index, dataset: Dataset, display: ProgressDisplay) -> Labelled:
    """The data set's judged questions as the bot sees them, but those that stand in the index as accepted from use.

    Raises EvaluationError for a judged article that is not there, and where there is nothing to learn from.
    """
    dataset = without_indexed(dataset, index)
    check_judged_articles(dataset, index)
    queries = [query for query in dataset.all_queries if dataset.is_judged(query)]
    if not queries:
        raise EvaluationError(
            f"'{dataset.path}' has no question that anybody judged. Give judgements in qrels.tsv (or with --qrels), "
            "or in relevant_article_ids."
        )
    signals, right, answerable = [], [], []
    for one in encode(index, queries, display):
        hits = retrieve(index, one, RETRIEVED)
        if hits:
            signals.append(list(index.knowledge.signals(one.asked, hits).values()))
            right.append(hits[0].article.id in dataset.relevant(one.query))
            answerable.append(one.query.answerable)
    if not signals:
        raise EvaluationError(
            f"Nothing is found for any question of '{dataset.path}' in the index {index.release.name} of "
            f"'{index.home}'. Check that its articles are published, and that the questions hold words."
        )
    return Labelled(
        dataset.name, dataset.path, np.array(signals), np.array(right, np.bool_), np.array(answerable, np.bool_)
    )


def judge(labelled: Labelled, confidence: Floats) -> Judged:
    """How good these confidences, (n,), are."""
    rows = zip(labelled.answerable.tolist(), labelled.right.tolist(), confidence.tolist(), strict=True)
    scores = score_refusals([JudgedAnswer(answerable, False, right, sure) for answerable, right, sure in rows])
    return Judged(
        auroc=scores.auroc if scores else None,
        right_at_5=scores.right_at_5 if scores else None,
        calibration_error=expected_calibration_error(reliability(confidence, labelled.right)),
    )
