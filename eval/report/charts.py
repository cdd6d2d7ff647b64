"""The charts of a report, drawn by matplotlib: the only module that knows it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from io import StringIO
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import ConfigurationError
from eval.curves import Bin, Floats, Latency, OperatingPoint, RiskCoverage
from eval.report.svg import Ink, inline
from eval.report.words import share

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_POINTS_PER_INCH = 72
_SIZE = (340 / _POINTS_PER_INCH, 230 / _POINTS_PER_INCH)
_FONT_SIZE = 10.0
_SMALL = 8.8
_BESIDE: Any = {"textcoords": "offset points", "size": _SMALL}
_APART = 0.05
_DEPTH_TICKS = (1, 2, 5, 10, 20, 50, 100)


def check_drawable() -> None:
    """Nothing, where charts can be drawn. Raises ConfigurationError where matplotlib is not installed."""
    if find_spec("matplotlib") is None:
        raise ConfigurationError(
            "The charts of a report are drawn by matplotlib, which is not installed. "
            "Run: pip install 'citedesk[eval]', or leave out --report."
        )


def recall_chart(curve: Floats, at_five: Mapping[str, float]) -> str:
    """Recall by depth as an <svg>, with the Recall@5 of other systems by name."""
    depths = np.arange(1, len(curve) + 1)
    label = "Share of the right articles found among the first k: " + ", ".join(
        f"{share(curve[k - 1], 0)} at {k}" for k in _DEPTH_TICKS if k <= len(curve)
    )
    chart = _Chart.empty()
    axes = chart.axes
    axes.plot(depths, curve, color=Ink.MAIN, linewidth=2)
    others = at_five if len(curve) >= 5 else {}
    are_apart = bool(others) and max(others.values()) - min(others.values()) >= _APART
    for line, (name, value) in enumerate(sorted(others.items(), key=lambda item: -item[1])):
        axes.plot([5], [value], "o", color=Ink.SECOND, markersize=4)
        # Beside its own dot, or all below dots that are close to each other.
        place, offset = (value, -9) if are_apart else (min(others.values()), -9 - 11 * line)
        axes.annotate(f"{name} {share(value, 0)}", (5, place), (7, offset), color=Ink.SECOND, **_BESIDE)
    axes.set_xscale("log")
    axes.set_xticks([k for k in _DEPTH_TICKS if k <= len(curve)], [str(k) for k in _DEPTH_TICKS if k <= len(curve)])
    axes.set_xticks([], minor=True)
    axes.set_xlim(1, max(len(curve), 2))
    _as_share(axes, "y", low=math.floor(min(curve[0], *others.values(), 0.8) * 5) / 5)
    _title(axes, "right articles found", "articles looked at (k)")
    return chart.svg("recall", label)


def risk_chart(curve: RiskCoverage, marked: Mapping[str, OperatingPoint]) -> str:
    """Risk by coverage as an <svg>, with operating points by name."""
    label = "Share of answers that are wrong by share of answerable questions answered. " + "; ".join(
        f"{name}: {share(point.coverage, 0)} answered, {share(point.risk, 0)} of the answers wrong"
        for name, point in marked.items()
    )
    chart = _Chart.empty()
    axes = chart.axes
    axes.plot(curve.coverage, curve.risk, color=Ink.MAIN, linewidth=2, drawstyle="steps-post")
    for (name, point), ink in zip(marked.items(), (Ink.TEXT, Ink.SECOND), strict=False):
        axes.plot([point.coverage], [point.risk], "o", color=ink, markersize=6, clip_on=False)
        right_half = point.coverage > 0.5
        offset, side = ((-7, 7), "right") if right_half else ((8, -11), "left")
        axes.annotate(name, (point.coverage, point.risk), offset, ha=side, color=ink, weight="bold", **_BESIDE)
    _as_share(axes, "x")
    _as_share(axes, "y", high=max(0.1, min(1.0, float(curve.risk.max()) * 1.15)))
    _title(axes, "answers that are wrong", "answerable questions answered")
    return chart.svg("risk", label)


def reliability_chart(bins: Sequence[Bin]) -> str:
    """A reliability diagram as an <svg>: the share that is right by confidence, with the number of questions."""
    filled = [one for one in bins if one.confidence is not None and one.right is not None]
    label = "Share of top articles that are right by confidence: " + ", ".join(
        f"{share(one.right, 0)} of {one.count:,} at {share(one.low, 0)} to {share(one.high, 0)}" for one in filled
    )
    chart = _Chart.empty()
    axes = chart.axes
    rights = [one.right or 0.0 for one in filled]
    axes.bar([one.low for one in filled], rights, 0.092, align="edge", color=Ink.MAIN, alpha=0.28, linewidth=0)
    axes.plot([0, 1], [0, 1], color=Ink.QUIET, linewidth=1, linestyle=(0, (4, 3)))
    axes.plot([one.confidence or 0.0 for one in filled], rights, "o", color=Ink.MAIN, markersize=4.5)
    for one in filled:
        axes.text((one.low + one.high) / 2, 1.04, f"{one.count:,}", ha="center", color=Ink.QUIET, size=_SMALL)
    _as_share(axes, "x")
    _as_share(axes, "y")
    axes.set_ylim(0, 1.12)
    _title(axes, "right article on top", "confidence")
    return chart.svg("reliability", label)


def latency_chart(found: Latency) -> str:
    """A histogram of latency as an <svg>, with the median and the 95th percentile."""
    label = f"Histogram of milliseconds a question: half take at most {found.p50:.1f}, 95 % at most {found.p95:.1f}."
    chart = _Chart.empty()
    axes = chart.axes
    widths = np.diff(found.edges)
    axes.bar(found.edges[:-1], found.counts, widths * 0.9, align="edge", color=Ink.MAIN, alpha=0.45, linewidth=0)
    top = max(1.0, float(found.counts.max()))
    for name, value, height in (("half", found.p50, 1.02), ("95 %", found.p95, 1.13)):
        axes.plot([value, value], [0, top * height], color=Ink.TEXT, linewidth=1, linestyle=(0, (3, 2)))
        text = f" {name} within {value:.1f} ms"
        past_half = value > found.edges[-1] * 0.5
        axes.text(value, top * height, f"{text} ", color=Ink.TEXT, size=_SMALL, ha="right" if past_half else "left")
    axes.set_xlim(0, float(found.edges[-1]))
    axes.set_ylim(0, top * 1.25)
    axes.locator_params(axis="y", integer=True)
    axes.yaxis.set_major_formatter("{x:,.0f}")
    _title(axes, "questions", "milliseconds")
    return chart.svg("latency", label)


@dataclass(frozen=True, slots=True)
class _Chart:
    """A drawing of one pair of axes in the look that all charts share."""

    figure: Figure
    axes: Axes

    @classmethod
    def empty(cls) -> _Chart:
        """Nothing but a base line and faint lines across."""
        check_drawable()
        from matplotlib import style
        from matplotlib.figure import Figure

        with style.context("default"):
            figure = Figure(figsize=_SIZE, layout="constrained")
            axes = figure.add_subplot()
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color(Ink.LINE)
        axes.tick_params(length=0, labelsize=_FONT_SIZE, labelcolor=Ink.QUIET, pad=5)
        axes.grid(axis="y", color=Ink.LINE, linewidth=0.8)
        axes.set_axisbelow(True)
        axes.xaxis.label.set(color=Ink.QUIET, size=_FONT_SIZE)
        return cls(figure, axes)

    def svg(self, name: str, label: str) -> str:
        """The drawing as an <svg>; `name` keeps its ids apart from those of other charts."""
        from matplotlib import style

        written = StringIO()
        with style.context(["default", {"svg.fonttype": "none", "svg.hashsalt": name}]):
            self.figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        return inline(written.getvalue(), label)


def _title(axes: Axes, upwards: str, across: str) -> None:
    axes.set_title(upwards, loc="left", color=Ink.QUIET, size=_FONT_SIZE, pad=8)
    axes.set_xlabel(across)


def _as_share(axes: Axes, axis: str, low: float = 0.0, high: float = 1.0) -> None:
    """Makes an axis one of shares from `low` to a little beyond `high`, with as many marks as can be told apart."""
    step = next(step for span, step in ((0.12, 0.02), (0.3, 0.05), (0.6, 0.1), (1.0, 0.2)) if high - low <= span + 1e-9)
    ticks = [number * step for number in range(round(low / step), round(1 / step) + 1) if number * step <= high + 1e-9]
    names = [share(tick, 0) for tick in ticks]
    if axis == "x":
        axes.set_xticks(ticks, names)
        axes.set_xlim(low, high)
    else:
        axes.set_yticks(ticks, names)
        axes.set_ylim(low, high + 0.02 * (high - low))
