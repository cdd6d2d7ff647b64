from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.insights.period import Period, Step, last_days

BERLIN = ZoneInfo("Europe/Berlin")


def test_days_begin_and_end_with_the_clocks_of_the_zone() -> None:
    period = Period(date(2026, 11, 1), date(2026, 11, 2), BERLIN)

    assert period.start == datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert period.end == datetime(2026, 11, 2, 23, tzinfo=UTC)


def test_day_on_which_clocks_are_put_back_has_25_hours() -> None:
    period = Period(date(2026, 10, 25), date(2026, 10, 25), BERLIN)

    assert (period.end - period.start).total_seconds() == 25 * 3600


def test_last_days_end_today_where_the_team_is() -> None:
    late = datetime(2026, 11, 10, 23, 30, tzinfo=UTC)

    assert last_days(7, late, BERLIN) == Period(date(2026, 11, 5), date(2026, 11, 11), BERLIN)
    assert last_days(1, late) == Period(date(2026, 11, 10), date(2026, 11, 10))


def test_period_before_ends_where_this_one_begins() -> None:
    period = Period(date(2026, 11, 1), date(2026, 11, 30), BERLIN)

    assert period.before.end == period.start
    assert period.before.days == 30


def test_long_periods_are_drawn_in_weeks_from_monday_and_then_in_months() -> None:
    weeks = Period(date(2026, 9, 2), date(2026, 11, 10))
    months = Period(date(2024, 12, 15), date(2026, 2, 3))

    assert weeks.step is Step.WEEK
    assert list(weeks.parts())[:3] == [date(2026, 9, 2), date(2026, 9, 7), date(2026, 9, 14)]
    assert months.step is Step.WEEK
    assert Period(date(2024, 12, 15), date(2026, 3, 3)).parts()[:3] == (
        date(2024, 12, 15),
        date(2025, 1, 1),
        date(2025, 2, 1),
    )


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 1500))
def test_parts_cover_the_period_without_gaps(first: date, more: int) -> None:
    period = Period(first, date.fromordinal(first.toordinal() + more), BERLIN)
    borders = period.borders()

    assert (borders[0], borders[-1]) == (period.start, period.end)
    assert list(borders) == sorted(set(borders))
    assert len(borders) <= 62


def test_period_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Period(date(2026, 1, 2), date(2026, 1, 1))
