from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from eval.logistic import Floats, fit, probabilities


def drawn(seed: int, count: int = 200, inputs: int = 3) -> tuple[Floats, Floats, Floats]:
    """Inputs of different scales, outcomes that depend on them, and weights."""
    random = np.random.default_rng(seed)
    found = random.normal(size=(count, inputs)) * random.uniform(0.1, 5, inputs) + random.normal(size=inputs)
    chance = probabilities(found, random.normal(size=inputs + 1))
    outcomes = (random.random(count) < chance).astype(np.float64)
    outcomes[:2] = 0.0, 1.0
    return found, outcomes, random.uniform(0.2, 3, count)


def cost(coefficients: Floats, data: tuple[Floats, Floats, Floats], prior: Floats, strength: float) -> float:
    """What `fit` makes least, written down from its docstring."""
    inputs, outcomes, weights = data
    chance = np.clip(probabilities(inputs, coefficients), 1e-300, 1 - 1e-16)
    loss = -(weights * (outcomes * np.log(chance) + (1 - outcomes) * np.log(1 - chance))).sum()
    mean = np.average(inputs, axis=0, weights=weights)
    variance = np.average((inputs - mean) ** 2, axis=0, weights=weights)
    return float(loss + strength / 2 * (variance * (coefficients - prior)[1:] ** 2).sum())


def test_intercept_alone_is_the_logit_of_the_share() -> None:
    outcomes = np.array([1.0, 1.0, 1.0, 0.0])
    found = fit(np.zeros((4, 1)), outcomes, np.ones(4), np.zeros(2), 1.0)

    assert found == pytest.approx([math.log(3), 0], abs=1e-6)
    assert probabilities(np.zeros((1, 1)), found) == pytest.approx([0.75])


def test_two_values_that_tell_shares_apart_are_fitted_exactly() -> None:
    inputs = np.array([[0.0]] * 4 + [[1.0]] * 4)
    outcomes = np.array([1.0, 0, 0, 0, 1, 1, 1, 0])
    found = fit(inputs, outcomes, np.ones(8), np.zeros(2), 1e-9)

    assert found == pytest.approx([math.log(1 / 3), 2 * math.log(3)], abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_coefficients_are_those_of_scikit_learn(seed: int) -> None:
    inputs, outcomes, weights = drawn(seed)
    mean = np.average(inputs, axis=0, weights=weights)
    deviation = np.sqrt(np.average((inputs - mean) ** 2, axis=0, weights=weights))
    theirs = LogisticRegression(C=1 / 7.0, tol=1e-10, max_iter=1000)
    theirs.fit((inputs - mean) / deviation, outcomes, sample_weight=weights)
    found = fit(inputs, outcomes, weights, np.zeros(4), 7.0)

    assert found[1:] * deviation == pytest.approx(theirs.coef_[0], abs=1e-5)
    assert found[0] + found[1:] @ mean == pytest.approx(theirs.intercept_[0], abs=1e-5)


@pytest.mark.parametrize("seed", range(5))
def test_no_other_coefficients_cost_less(seed: int) -> None:
    data, prior = drawn(seed, count=60), np.array([0.5, -1.0, 2.0, 0.0])
    found = fit(*data, prior, 20.0)
    for start in (prior, found):
        least = minimize(cost, start, args=(data, prior, 20.0))
        assert cost(found, data, prior, 20.0) == pytest.approx(least.fun, abs=1e-4)


def test_strong_prior_leaves_only_the_intercept_to_the_rows() -> None:
    inputs, outcomes, weights = drawn(1)
    prior = np.array([9.0, 1.0, -2.0, 0.5])
    found = fit(inputs, outcomes, weights, prior, 1e9)

    assert found[1:] == pytest.approx(prior[1:], abs=1e-4)
    expected = np.average(probabilities(inputs, found), weights=weights)
    assert expected == pytest.approx(np.average(outcomes, weights=weights), abs=1e-6)


def test_weight_of_two_counts_as_two_rows() -> None:
    inputs, outcomes, _ = drawn(2, count=40)
    doubled = np.where(np.arange(40) < 10, 2.0, 1.0)
    twice = [np.concatenate([rows, rows[:10]]) for rows in (inputs, outcomes)]

    once = fit(inputs, outcomes, doubled, np.zeros(4), 3.0)
    assert once == pytest.approx(fit(*twice, np.ones(50), np.zeros(4), 3.0), abs=1e-6)


@pytest.mark.parametrize("constant", [0.0, 1.6, math.log2(3), 40.0])
def test_input_that_never_varies_keeps_its_coefficient(constant: float) -> None:
    inputs, outcomes, weights = drawn(3)
    inputs[:, 1] = constant
    found = fit(inputs, outcomes, weights, np.array([0.0, 0.0, -0.147, 0.0]), 20.0)

    assert found[2] == pytest.approx(-0.147, abs=1e-6)


def test_rows_that_one_input_tells_apart_for_certain_still_give_finite_coefficients() -> None:
    inputs = np.linspace(-1, 1, 40)[:, np.newaxis]
    found = fit(inputs, (inputs[:, 0] > 0).astype(np.float64), np.ones(40), np.zeros(2), 1.0)

    assert 0 < found[1] < 100
    assert np.all(np.diff(probabilities(inputs, found)) > 0)


@settings(deadline=None)
@given(st.integers(0, 50), st.lists(st.floats(-200, 200), min_size=4, max_size=4))
def test_prior_that_is_far_off_is_left_behind(seed: int, prior: list[float]) -> None:
    data = drawn(seed, count=80)

    assert fit(*data, np.array(prior), 1e-7) == pytest.approx(fit(*data, np.zeros(4), 1e-7), rel=0.01, abs=0.01)


@pytest.mark.parametrize("outcome", [0.0, 1.0])
def test_outcomes_that_are_all_the_same_cannot_be_fitted(outcome: float) -> None:
    inputs, _, weights = drawn(4)
    with pytest.raises(ValueError, match="both"):
        fit(inputs, np.full(200, outcome), weights, np.zeros(4), 1.0)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_input_that_is_no_number_is_refused(bad: float) -> None:
    inputs, outcomes, weights = drawn(4)
    inputs[3, 1] = bad
    with pytest.raises(ValueError, match="finite"):
        fit(inputs, outcomes, weights, np.zeros(4), 1.0)


def test_probabilities_of_extremes_stay_in_range() -> None:
    found = probabilities(np.array([[-1e9], [0.0], [1e9]]), np.array([0.0, 5.0]))

    assert found == pytest.approx([0.0, 0.5, 1.0])
    assert np.all((found >= 0) & (found <= 1))
