"""Logistic regression by Newton's method: what fits the confidence model."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST_STEPS = 100
SMALL_STEP = 1e-9
# Below this share of its mean square, an input's variance is what rounding left of one that never varies.
LEAST_VARIANCE = 1e-12


def fit(inputs: Floats, outcomes: Floats, weights: Floats, prior: Floats, strength: float) -> Floats:
    """The intercept and coefficients, (1 + inputs,), that best explain outcomes in [0, 1] and lie near `prior`.

    `inputs` is (n, inputs), `weights` (n,) how much each row counts. `strength`, above 0, is what a coefficient's
    distance from the prior costs, in rows that weigh 1, per standard deviation of its input; the intercept's costs
    nothing. An input that never varies tells nothing, and keeps its coefficient. Raises ValueError where the outcomes
    are all 0 or all 1, which no finite intercept explains best, and for what is no number.
    Source: Bishop 2006, "Pattern Recognition and Machine Learning", 4.3.3 and 4.5; steps are halved while they overshoot.
    """
    if not (np.isfinite(inputs).all() and np.isfinite(prior).all()):
        raise ValueError("inputs and prior must be finite")
    share = float(np.average(outcomes, weights=weights))
    if not 0 < share < 1:
        raise ValueError(f"outcomes must differ, their mean is {share}")
    rows = np.column_stack([np.ones(len(inputs)), inputs])
    penalty = np.concatenate([[0.0], strength * _variances(inputs, weights)])
    found = prior.astype(np.float64)
    for _ in range(MOST_STEPS):
        step = _step(rows, outcomes, weights, penalty, found - prior, found)
        best = _loss(rows, outcomes, weights, penalty, found - prior, found)
        while np.abs(step).max() > SMALL_STEP:
            if _loss(rows, outcomes, weights, penalty, found + step - prior, found + step) <= best:
                break
            step = step / 2
        found = found + step
        if np.abs(step).max() <= SMALL_STEP:
            break
    return found
