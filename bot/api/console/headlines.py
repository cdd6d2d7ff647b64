"""The figures at the top of the insights page, and how they have changed since the period before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.api.console import wording as say
from bot.insights.overview import Headline, Overview

_LEAST_COMPARED = 20  # below that a change says nothing
_SURE = 1.96  # standard errors


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `change` in words, empty where there is nothing to compare with; `tone` is good, bad or even."""

    name: str
    value: str
    explained: str
    change: str = ""
    tone: str = "even"


def headlines(found: Overview) -> Sequence[Figure]:
    """The six figures."""
    now, before = found.now, found.before
    days = f"{found.period.days} days" if found.period.days > 1 else "day"
    versus = f" vs the {days} before"
    return (
        _counted(
            "Conversations", now.conversed.conversations, before.conversed.conversations if before else None, versus
        ),
        _counted("Questions", now.outcomes.questions, before.outcomes.questions if before else None, versus),
        _shared(
            "Answered", "of the questions, from the articles", *_answered(now), _answered(before) if before else None
        ),
        _shared(
            "Solved without people",
            "of the conversations: nothing left open, nobody called, no thumbs-down",
            *_solved(now),
            _solved(before) if before else None,
        ),
        _waited(now, before),
        _shared("Liked", f"of {_times(now.liked[0], 'rating')}", *_liked(now), _liked(before) if before else None),
    )


def _counted(name: str, value: int, before: int | None, versus: str) -> Figure:
    if not before or before < _LEAST_COMPARED:
        return Figure(name, say.count(value), "in the period")
    change = value / before - 1
    return Figure(name, say.count(value), versus.strip(), f"{_signed(100 * change)}%")


def _shared(name: str, explained: str, part: int, whole: int, before: tuple[int, int] | None) -> Figure:
    value = say.share(part / whole if whole else None)
    if not whole or before is None or before[1] < _LEAST_COMPARED:
        return Figure(name, value, explained)
    change = part / whole - before[0] / before[1]
    both = (part + before[0]) / (whole + before[1])
    error = math.sqrt(both * (1 - both) * (1 / whole + 1 / before[1]))
    points = 100 * change
    # Only what is hardly chance is called good or bad.
    tone = "even" if abs(change) <= _SURE * error else ("good" if points > 0 else "bad")
    return Figure(name, value, explained, f"{_signed(points)} points", tone)


def _waited(now: Headline, before: Headline | None) -> Figure:
    its = now.waiting
    asked = f"asked for {_times(its.asked, 'time')}"
    explained = f"for half of them; 9 of 10 within {say.duration(its.p90_seconds)}" if its.taken else asked
    value = say.duration(its.median_seconds)
    earlier = before.waiting if before else None
    if not earlier or not its.median_seconds or not earlier.median_seconds or earlier.taken < _LEAST_COMPARED:
        return Figure("Wait for a person", value, explained)
    change = 100 * (its.median_seconds / earlier.median_seconds - 1)
    tone = "even" if abs(change) < 5 else ("bad" if change > 0 else "good")
    return Figure("Wait for a person", value, explained, f"{_signed(change)}%", tone)


def _times(count: int, name: str) -> str:
    return f"{say.count(count)} {name}{'' if count == 1 else 's'}"


def _answered(its: Headline) -> tuple[int, int]:
    return its.outcomes.answered, its.outcomes.questions


def _solved(its: Headline) -> tuple[int, int]:
    return its.conversed.resolved, its.conversed.asked


def _liked(its: Headline) -> tuple[int, int]:
    rated, up = its.liked
    return up, rated


def _signed(value: float) -> str:
    """The value with its sign, to one decimal below ten."""
    digits = 1 if abs(value) < 9.95 else 0
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0:
        return "±0"
    return ("+" if value > 0 else "−") + text
