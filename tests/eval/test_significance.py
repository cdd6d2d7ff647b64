from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from eval.measures import auroc
from eval.significance import (
    PERMUTATIONS,
    Floats,
    auroc_differences,
    estimate,
    randomisation_p_values,
    resamples,
)

RANDOM = np.random.default_rng(1)
SCORES = st.lists(st.sampled_from([0.0, 0.2, 0.5, 0.9]), min_size=1, max_size=5)


def scipy_p(differences: Floats) -> float:
    found = stats.permutation_test(
        (differences,), lambda x, axis: x.mean(axis=axis), permutation_type="samples", n_resamples=9_999, rng=3
    )
    return float(found.pvalue)


def test_p_of_few_questions_counts_every_flip() -> None:
    # Of the eight sums of ±1 ±1 ±2 only 4 and -4 are as far from 0 as the 4 that was observed.
    assert randomisation_p_values(np.array([[1.0], [1.0], [2.0]])) == pytest.approx(2 / 8)


def test_p_of_few_questions_is_that_of_scipy() -> None:
    differences = RANDOM.normal(0.2, 0.3, 12).round(2)
    assert randomisation_p_values(differences[:, None])[0] == pytest.approx(scipy_p(differences))


def test_p_of_many_questions_agrees_with_scipy_within_chance() -> None:
    columns = np.stack([RANDOM.normal(mean, 0.3, 300).round(2) for mean in (0.0, 0.02, 0.04, 0.2)], axis=1)
    for found, column in zip(randomisation_p_values(columns), columns.T, strict=True):
        assert found == pytest.approx(scipy_p(column), abs=0.02)


def test_systems_that_are_alike_have_a_p_of_one() -> None:
    assert randomisation_p_values(np.zeros((500, 2))).tolist() == [1, 1]
    assert randomisation_p_values(np.zeros((0, 1))).tolist() == [1]


def test_p_never_falls_to_zero_and_is_the_same_every_time() -> None:
    clear = np.full((200, 1), 0.5)
    assert randomisation_p_values(clear).tolist() == [1 / (1 + PERMUTATIONS)]
    close = RANDOM.normal(0.01, 0.3, (200, 1))
    assert randomisation_p_values(close) == randomisation_p_values(close)


@given(st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.25]), max_size=30))
def test_p_does_not_depend_on_which_system_comes_first(differences: list[float]) -> None:
    column = np.array(differences, dtype=np.float64).reshape(-1, 1)
    (one_way,), (other_way,) = randomisation_p_values(column, 500), randomisation_p_values(-column, 500)
    assert 0 < one_way <= 1
    assert one_way == other_way


@given(SCORES, SCORES, st.randoms())
def test_flipped_differences_of_auroc_are_those_of_swapped_systems(
    positives: list[float], negatives: list[float], random: Random
) -> None:
    old = np.array(positives), np.array(negatives)
    new = tuple(np.array([random.choice([0.0, 0.2, 0.5, 0.9]) for _ in part]) for part in old)
    swaps = tuple(np.array([random.choice([False, True]) for _ in part]) for part in old)
    before, after = (
        tuple(np.where(swap, a, b) for swap, a, b in zip(swaps, first, second, strict=True))
        for first, second in ((new, old), (old, new))
    )
    signed = [np.where(swap, -part, part) for swap, part in zip(swaps, auroc_differences(old, new), strict=True)]
    assert sum(part.sum() for part in signed) == pytest.approx(auroc(*after) - auroc(*before))


def test_every_resample_draws_as_many_questions_as_there_are() -> None:
    drawn = resamples(7, times=50)
    assert drawn.shape == (50, 7)
    assert set(drawn.sum(axis=1)) == {7}
    assert np.array_equal(drawn, resamples(7, times=50))
    assert not np.array_equal(drawn, resamples(7, times=50, stream=1))


def test_an_interval_is_about_as_wide_as_theory_says() -> None:
    values = np.repeat([0.0, 1.0], [200, 200])
    found = estimate(0.5, resamples(400) @ values / 400)
    assert (found.low, found.high) == (pytest.approx(0.451, abs=0.01), pytest.approx(0.549, abs=0.01))
