"""Figures over time, one point for each part of a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from bot.insights.facts import Floats, Outcomes, Timings
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
    part_of = np.searchsorted([border.timestamp() for border in period.borders()], timings.at, side="right") - 1
    found = []
    for number, (first, end, counted) in enumerate(zip(parts, ends, outcomes, strict=True)):
        its = part_of == number
        point = Point(
            first,
            date.fromordinal(end),
            counted,
            _percentile(timings.total_ms[its], 50),
            _percentile(timings.total_ms[its], 95),
            _percentile(timings.confidence[its], 50),
        )
        found.append(point)
    return found


def overall(timings: Timings, percent: float) -> float | None:
    """The percentile of all latencies."""
    return _percentile(timings.total_ms, percent)


def _percentile(values: Floats, percent: float) -> float | None:
    return float(np.percentile(values, percent)) if len(values) else None
