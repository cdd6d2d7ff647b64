"""The confidence model's default coefficients: fitted to several data sets, each told by those fitted to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.retrieval.confidence import FEATURES
from corpus.errors import EvaluationError
from eval.labelled import Judged, Labelled, judge
from eval.logistic import Floats, fit, probabilities

RIDGE = 5e-4
_OF_THE_SET = FEATURES.index("alternatives")


@dataclass(frozen=True, slots=True)
class Trained:
    """The coefficients, intercept first, and how good those that saw nothing of a set are on it, by its name."""

    coefficients: tuple[float, ...]
    left_out: dict[str, Judged]


def train(sets: Sequence[Labelled]) -> Trained:
    """The coefficients fitted to all sets.

    Raises EvaluationError for fewer than three, of which two would leave one to fit to; for two of the same name, and
    for a set whose top articles are all right or all wrong.
    """
    _check(sets)
    left_out = {}
    for one in sets:
        others = _fit([other for other in sets if other is not one])
        left_out[one.name] = judge(one, probabilities(one.signals, others))
    return Trained(tuple(round(float(value), 3) for value in _fit(sets)), left_out)


def _check(sets: Sequence[Labelled]) -> None:
    if len(sets) < 3:
        raise EvaluationError(f"Confidence is fitted to three data sets or more; {len(sets)} given. Name others.")
    first: dict[str, Labelled] = {}
    for one in sets:
        same = first.setdefault(one.name, one)
        if same is not one:
            raise EvaluationError(
                f"'{same.path}' and '{one.path}' are both called '{one.name}': a set may not be judged by what was "
                "fitted to it. Name each set once, under a name of its own."
            )
        if one.right.all() or not one.right.any():
            raise EvaluationError(
                f"The top article is {'right' if one.right.any() else 'wrong'} for every question of '{one.path}', "
                "which tells nothing about what is right. Leave the set out, or add questions to it."
            )


def _fit(sets: Sequence[Labelled]) -> Floats:
    """Intercept and coefficients, in two steps, every set weighing the same.

    What is one value a set is fitted last, beside the sum of all that speaks of single questions: in one step it would
    take over what that says.
    """
    signals = np.concatenate([one.signals for one in sets])
    right = np.concatenate([one.right for one in sets]).astype(np.float64)
    weights = np.concatenate([np.full(len(one.right), 1000 / len(one.right)) for one in sets])
    ridge = RIDGE * float(weights.sum())
    own = np.delete(signals, _OF_THE_SET, axis=1)
    first = fit(own, right, weights, np.zeros(own.shape[1] + 1), ridge)
    inputs = np.column_stack([own @ first[1:], signals[:, _OF_THE_SET]])
    intercept, scale, of_the_set = fit(inputs, right, weights, np.zeros(3), ridge)
    return np.array([intercept, *np.insert(scale * first[1:], _OF_THE_SET, of_the_set)])
