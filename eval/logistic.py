"""Logistic regression by Newton's method: what fits the confidence model."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST_STEPS = 60
SMALL_STEP = 1e-8


def fit(inputs: Floats, outcomes: Floats, weights: Floats, prior: Floats, strength: float) -> Floats:
    """The intercept and coefficients, (1 + inputs,), that best explain outcomes in [0, 1] and lie near `prior`.

    `inputs` is (n, inputs), `weights` (n,) how much each row counts. `strength`, above 0, is what a coefficient's
    distance from the prior costs, in rows that weigh 1, per standard deviation of its input; the intercept's costs
    nothing. Source: Bishop 2006, "Pattern Recognition and Machine Learning", 4.3.3 and 4.5.
    """
    rows = np.column_stack([np.ones(len(inputs)), inputs])
    mean = np.average(inputs, axis=0, weights=weights)
    variance = np.average((inputs - mean) ** 2, axis=0, weights=weights)
    # An input that never varies tells nothing: it keeps its coefficient.
    penalty = np.diag([0.0, *(strength * np.where(variance > 0, variance, 1.0))])
    found = prior.astype(np.float64)
    for _ in range(MOST_STEPS):
        expected = probabilities(inputs, found)
        slope = rows.T @ (weights * (outcomes - expected)) - penalty @ (found - prior)
        curvature = (rows * (weights * expected * (1 - expected))[:, np.newaxis]).T @ rows + penalty
        step = np.linalg.solve(curvature + 1e-9 * np.eye(len(curvature)), slope)
        found = found + step
        if np.abs(step).max() < SMALL_STEP:
            break
    return found


def probabilities(inputs: Floats, coefficients: Floats) -> Floats:
    """The probability of each row, (n,), given intercept and coefficients."""
    total = coefficients[0] + inputs @ coefficients[1:]
    chance: Floats = 1 / (1 + np.exp(-np.clip(total, -60, 60)))
    return chance
