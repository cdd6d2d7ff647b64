"""Charts as SVG: coloured by classes of the page's style sheet, wide as their place is, with text that never shrinks.

Across they are drawn in per cent, upwards in pixels: so no part is stretched, and nothing has to be measured by a
script. Each has a title and a description; its figures also stand in a table beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from bot.insights.calibration import Band

HEIGHT = 208
_TOP, _BOTTOM = 12, 24
_PLOT = HEIGHT - _TOP - _BOTTOM
_MOST_LABELS = 7
_MOST_DOTS = 40
_SPARK_WIDTH, _SPARK_HEIGHT = 88, 22

Format = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Series:
    """A row of values, one for each part of the period; `ink` is the class that colours it."""

    name: str
    ink: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class About:
    """What a chart is for those who don't see it; `name` keeps its ids apart from those of the page's other charts."""

    name: str
    title: str
    description: str


def stacked_bars(about: About, labels: Sequence[str], series: Sequence[Series], shown: Format) -> Markup:
    """A bar for each label, the series one on another, the first at the bottom."""
    count = len(labels)
    sums = [math.fsum(one.values[at] or 0 for one in series) for at in range(count)]
    ticks = _ticks(max(sums, default=0), whole=True)
    parts = [_grid(ticks)]
    for at, label in enumerate(labels):
        left, width = 100 * (at + 0.14) / count, 100 * 0.72 / count
        bars, level = [], 0.0
        for one in series:
            value = one.values[at] or 0
            if value:
                top, bottom = _y(level + value, ticks), _y(level, ticks)
                bars.append(_rect(one.ink, left, top, width, max(bottom - top - 1, 0.75)))
            level += value
        told = "".join(f"\n{one.name}: {shown(one.values[at] or 0)}" for one in series)
        parts.append(_column(at, count, f"{label}\n{shown(sums[at])} in all{told}", Markup("").join(bars)))
    return _chart(about, ticks, shown, [*parts, _labels(labels)])


def lines(about: About, labels: Sequence[str], series: Sequence[Series], shown: Format, top: float = 0) -> Markup:
    """A line for each series, broken where it has no value; upwards to `top` at least."""
    count = len(labels)
    highest = max((value for one in series for value in one.values if value is not None), default=0.0)
    ticks = _ticks(max(highest, top))
    parts = [_grid(ticks)]
    for one in series:
        points = [
            (100 * (at + 0.5) / count, _y(value, ticks)) if value is not None else None
            for at, value in enumerate(one.values)
        ]
        for point, following in pairwise(points):
            if point and following:
                parts.append(_line(f"{one.ink} stroke", *point, *following))
        for at, point in enumerate(points):
            is_alone = all(points[near] is None for near in (at - 1, at + 1) if 0 <= near < count)
            if point and (count <= _MOST_DOTS or is_alone):
                parts.append(_dot(one.ink, *point, 2.5))
    for at, label in enumerate(labels):
        values = [f"\n{one.name}: {shown(v)}" for one in series if (v := one.values[at]) is not None]
        parts.append(_column(at, count, label + ("".join(values) or "\nno answers"), Markup("")))
    return _chart(about, ticks, shown, [*parts, _labels(labels)])


def reliability(about: About, bands: Sequence[Band], shown: Format) -> Markup:
    """The share that customers like by confidence, with its interval; on the diagonal the two are equal."""
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    parts = [_grid(ticks), _line("diagonal", 0, _y(0, ticks), 100, _y(1, ticks))]
    most = max((band.rated for band in bands), default=1)
    for band in bands:
        across = 100 * band.confidence
        told = (
            f"Confidence {shown(band.low)} to {shown(band.high)}\n{shown(band.share)} of {band.rated:,} liked it\n"
            f"95% interval {shown(band.least)} to {shown(band.most)}"
        )
        marks = Markup("").join(
            (
                _line("ink-1 whisker", across, _y(band.least, ticks), across, _y(band.most, ticks)),
                _dot("ink-1", across, _y(band.share, ticks), 3 + 4 * math.sqrt(band.rated / most)),
            )
        )
        parts.append(Markup('<g class="mark"><title>{}</title>{}</g>').format(told, marks))
    scale = [
        Markup('<text class="x" x="{}%" y="{}">{}</text>').format(100 * share, HEIGHT - 6, shown(share))
        for share in ticks[:-1]
    ]
    last = Markup('<text class="x last" x="100%" y="{}">{}</text>').format(HEIGHT - 6, shown(1))
    return _chart(about, ticks, shown, [*parts, *scale, last])


def bar(share: float, ink: str) -> Markup:
    """A bar in a table's cell, as long as its share of the cell."""
    width = _number(100 * min(max(share, 0), 1))
    return Markup(
        '<svg class="bar" width="100%" height="10" aria-hidden="true"><rect class="rest" width="100%" height="10" '
        'rx="3"/><rect class="{}" width="{}%" height="10" rx="3"/></svg>'
    ).format(ink, width)


