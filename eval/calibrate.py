"""Confidence refitted to a team's own questions, with the threshold that holds false answers to what it allows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.confidence import FEATURES, ConfidenceModel
from corpus.errors import EvaluationError
from eval.labelled import Judged, Labelled, judge
from eval.logistic import Floats, fit, probabilities

FOLDS = 5
# What the coefficients from elsewhere count beside a team's own questions.
PRIOR_QUESTIONS = 20.0
LEAST_RIGHT = 20
CLARIFY_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a model and its threshold would do: shares of the answerable and of the unanswerable questions."""

    judged: Judged
    answered_right: float
    false_answers: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A refitted model, what the old one did, and what the new one does on questions that it was not fitted to."""

    model: ConfidenceModel
    max_error: float
    answerable: int
    unanswerable: int
    before: Behaviour
    after: Behaviour

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


def calibrate(labelled: Labelled, model: ConfidenceModel, max_error: float) -> Calibration:
    """The model refitted, starting from `model`, to answer at most the share `max_error` of what has no answer.

    The threshold is chosen, and the new behaviour told, on confidences of questions that the coefficients were not
    fitted to: each fifth in turn. Raises EvaluationError when there are too few questions to tell.
    """
    _check(labelled, max_error)
    prior = np.array([model.intercept, *model.weights])
    held_out = _held_out(labelled, prior)
    answer_at = threshold_for(held_out[~labelled.answerable], max_error)
    found = _fit(labelled, prior, np.ones(len(labelled.right), dtype=np.bool_))
    intercept, *weights = (round(float(value), 6) for value in found)
    refitted = ConfidenceModel(intercept, tuple(weights), answer_at, round(CLARIFY_SHARE * answer_at, 4))
    return Calibration(
        model=refitted,
        max_error=max_error,
        answerable=int(labelled.answerable.sum()),
        unanswerable=int((~labelled.answerable).sum()),
        before=_behaviour(labelled, probabilities(labelled.signals, prior), model.answer_at),
        after=_behaviour(labelled, held_out, answer_at),
    )


def threshold_for(unanswerable: Floats, max_error: float) -> float:
    """The lowest threshold, to four decimals, that at most the share `max_error` of these confidences reaches."""
    allowed = int(max_error * len(unanswerable))
    refused = np.sort(unanswerable)[::-1][allowed]
    return min(1.0, math.floor(float(refused) * 10_000 + 1) / 10_000)


def _check(labelled: Labelled, max_error: float) -> None:
    unanswerable = int((~labelled.answerable).sum())
    needed = math.ceil(1 / max_error)
    if not unanswerable:
        raise EvaluationError(
            f"No question of '{labelled.name}' is known to have no answer, so that no threshold can be told. Add some "
            'in oos_queries.jsonl, or as golden questions with "answerable": false.'
        )
    if unanswerable < needed:
        raise EvaluationError(
            f"'{labelled.name}' has {unanswerable} questions without an answer; to hold false answers to "
            f"{max_error:.1%} it takes at least {needed}. Add some, or allow more with --max-error."
        )
    if (right := int(labelled.right.sum())) < LEAST_RIGHT:
        raise EvaluationError(
            f"The right article comes first for {right} questions of '{labelled.name}'; it takes at least "
            f"{LEAST_RIGHT} to fit confidence to. Add questions that the articles answer."
        )


def _held_out(labelled: Labelled, prior: Floats) -> Floats:
    """The confidence of each question by coefficients fitted to the others' folds; folds hold alike shares of each."""
    confidence = np.zeros(len(labelled.right))
    order = np.lexsort((labelled.right, labelled.answerable))
    fold = np.empty(len(order), dtype=np.int64)
    fold[order] = np.arange(len(order)) % FOLDS
    for number in range(FOLDS):
        out = fold == number
        confidence[out] = probabilities(labelled.signals[out], _fit(labelled, prior, ~out))
    return confidence


def _fit(labelled: Labelled, prior: Floats, rows: np.ndarray[Any, np.dtype[np.bool_]]) -> Floats:
    signals, right = labelled.signals[rows], labelled.right[rows].astype(np.float64)
    return fit(signals, right, np.ones(len(right)), prior, PRIOR_QUESTIONS)


def _behaviour(labelled: Labelled, confidence: Floats, answer_at: float) -> Behaviour:
    answered = confidence >= answer_at
    return Behaviour(
        judged=judge(labelled, confidence),
        answered_right=float((answered & labelled.right)[labelled.answerable].mean()),
        false_answers=float(answered[~labelled.answerable].mean()),
    )
