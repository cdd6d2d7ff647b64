"""Periods that figures are for, and the days, weeks or months that they are drawn in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

_ONE_DAY = timedelta(days=1)
_MOST_DAYS, _MOST_WEEKS = 45, 60


class Step(StrEnum):
    """How long each of a period's parts is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from `first` to `last`, both included, as the clocks of `zone` have them."""

    first: date
    last: date
    zone: tzinfo = UTC

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period cannot end on {self.last}, before it begins on {self.first}")

    @property
    def start(self) -> datetime:
        """The first moment of the period, in UTC."""
        return _midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The first moment after the period, in UTC."""
        return _midnight(self.last + _ONE_DAY, self.zone)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """The period of the same length that ends where this one begins."""
        return Period(self.first - self.days * _ONE_DAY, self.first - _ONE_DAY, self.zone)

    @property
    def step(self) -> Step:
        """What it is drawn in: days, as long as those can be told apart, then weeks, then months."""
        if self.days <= _MOST_DAYS:
            return Step.DAY
        return Step.WEEK if self.days <= 7 * _MOST_WEEKS else Step.MONTH

    def parts(self) -> Sequence[date]:
        """The first day of each part: weeks begin on Mondays, and the first and the last part may be cut short."""
        starts, day = [self.first], self.first
        while (day := _next(day, self.step)) <= self.last:
            starts.append(day)
        return tuple(starts)

    def borders(self) -> Sequence[datetime]:
        """The moments in UTC where the parts begin, and the end of the last: one more than there are parts."""
        return (*(_midnight(day, self.zone) for day in self.parts()), self.end)


def last_days(days: int, now: datetime, zone: tzinfo = UTC) -> Period:
    """The period of so many days that ends today."""
    today = now.astimezone(zone).date()
    return Period(today - (days - 1) * _ONE_DAY, today, zone)


def _next(day: date, step: Step) -> date:
    if step is Step.DAY:
        return day + _ONE_DAY
    if step is Step.WEEK:
        return day + (7 - day.weekday()) * _ONE_DAY
    return (day.replace(day=1) + 31 * _ONE_DAY).replace(day=1)


def _midnight(day: date, zone: tzinfo) -> datetime:
    """Where a day begins; where clocks skip midnight that day, the first moment after it."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
