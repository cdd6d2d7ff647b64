"""Confidence refitted to a team's own questions, with the threshold that holds false answers to what it allows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.retrieval.confidence import DEFAULT, FEATURES, ConfidenceModel
from corpus.errors import EvaluationError
from eval.datasets import Dataset
from eval.labelled import Flags, Judged, Labelled, judge
from eval.logistic import Floats, fit, probabilities

FOLDS = 5
# What the coefficients that ship with Citedesk count beside a team's own questions.
PRIOR_QUESTIONS = 20.0
LEAST_RIGHT = 20
LEAST_UNANSWERABLE = 20
CLARIFY_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a model and its threshold would do: shares of the answerable and of the unanswerable questions."""

    judged: Judged
    answered_right: float
    false_answers: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A refitted model, and how it compares with the one that ships with Citedesk.

    `calibrated` is told on questions that its coefficients were not fitted to. It is not compared with what is live,
    which may have been fitted to these very questions.
    """

    model: ConfidenceModel
    max_error: float
    answerable: int
    unanswerable: int
    shipped: Behaviour
    calibrated: Behaviour

    def to_dict(self, dataset: str) -> dict[str, Any]:
        """The calibration as a release holds it."""
        return {
            "confidence": {
                "features": list(FEATURES),
                "intercept": self.model.intercept,
                "weights": list(self.model.weights),
                "answer_at": self.model.answer_at,
                "clarify_at": self.model.clarify_at,
                "max_error": self.max_error,
                "fitted_to": {"dataset": dataset, "answerable": self.answerable, "unanswerable": self.unanswerable},
            }
        }


def calibrate(labelled: Labelled, max_error: float) -> Calibration:
    """The shipped model refitted, with the threshold that a question without an answer reaches by this chance at most.

    The threshold is chosen on confidences of questions that the coefficients were not fitted to: each fifth in turn.
    The same questions give the same result, however often. Raises EvaluationError when there are too few questions to
    tell, and when nothing could be answered any more.
    """
    _check_unanswerable(int((~labelled.answerable).sum()), labelled.path, max_error)
    _check_right(int(labelled.right.sum()), labelled.path)
    held_out = _held_out(labelled)
    answer_at = threshold_for(held_out[~labelled.answerable], max_error)
    calibrated = _behaviour(labelled, held_out, answer_at)
    if not calibrated.answered_right:
        raise EvaluationError(
            f"To hold false answers to {_percent(max_error)} no question of '{labelled.path}' could be answered "
            "rightly any more: some without an answer look as sure as the surest. Allow more with --max-error, or see "
            "with 'citedesk eval run' whether those are really without an answer."
        )
    intercept, *weights = (round(float(value), 6) for value in _fit(labelled, np.ones(len(held_out), dtype=np.bool_)))
    return Calibration(
        model=ConfidenceModel(intercept, tuple(weights), answer_at, round(CLARIFY_SHARE * answer_at, 4)),
        max_error=max_error,
        answerable=int(labelled.answerable.sum()),
        unanswerable=int((~labelled.answerable).sum()),
        shipped=_behaviour(labelled, probabilities(labelled.signals, _shipped()), DEFAULT.answer_at),
        calibrated=calibrated,
    )


def threshold_for(unanswerable: Floats, max_error: float) -> float:
    """The lowest threshold, to four decimals, that one more question without an answer reaches by this chance at most.

    Takes the confidences of 1 / max_error such questions or more, (n,), of which it lets less than the share
    `max_error` through: of few, one by which they happen to be less sure than the next is a large share. Above 1 where
    there is no other way. Source: split conformal prediction, Angelopoulos & Bates 2023, "Conformal Prediction: A
    Gentle Introduction", 1.1.
    """
    allowed = math.floor(max_error * (len(unanswerable) + 1) + 1e-9) - 1
    refused = float(np.sort(unanswerable)[::-1][allowed])
    return (math.floor(refused * 10_000 + 1e-6) + 1) / 10_000


def check_questions(dataset: Dataset, max_error: float) -> None:
    """Raises EvaluationError when a data set has too few questions without an answer to be calibrated to."""
    count = sum(not query.answerable for query in dataset.all_queries)
    _check_unanswerable(count, dataset.path, max_error)


def _check_unanswerable(count: int, path: Path, max_error: float) -> None:
    needed = max(LEAST_UNANSWERABLE, math.ceil(1 / max_error - 1e-9))
    if count >= needed:
        return
    found = f"'{path}' has {count or 'no'} question{'' if count == 1 else 's'} without an answer"
    where = f"to '{path / 'oos_queries.jsonl'}'" if path.is_dir() else 'as golden questions with "answerable": false'
    allow = ", or allow more with --max-error" if needed > LEAST_UNANSWERABLE else ""
    raise EvaluationError(
        f"{found}; to hold false answers to {_percent(max_error)} it takes at least {needed}. Add some {where}{allow}."
    )


def _check_right(count: int, path: Path) -> None:
    if count < LEAST_RIGHT:
        raise EvaluationError(
            f"The right article comes first for {count or 'no'} question{'' if count == 1 else 's'} of '{path}'; it "
            f"takes at least {LEAST_RIGHT} to fit confidence to. Add questions that the articles answer."
        )


def _percent(share: float) -> str:
    return f"{share * 100:g} %"


def _shipped() -> Floats:
    return np.array([DEFAULT.intercept, *DEFAULT.weights])


def _held_out(labelled: Labelled) -> Floats:
    """The confidence of each question by coefficients fitted to the others' folds; folds hold alike shares of each."""
    confidence = np.zeros(len(labelled.right))
    order = np.lexsort((labelled.right, labelled.answerable))
    fold = np.empty(len(order), dtype=np.int64)
    fold[order] = np.arange(len(order)) % FOLDS
    for number in range(FOLDS):
        out = fold == number
        confidence[out] = probabilities(labelled.signals[out], _fit(labelled, ~out))
    return confidence


def _fit(labelled: Labelled, rows: Flags) -> Floats:
    signals, right = labelled.signals[rows], labelled.right[rows].astype(np.float64)
    return fit(signals, right, np.ones(len(right)), _shipped(), PRIOR_QUESTIONS)


def _behaviour(labelled: Labelled, confidence: Floats, answer_at: float) -> Behaviour:
    answered = confidence >= answer_at
    return Behaviour(
        judged=judge(labelled, confidence),
        answered_right=float((answered & labelled.right)[labelled.answerable].mean()),
        false_answers=float(answered[~labelled.answerable].mean()),
    )
