"""When people answer: parsed from a line such as "Mon-Fri 09:00-17:30 Europe/Berlin"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from corpus.errors import ConfigurationError

EXAMPLE = "Mon-Fri 09:00-12:00, 13:00-17:30 Europe/Berlin; Sat 10:00-14:00 Europe/Berlin"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = "|".join(rf"{name[:3]}(?:{name[3:]})?" for name in _DAYS)
_DAY_TOKEN = re.compile(rf"({_DAY})(?:-({_DAY}))?", re.IGNORECASE)
_TIME_TOKEN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_DASH = re.compile(r"(?<=\w)\s*[-–]\s*(?=\w)")
_ONE_DAY = timedelta(days=1)
_WEEK = range(8)  # a week later the same day comes again, when its hours of today are over


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours on certain days of the week (Monday is 0) in a time zone; those that end `overnight` do so a day later."""

    days: frozenset[int]
    start: time
    end: time
    overnight: bool
    zone: ZoneInfo

    def on(self, day: date) -> tuple[datetime, datetime]:
        """When the shift that begins on the day opens and closes."""
        last = day + _ONE_DAY if self.overnight else day
        return datetime.combine(day, self.start, self.zone), datetime.combine(last, self.end, self.zone)


@dataclass(frozen=True, slots=True)
class SupportHours:
    """When people answer; without a shift always."""

    shifts: tuple[Shift, ...] = ()

    @classmethod
    def parse(cls, text: str) -> SupportHours:
        """The hours that the text names; an empty one names none. Raises ConfigurationError.

        A shift is days, times and an IANA time zone; several are separated by ';' or ','. Days or times that follow
        each other share what comes after them. Times that end before they begin end on the next day.
        """
        return cls(tuple(_shifts(text)))

    @property
    def zone(self) -> tzinfo:
        """The time zone of the first shift, by which days are counted; UTC without one."""
        return self.shifts[0].zone if self.shifts else UTC

    def is_open(self, now: datetime) -> bool:
        """Whether people answer at that moment."""
        if not self.shifts:
            return True
        return any(
            # Between times of one zone Python compares the clocks, which jump twice a year; UTC does not.
            opens.astimezone(UTC) <= now < closes.astimezone(UTC)
            for shift in self.shifts
            for opens, closes in _around(shift, now, range(-1, 1))
        )

    def next_opening(self, now: datetime) -> datetime | None:
        """When the next shift begins, on the clock of its zone; None where people answer always."""
        openings = [opens for shift in self.shifts for opens, _ in _around(shift, now, _WEEK)]
        return min((at for at in openings if at.astimezone(UTC) > now), key=lambda at: at.astimezone(UTC), default=None)


def _around(shift: Shift, now: datetime, days: range) -> Iterator[tuple[datetime, datetime]]:
    today = now.astimezone(shift.zone).date()
    for offset in days:
        day = today + offset * _ONE_DAY
        if day.weekday() in shift.days:
            yield shift.on(day)


def _shifts(text: str) -> Iterator[Shift]:
    days: set[int] = set()
    times: list[tuple[time, time, bool]] = []
    unzoned: list[tuple[frozenset[int], tuple[time, time, bool]]] = []
    for token in re.split(r"[\s,;]+", _DASH.sub("-", text.strip())) if text.strip() else ():
        if named := _DAY_TOKEN.fullmatch(token):
            if times:
                unzoned += [(frozenset(days), span) for span in times]
                days, times = set(), []
            days |= _days(named)
        elif _TIME_TOKEN.fullmatch(token):
            if not days:
                raise _wrong(text, f"'{token}' stands behind no day")
            times.append(_times(token, text))
        else:
            zone = _zone(token, text)
            if not times:
                raise _wrong(text, f"'{token}' stands behind no times")
            unzoned += [(frozenset(days), span) for span in times]
            yield from (Shift(on, *span, zone) for on, span in unzoned)
            days, times, unzoned = set(), [], []
    if days and not times:
        raise _wrong(text, "the last days have no times")
    if times or unzoned:
        raise _wrong(text, "the time zone is missing at the end")


def _days(named: re.Match[str]) -> set[int]:
    first, last = (_number(day) for day in (named[1], named[2] or named[1]))
    return {(first + n) % 7 for n in range((last - first) % 7 + 1)}


def _number(day: str) -> int:
    return next(n for n, name in enumerate(_DAYS) if name.startswith(day.lower()))


def _times(token: str, text: str) -> tuple[time, time, bool]:
    hours = [int(part) for part in re.findall(r"\d+", token)]
    start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if max(hours[1], hours[3]) > 59 or start >= 24 * 60 or end > 24 * 60 or start == end:
        raise _wrong(text, f"'{token}' is no span of time between 00:00 and 24:00")
    return _clock(start), _clock(end), end < start or end == 24 * 60


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _zone(token: str, text: str) -> ZoneInfo:
    try:
        return ZoneInfo(token)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _wrong(text, f"'{token}' is neither a day, nor times, nor a time zone as in the IANA database") from error


def _wrong(text: str, why: str) -> ConfigurationError:
    return ConfigurationError(
        f"CITEDESK_SUPPORT_HOURS is '{text}', but {why}. Write it like this: '{EXAMPLE}'; leave it empty where people "
        "answer at all hours."
    )
