"""How likely it is that the top article answers the question: a small logistic model over what retrieval saw."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answer import Hit
from corpus.errors import ConfigurationError
from embeddings.analysis import terms

FEATURES = ("dense", "lexical", "best_cosine", "margin", "margin_to_third", "question_margin", "few_terms")


def features(query: str, hits: Sequence[Hit]) -> tuple[float, ...]:
    """The model's inputs in the order of FEATURES, for at least one hit; missing further hits count as far behind."""
    top = hits[0]
    return (
        top.scores.dense,
        top.scores.lexical,
        max(top.scores.dense, top.scores.question),
        top.score - (hits[1].score if len(hits) > 1 else 0.0),
        top.score - (hits[2].score if len(hits) > 2 else 0.0),
        top.scores.question - max((hit.scores.question for hit in hits[1:5]), default=0.0),
        1.0 / (1.0 + len(set(terms(query)))),
    )


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """Calibrated confidence and the thresholds that turn it into an outcome.

    P(right) = 1 / (1 + exp(-(intercept + weights · features))). At `answer_at` and above the top article is quoted;
    between `clarify_at` and that the customer may be asked which article is meant.
    """

    intercept: float
    weights: tuple[float, ...]
    answer_at: float
    clarify_at: float

    def probability(self, query: str, hits: Sequence[Hit]) -> float:
        """The probability, in [0, 1], that the first hit's article answers the query; 0 without hits."""
        if not hits:
            return 0.0
        total = self.intercept + sum(w * x for w, x in zip(self.weights, features(query, hits), strict=True))
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, total))))

    @classmethod
    def from_calibration(cls, calibration: Mapping[str, Any], threshold: float | None = None) -> ConfidenceModel:
        """The model a release carries, else the one that ships with the code; `threshold` overrides `answer_at`."""
        values = calibration.get("confidence")
        model = DEFAULT if values is None else cls._from_values(values)
        if threshold is None:
            return model
        return cls(model.intercept, model.weights, threshold, min(model.clarify_at, threshold))

    @classmethod
    def _from_values(cls, values: Mapping[str, Any]) -> ConfidenceModel:
        fitted = tuple(values.get("features", ()))
        if fitted != FEATURES:
            raise ConfigurationError(
                f"The release's calibration was fitted to other features ({', '.join(fitted)}) than this "
                f"version of Citedesk has ({', '.join(FEATURES)}). Run 'citedesk eval calibrate' again."
            )
        try:
            weights = tuple(float(weight) for weight in values["weights"])
            intercept, answer_at, clarify_at = (float(values[n]) for n in ("intercept", "answer_at", "clarify_at"))
        except (KeyError, TypeError, ValueError) as error:
            raise ConfigurationError(
                f"The release's calibration is broken: {error!r}. Run 'citedesk eval calibrate' again."
            ) from error
        if len(weights) != len(FEATURES):
            raise ConfigurationError(
                f"The release's calibration has {len(weights)} weights for {len(FEATURES)} features. "
                "Run 'citedesk eval calibrate' again."
            )
        return cls(intercept, weights, answer_at, clarify_at)


# Fitted by logistic regression on five sets of customers' questions, each weighing the same: two shops' support bots,
# an assistant's intents, a health FAQ and the sample help centre. Fitted to any four of them, its AUROC on the fifth is
# lower by at most .02.
DEFAULT = ConfidenceModel(
    intercept=-2.947,
    weights=(3.396, 2.209, 1.611, 1.461, 0.434, 2.075, -2.847),
    answer_at=0.5,
    clarify_at=0.3,
)
