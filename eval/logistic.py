"""Logistic regression by Newton's method: what fits the confidence model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST_STEPS = 100
SMALL_STEP = 1e-8
# Below this share of its mean square, an input's variance is what rounding left of one that never varies.
LEAST_VARIANCE = 1e-12


def fit(inputs: Floats, outcomes: Floats, weights: Floats, prior: Floats, strength: float) -> Floats:
    """The intercept and coefficients, (1 + inputs,), that best explain outcomes in [0, 1] and lie near `prior`.

    `inputs` is (n, inputs), `weights` (n,) how much each row counts. `strength`, above 0, is what a coefficient's
    distance from the prior costs, in rows that weigh 1, per standard deviation of its input; the intercept's costs
    nothing. An input that never varies tells nothing, and keeps its coefficient. Raises ValueError for what is not
    finite, and where all outcomes are 0 or all 1, which no finite intercept explains best.
    Source: Bishop 2006, "Pattern Recognition and Machine Learning", 4.3.3 and 4.5.
    """
    if not (np.isfinite(inputs).all() and np.isfinite(prior).all()):
        raise ValueError("inputs and prior must be finite")
    if not 0 < float(np.average(outcomes, weights=weights)) < 1:
        raise ValueError("outcomes must hold something of both, 0 and 1")
    rows = np.column_stack([np.ones(len(inputs)), inputs])
    penalty = np.concatenate([[0.0], strength * _spread(inputs, weights)])
    cost = _Cost(rows, outcomes, weights, prior.astype(np.float64), penalty)
    # From even chances, where the cost is curved most, and not from the prior, which may be sure of what is wrong.
    found = np.zeros(len(prior))
    for _ in range(MOST_STEPS):
        step, at_most = cost.newton_step(found), cost.of(found)
        # Far from the least, a full step may overshoot.
        while np.abs(step).max() >= SMALL_STEP and not cost.of(found + step) <= at_most:
            step = step / 2
        found = found + step
        if np.abs(step).max() < SMALL_STEP:
            break
    return found


def probabilities(inputs: Floats, coefficients: Floats) -> Floats:
    """The probability of each row, (n,), given intercept and coefficients."""
    return _chances(coefficients[0] + inputs @ coefficients[1:])


@dataclass(frozen=True, slots=True)
class _Cost:
    """What is to be least: the log loss of the rows, and the squared distance from the prior times `penalty`."""

    rows: Floats
    outcomes: Floats
    weights: Floats
    prior: Floats
    penalty: Floats

    def of(self, coefficients: Floats) -> float:
        total = self.rows @ coefficients
        loss = self.weights @ (np.logaddexp(0, total) - self.outcomes * total)
        return float(loss + self.penalty @ (coefficients - self.prior) ** 2 / 2)

    def newton_step(self, coefficients: Floats) -> Floats:
        expected = _chances(self.rows @ coefficients)
        slope = self.rows.T @ (self.weights * (self.outcomes - expected)) - self.penalty * (coefficients - self.prior)
        curvature = (self.rows * (self.weights * expected * (1 - expected))[:, np.newaxis]).T @ self.rows
        return np.linalg.solve(curvature + np.diag(self.penalty + 1e-9), slope).astype(np.float64)


def _spread(inputs: Floats, weights: Floats) -> Floats:
    """The variance of each input, (inputs,); 1 for one that never varies."""
    mean = np.average(inputs, axis=0, weights=weights)
    variance = np.average((inputs - mean) ** 2, axis=0, weights=weights)
    varies = variance > LEAST_VARIANCE * np.average(inputs**2, axis=0, weights=weights)
    return np.where(varies, variance, 1.0)


def _chances(total: Floats) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-np.clip(total, -60, 60)))
    return chance
