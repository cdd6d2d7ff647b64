"""Figures over time, one point for each part of a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from bot.insights.facts import Outcomes, Timings
from bot.insights.period import Period


@dataclass(frozen=True, slots=True)
class Point:
    """One part of the period, from the day `first` on; None where nothing was answered."""

    first: date
    last: date
    outcomes: Outcomes
    p50_ms: float | None
    p95_ms: float | None
    confidence: float | None


def series(period: Period, outcomes: Sequence[Outcomes], timings: Timings) -> Sequence[Point]:
    """The points; latencies are percentiles, confidence the median of what was retrieved for."""
    parts = period.parts()
    ends = [*(day.toordinal() - 1 for day in parts[1:]), period.last.toordinal()]
    moments = np.array([one.at.timestamp() for one in timings.found])
    total = np.array([one.total_ms for one in timings.found])
    sure = np.array([one.confidence for one in timings.found])
    part_of = np.searchsorted([border.timestamp() for border in period.borders()], moments, side="right") - 1
    found = []
    for number, (first, end, counted) in enumerate(zip(parts, ends, outcomes, strict=True)):
        its = part_of == number
        point = Point(
            first,
            date.fromordinal(end),
            counted,
            _percentile(total[its], 50),
            _percentile(total[its], 95),
            _percentile(sure[its], 50),
        )
        found.append(point)
    return found


def overall(timings: Timings, percent: float) -> float | None:
    """The percentile of all latencies."""
    return _percentile(np.array([one.total_ms for one in timings.found]), percent)


def _percentile(values: np.typing.NDArray[np.float64], percent: float) -> float | None:
    return float(np.percentile(values, percent)) if len(values) else None