def sparkline(values: Sequence[int], label: str) -> Markup:
    """Small bars beside a line of text."""
    most, step = max([1, *values]), _SPARK_WIDTH / max(1, len(values))
    bars = [
        Markup('<rect x="{}" y="{}" width="{}" height="{}"/>').format(
            _number(at * step),
            _number(_SPARK_HEIGHT - tall),
            _number(max(step * 0.78, 0.8)),
            _number(tall),
        )
        for at, value in enumerate(values)
        if (tall := max(_SPARK_HEIGHT * value / most, 1.5 if value else 0.6))
    ]
    return Markup('<svg class="spark" width="{}" height="{}" role="img" aria-label="{}">{}</svg>').format(
        _SPARK_WIDTH, _SPARK_HEIGHT, label, Markup("").join(bars)
    )


def _chart(about: About, ticks: Sequence[float], shown: Format, parts: Sequence[Markup]) -> Markup:
    values = [
        Markup('<text class="y" x="100%" y="{}">{}</text>').format(_number(_y(tick, ticks) + 4), shown(tick))
        for tick in ticks
    ]
    return Markup(
        '<div class="chart"><svg class="scale" height="{height}" aria-hidden="true">{values}</svg>'
        '<svg class="plot" height="{height}" role="img" aria-labelledby="{name}-t {name}-d">'
        '<title id="{name}-t">{title}</title><desc id="{name}-d">{description}</desc>{parts}</svg></div>'
    ).format(
        height=HEIGHT,
        values=Markup("").join(values),
        name=about.name,
        title=about.title,
        description=about.description,
        parts=Markup("").join(parts),
    )


def _grid(ticks: Sequence[float]) -> Markup:
    across = (_line("base" if not tick else "grid", 0, _y(tick, ticks), 100, _y(tick, ticks)) for tick in ticks)
    return Markup("").join(across)


def _labels(labels: Sequence[str]) -> Markup:
    """As many labels as there is room for; on a narrow page every second one of them."""
    count = len(labels)
    step = max(1, math.ceil(count / _MOST_LABELS))
    return Markup("").join(
        Markup('<text class="x{}" x="{}%" y="{}">{}</text>').format(
            " wide-only" if (at // step) % 2 else "", _number(100 * (at + 0.5) / count), HEIGHT - 6, labels[at]
        )
        for at in range(0, count, step)
    )


def _column(at: int, count: int, told: str, marks: Markup) -> Markup:
    """What belongs to one label: the whole of its column tells its figures when it is pointed at."""
    return Markup(
        '<g class="column"><title>{}</title><rect class="reach" x="{}%" y="{}" width="{}%" height="{}"/>{}</g>'
    ).format(told, _number(100 * at / count), _TOP, _number(100 / count), _PLOT, marks)


def _rect(ink: str, left: float, top: float, width: float, height: float) -> Markup:
    return Markup('<rect class="{}" x="{}%" y="{}" width="{}%" height="{}"/>').format(
        ink, _number(left), _number(top), _number(width), _number(height)
    )


def _line(ink: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    return Markup('<line class="{}" x1="{}%" y1="{}" x2="{}%" y2="{}"/>').format(ink, *map(_number, (x1, y1, x2, y2)))


def _dot(ink: str, across: float, up: float, radius: float) -> Markup:
    return Markup('<circle class="{}" cx="{}%" cy="{}" r="{}"/>').format(ink, *map(_number, (across, up, radius)))


def _y(value: float, ticks: Sequence[float]) -> float:
    return _TOP + _PLOT * (1 - value / ticks[-1])


def _ticks(highest: float, whole: bool = False) -> list[float]:
    """Three to five round values from 0 to no less than the highest."""
    if highest <= 0:
        return [0.0, 1.0]
    rough = highest / 4
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.999)
    if whole:
        step = max(1, math.ceil(step))
    return [step * number for number in range(math.ceil(highest / step - 1e-9) + 1)]


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
