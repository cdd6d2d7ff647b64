"""Whether a difference is more than chance: bootstrap intervals and paired randomisation tests over questions."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RESAMPLES = 1_000
PERMUTATIONS = 10_000
LEVEL = 0.95
# A difference whose p-value lies below this is significant.
ALPHA = 0.05
_SEED = 2007
_CHUNK = 500
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % bootstrap interval; `low` and `high` are None where an interval would mislead."""

    value: float
    low: float | None = None
    high: float | None = None


def resamples(count: int, times: int = RESAMPLES, stream: int = 0) -> Floats:
    """How often each of `count` questions is drawn in each resample: (times, count), every row adding up to `count`.

    The same arguments give the same draws; questions that are drawn independently of others take another `stream`.
    """
    drawn = np.random.default_rng((_SEED, stream)).multinomial(count, np.full(count, 1 / count), size=times)
    return drawn.astype(np.float64)


def estimate(value: float, resampled: Floats) -> Estimate:
    """The value with the middle 95 % of what the resamples gave. Source: Efron 1979, the percentile interval."""
    low, high = np.quantile(resampled, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value, float(low), float(high))


def randomisation_p_values(differences: Floats, permutations: int = PERMUTATIONS) -> Floats:
    """The two-sided p-value of each column of (questions, measures) differences between two systems: (measures,).

    If the systems are equally good, each question's two results might as well be the other way round: the sign of its
    row is flipped at random, and p is the share of flips whose sum is at least as far from 0 as what was observed.
    Where there are at most `permutations` ways to flip, each is counted once and p is exact; a column of zeros has 1.
    Source: Smucker, Allan & Carterette 2007, the paired (Fisher's) randomisation test.
    """
    differing = differences[differences.any(axis=1)]
    exact = len(differing) <= math.log2(permutations)
    flips = _all_flips(len(differing)) if exact else _random_flips(len(differing), permutations)
    observed = differing.sum(axis=0)
    enough = abs(observed) * (1 - _ROUNDING) - _ROUNDING
    as_far = np.zeros(differences.shape[1])
    for flipped in flips:
        as_far += (abs(observed - 2 * (flipped @ differing)) >= enough).sum(axis=0)
    p_values: Floats = as_far / 2 ** len(differing) if exact else (1 + as_far) / (1 + permutations)
    return p_values


def auroc_differences(before: tuple[Floats, Floats], after: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """What each positive and each negative adds to AUROC after minus AUROC before; together they add up to it.

    Each system is its scores of the positives and of the negatives, in the same order. Where the two scores of some
    questions are swapped between the systems, the difference is the sum with the signs of these questions flipped, so
    that the randomisation test of AUROC is that of these values. Swapping supposes that both score on one scale, as
    probabilities do.
    """
    pooled_positives = np.sort(np.concatenate([before[0], after[0]]))
    pooled_negatives = np.sort(np.concatenate([before[1], after[1]]))
    pairs = 2 * len(before[0]) * len(before[1])
    positives = (_below(pooled_negatives, after[0]) - _below(pooled_negatives, before[0])) / pairs
    negatives = (_below(pooled_positives, before[1]) - _below(pooled_positives, after[1])) / pairs
    return positives, negatives


def _below(ordered: Floats, scores: Floats) -> Floats:
    """How many of the ordered values lie below each score, ties counting half."""
    left, right = (np.searchsorted(ordered, scores, side=side) for side in ("left", "right"))
    below: Floats = (left + right) / 2
    return below


def _random_flips(count: int, permutations: int) -> Iterator[Floats]:
    """Rows of `count` zeros and ones, equally likely, in chunks: `permutations` in all, the same at every call."""
    random = np.random.default_rng(_SEED)
    for done in range(0, permutations, _CHUNK):
        rows = min(_CHUNK, permutations - done)
        bits = np.frombuffer(random.bytes(rows * ((count + 7) // 8)), dtype=np.uint8).reshape(rows, -1)
        yield np.unpackbits(bits, axis=1, count=count).astype(np.float64)


def _all_flips(count: int) -> Iterator[Floats]:
    yield ((np.arange(2**count)[:, None] >> np.arange(count)) & 1).astype(np.float64)
