"""Figures as people read them."""

from __future__ import annotations

from datetime import date

from bot.answer import Outcome, Reason
from bot.insights.gaps.gap import Coverage
from bot.insights.period import Step

NONE = "–"
OUTCOMES = {
    Outcome.ANSWERED: "Answered",
    Outcome.CLARIFY: "Asked back",
    Outcome.ABSTAINED: "No answer",
    Outcome.HANDED_OFF: "Passed to people",
}
INKS = {
    Outcome.ANSWERED: "ink-1",
    Outcome.CLARIFY: "ink-3",
    Outcome.ABSTAINED: "ink-4",
    Outcome.HANDED_OFF: "ink-5",
}
REASONS = {
    Reason.AMBIGUOUS: "Several articles could be meant",
    Reason.CUSTOMER_REQUEST: "The customer asked for a person",
    Reason.MISSING_KNOWLEDGE: "No article answers it",
    Reason.UNSUPPORTED_REQUEST: "Needs a person to act",
    Reason.POLICY_RESTRICTION: "A rule forbids it",
    Reason.FAILURE: "Something failed",
    Reason.USAGE_LIMIT: "Too many messages",
}
COVERAGE = {
    Coverage.MISSING: "No article",
    Coverage.NOT_FOUND: "Article not found",
    Coverage.ANSWERED_NOW: "Answered by now",
}
ALONE = "One customer alone"  # in place of a coverage, which nobody worked out
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905


def count(value: float) -> str:
    """A whole number, with commas between thousands."""
    return f"{value:,.0f}"


def share(value: float | None) -> str:
    """A share in per cent; with one decimal where it is very small or very large without being none or all."""
    if value is None:
        return NONE
    percent = 100 * value
    return f"{percent:.1f}%" if 0.05 <= percent < 1 or 99 < percent <= 99.95 else f"{percent:.0f}%"


def decimal(value: float) -> str:
    """A share as a fraction."""
    return f"{value:.2f}"


def milliseconds(value: float | None) -> str:
    """A duration of an answer."""
    if value is None:
        return NONE
    return f"{value / 1000:.1f} s" if value >= 1000 else f"{value:.0f} ms"


def duration(seconds: float | None) -> str:
    """A wait, by its two largest units."""
    if seconds is None:
        return NONE
    whole = round(seconds)
    for size, unit, smaller_size, smaller in ((86_400, "d", 3600, "h"), (3600, "h", 60, "min"), (60, "min", 1, "s")):
        if whole >= size:
            rest = whole % size // smaller_size
            return f"{whole // size} {unit}" + (f" {rest} {smaller}" if rest else "")
    return f"{whole} s"


def day(value: date | None) -> str:
    """A date with its year."""
    return NONE if value is None else f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def full_day(value: date) -> str:
    """A date with its day of the week, for who points at a shorter one."""
    return f"{value:%A} {value.day} {value:%B} {value.year}"


def short_day(value: date, step: Step = Step.DAY) -> str:
    """A date on an axis."""
    month = _MONTHS[value.month - 1]
    return f"{month} {value.year}" if step is Step.MONTH else f"{value.day} {month}"


def span(first: date, last: date) -> str:
    """Two dates, what they share said once."""
    if first == last:
        return day(first)
    if first.year != last.year:
        return f"{day(first)} – {day(last)}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} – {day(last)}"
    return f"{first.day} – {day(last)}"


def reason(value: Reason | None) -> str:
    """Why, in words."""
    return "Not said" if value is None else REASONS.get(value, str(value).replace("_", " ").capitalize())
