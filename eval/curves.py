"""The curves an evaluation is judged by: recall by depth, risk by coverage, confidence by truth, latency."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BINS = 10

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


def recall_curve(rankings: Sequence[Sequence[str]], relevant: Sequence[Collection[str]], depth: int) -> Floats:
    """The mean Recall@k for k = 1 … depth, (depth,); a ranking is article ids, best first, each at most once.

    Every question must have a relevant article; one without a ranking counts 0. Recall@k is the share of a question's
    relevant articles among its first k, as in `eval.measures`.
    """
    gains = np.zeros((len(rankings), depth))
    for row, (ranking, wanted) in enumerate(zip(rankings, relevant, strict=True)):
        for column, article in enumerate(ranking[:depth]):
            if article in wanted:
                gains[row, column] = 1 / len(wanted)
    recall: Floats = np.cumsum(gains.mean(axis=0))
    return np.minimum(recall, 1.0)


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """What a threshold brings: every question at least that confident is answered with its top article.

    `coverage` is the share of the answerable questions that are answered, `answered_right` that of those answered with
    the right article. `risk` is the share of all answers given that are wrong: another article's, or to a question that
    no article answers; 0 where none is given. `false_answers` is the share of the unanswerable questions that are
    answered, 0 where there are none.
    """

    threshold: float
    coverage: float
    answered_right: float
    risk: float
    false_answers: float


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """The operating points of all thresholds that differ, as arrays (n,), from the strictest to the most lenient.

    Coverage and false answers never fall from one point to the next; risk may.
    """

    threshold: Floats
    coverage: Floats
    answered_right: Floats
    risk: Floats
    false_answers: Floats

    def at(self, threshold: float) -> OperatingPoint:
        """What this threshold brings."""
        reached = int(np.count_nonzero(self.threshold >= threshold))
        return self._point(reached - 1, threshold) if reached else OperatingPoint(threshold, 0.0, 0.0, 0.0, 0.0)

    def with_false_answers(self, most: float) -> OperatingPoint:
        """The most lenient point at which at most this share of the unanswerable questions is answered."""
        allowed = int(np.count_nonzero(self.false_answers <= most))
        if not allowed:  # even the surest question is one that no article answers
            return OperatingPoint(float(np.nextafter(self.threshold[0], np.inf)), 0.0, 0.0, 0.0, 0.0)
        return self._point(allowed - 1, float(self.threshold[allowed - 1]))

    def _point(self, row: int, threshold: float) -> OperatingPoint:
        parts = (self.coverage, self.answered_right, self.risk, self.false_answers)
        return OperatingPoint(threshold, *(float(values[row]) for values in parts))


def risk_coverage(confidence: Floats, answerable: Flags, right: Flags) -> RiskCoverage:
    """The risk-coverage curve of at least one question, one of them answerable; `right` is whether the top article is.

    Source: El-Yaniv & Wiener 2010, where risk is the mean loss on what is answered and coverage the share of all
    questions. Here coverage is counted on the answerable ones alone: the others ought to stay unanswered.
    """
    order = np.argsort(-confidence, kind="stable")
    falling = confidence[order]
    last = np.append(np.flatnonzero(np.diff(falling)), len(falling) - 1)  # equal confidences are answered together
    given = np.arange(1, len(falling) + 1)[last]
    rightly = np.cumsum(right[order])[last]
    answered = np.cumsum(answerable[order])[last]
    total, unanswerable = int(answerable.sum()), int((~answerable).sum())
    return RiskCoverage(
        threshold=falling[last],
        coverage=answered / total,
        answered_right=rightly / total,
        risk=1 - rightly / given,
        false_answers=(given - answered) / max(unanswerable, 1),
    )


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions with a confidence in (`low`, `high`], the first bin's 0 included: their mean confidence and how
    many of them were right, as a share; both None where there are none.
    """

    low: float
    high: float
    count: int
    confidence: float | None
    right: float | None


def reliability(confidence: Floats, right: Flags) -> tuple[Bin, ...]:
    """The BINS equal bins of [0, 1] of a reliability diagram.

    Source: Guo et al. 2017, On Calibration of Modern Neural Networks, equations 2 and 3.
    """
    numbers = np.clip(np.ceil(confidence * BINS).astype(np.int64) - 1, 0, BINS - 1)
    bins = []
    for number in range(BINS):
        inside = numbers == number
        count = int(inside.sum())
        means = (float(confidence[inside].mean()), float(right[inside].mean())) if count else (None, None)
        bins.append(Bin(number / BINS, (number + 1) / BINS, count, *means))
    return tuple(bins)


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """How far confidence is from the share that is right, the mean over questions, in [0, 1]; 0 without a question.

    Source: Guo et al. 2017, equation 5.
    """
    total = sum(one.count for one in bins)
    gaps = sum(
        one.count * abs(one.confidence - one.right)
        for one in bins
        if one.confidence is not None and one.right is not None
    )
    return gaps / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Latency:
    """A histogram of milliseconds: `counts` (n,) of what lies between neighbouring `edges` (n + 1,).

    What is slower than the last edge is counted in `slower`; `p50` and `p95` are the percentiles of all.
    """

    edges: Floats
    counts: Counts
    slower: int
    p50: float
    p95: float


def latency(milliseconds: Floats, bins: int = 40) -> Latency:
    """The histogram of at least one time, from 0 to a little beyond the 99th percentile: outliers would flatten it."""
    p50, p95, p99 = (float(value) for value in np.percentile(milliseconds, (50, 95, 99)))
    end = max(p99 * 1.1, 0.001)
    counts, edges = np.histogram(milliseconds, bins=bins, range=(0.0, end))
    return Latency(edges, counts, int((milliseconds > end).sum()), p50, p95)
