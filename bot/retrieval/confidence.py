"""How likely it is that the top article answers the question: a small logistic model over what retrieval saw."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from bot.answer import Hit, HitScores
from bot.retrieval.fusion import FusionWeights
from corpus.errors import ConfigurationError

FEATURES = ("dense", "lead", "distance", "alternatives")
COMPARED_HITS = 10
# Beyond these a signal says no more than at them.
GREATEST_LEAD = 0.7
FARTHEST = 6.0
MOST_ALTERNATIVES = 5.0


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a query's scores are measured against, so that they mean the same in every help centre.

    `weights` are the help centre's own, not those of the query: those make the best of what little a query may find.
    `distance` says how far the query lies from the
    nearest title or alternative question, over how far that one lies from its own nearest neighbour: about 1 is as near
    as the help centre's questions are to each other. `alternatives` is the binary logarithm of how many titles and
    alternative questions there are to an article.
    """

    weights: FusionWeights
    distance: float
    alternatives: float

    def share(self, scores: HitScores) -> float:
        """What the fields give a hit, as a share of the highest that they can give together; at most about 1."""
        asked = self.weights.question * (scores.pooled + scores.vote)
        return (scores.dense + self.weights.lexical * scores.lexical + asked) / self.weights.whole


def features(hits: Sequence[Hit], yardstick: Yardstick) -> tuple[float, ...]:
    """The model's inputs in the order of FEATURES, for at least one hit.

    `lead` is how far the first hit's share of the highest score is above the mean of those that follow.
    """
    shares = [yardstick.share(hit.scores) for hit in hits[:COMPARED_HITS]]
    behind = fmean(shares[1:]) if len(shares) > 1 else 0.0
    return (
        hits[0].scores.dense,
        min(GREATEST_LEAD, shares[0] - behind),
        min(FARTHEST, yardstick.distance),
        min(MOST_ALTERNATIVES, yardstick.alternatives),
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

    def probability(self, hits: Sequence[Hit], yardstick: Yardstick) -> float:
        """The probability, in [0, 1], that the first hit's article answers the query; 0 without hits."""
        if not hits:
            return 0.0
        total = self.intercept + sum(w * x for w, x in zip(self.weights, features(hits, yardstick), strict=True))
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
    def _from_values(cls, values: Any) -> ConfidenceModel:
        if not isinstance(values, Mapping):
            raise ConfigurationError(
                f"The release's calibration is broken: {values!r} is no model. Run 'citedesk eval calibrate' again."
            )
        fitted = tuple(values.get("features", ()))
        if fitted != FEATURES:
            raise ConfigurationError(
                f"The release's calibration was fitted to other features ({', '.join(map(str, fitted))}) than this "
                f"version of Citedesk has ({', '.join(FEATURES)}). Run 'citedesk eval calibrate' again."
            )
        try:
            weights = tuple(float(weight) for weight in values["weights"])
            intercept, answer_at, clarify_at = (float(values[n]) for n in ("intercept", "answer_at", "clarify_at"))
        except (KeyError, TypeError, ValueError) as error:
            raise ConfigurationError(
                f"The release's calibration is broken: {error!r}. Run 'citedesk eval calibrate' again."
            ) from error
        if not all(map(math.isfinite, (*weights, intercept, answer_at, clarify_at))):
            raise ConfigurationError(
                "The release's calibration is broken: it holds what is no number. Run 'citedesk eval calibrate' again."
            )
        if len(weights) != len(FEATURES):
            raise ConfigurationError(
                f"The release's calibration has {len(weights)} weights for {len(FEATURES)} features. "
                "Run 'citedesk eval calibrate' again."
            )
        return cls(intercept, weights, answer_at, clarify_at)


# Fitted by 'citedesk eval train' to five sets of customers' questions, each weighing the same: two shops' support bots,
# an assistant's intents, a health FAQ and the sample help centre. What coefficients that saw nothing of a set do on it
# stands in docs/DESIGN.md.
DEFAULT = ConfidenceModel(
    intercept=-1.563,
    weights=(2.798, 9.071, -0.248, -0.154),
    answer_at=0.5,
    clarify_at=0.3,
)
