from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.support_hours import EXAMPLE, SupportHours
from corpus.errors import ConfigurationError

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, tzinfo=BERLIN)
HOURS = SupportHours.parse("Mon-Fri 09:00-17:30 Europe/Berlin")


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def opening(hours: SupportHours, at: str) -> str:
    """When it opens next, on the zone's own clock."""
    opens = hours.next_opening(berlin(at))
    assert opens
    return f"{opens:%a %Y-%m-%d %H:%M} {opens.tzinfo}"


def test_people_are_there_from_the_first_minute_until_the_last() -> None:
    times = ["08:59", "09:00", "17:29", "17:30"]

    assert [HOURS.is_open(berlin(f"2026-11-23 {time}")) for time in times] == [False, True, True, False]
    assert not HOURS.is_open(berlin("2026-11-28 12:00"))


def test_other_zones_are_reckoned_with() -> None:
    assert HOURS.is_open(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    assert not HOURS.is_open(datetime(2026, 11, 23, 7, 59, tzinfo=UTC))


def test_next_opening_is_today_tomorrow_or_after_the_weekend() -> None:
    assert opening(HOURS, "2026-11-23 08:00") == "Mon 2026-11-23 09:00 Europe/Berlin"
    assert opening(HOURS, "2026-11-23 18:00") == "Tue 2026-11-24 09:00 Europe/Berlin"
    assert opening(HOURS, "2026-11-27 17:30") == "Mon 2026-11-30 09:00 Europe/Berlin"
    assert opening(SupportHours.parse("Mon 09:00-10:00 Europe/Berlin"), "2026-11-23 10:00")[4:14] == "2026-11-30"


def test_without_hours_people_are_always_there() -> None:
    for empty in ("", "  "):
        hours = SupportHours.parse(empty)
        assert hours.is_open(MONDAY)
        assert hours.next_opening(MONDAY) is None


def test_breaks_weekends_and_several_zones_are_kept() -> None:
    hours = SupportHours.parse(EXAMPLE)
    assert [hours.is_open(berlin(f"2026-11-23 {t}")) for t in ("11:59", "12:30", "13:00")] == [True, False, True]
    assert [hours.is_open(berlin(f"2026-11-28 {t}")) for t in ("09:59", "10:00")] == [False, True]

    mixed = SupportHours.parse("Mon 09:00-10:00 Asia/Tokyo, Mon 09:00-10:00 Europe/Berlin")
    assert mixed.is_open(datetime(2026, 11, 23, 0, 30, tzinfo=UTC))
    assert mixed.is_open(datetime(2026, 11, 23, 8, 30, tzinfo=UTC))
    assert not mixed.is_open(datetime(2026, 11, 23, 4, 0, tzinfo=UTC))


def test_days_without_a_zone_have_that_of_the_next_ones() -> None:
    hours = SupportHours.parse("Mon, Wed 09:00-10:00; Sat-Sun 11:00-12:00 Europe/Berlin")

    assert [hours.is_open(berlin(f"2026-11-{day} 09:30")) for day in (23, 24, 25)] == [True, False, True]
    assert hours.is_open(berlin("2026-11-29 11:30"))


def test_a_night_shift_ends_on_the_next_day() -> None:
    hours = SupportHours.parse("Fri-Sun 22:00-06:00 Europe/Berlin")

    assert hours.is_open(berlin("2026-11-27 23:00"))
    assert hours.is_open(berlin("2026-11-30 05:59"))
    assert not hours.is_open(berlin("2026-11-30 06:00"))
    assert not hours.is_open(berlin("2026-11-27 05:00"))


def test_around_the_clock_has_no_gap_at_midnight() -> None:
    hours = SupportHours.parse("Mon-Sun 00:00-24:00 UTC")

    assert all(hours.is_open(MONDAY + timedelta(minutes=n)) for n in range(0, 8 * 1440, 7))


def test_hours_follow_the_clock_when_it_is_changed() -> None:
    # Clocks in Berlin went forward on 29 March 2026 and back on 25 October.
    assert HOURS.is_open(datetime(2026, 3, 27, 8, 0, tzinfo=UTC))
    assert HOURS.is_open(datetime(2026, 3, 30, 7, 0, tzinfo=UTC))
    assert not HOURS.is_open(datetime(2026, 10, 26, 7, 59, tzinfo=UTC))
    opens = HOURS.next_opening(datetime(2026, 3, 28, 12, 0, tzinfo=UTC))
    assert opens
    assert opens.astimezone(UTC) == datetime(2026, 3, 30, 7, 0, tzinfo=UTC)


def test_a_night_with_the_hour_that_comes_twice_is_open_throughout() -> None:
    hours = SupportHours.parse("Sat 22:00-04:00 Europe/Berlin")
    start = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)

    assert [hours.is_open(start + timedelta(hours=n)) for n in range(8)] == [True] * 7 + [False]


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))
def test_it_is_open_at_every_next_opening(now: datetime) -> None:
    for hours in (HOURS, SupportHours.parse(EXAMPLE), SupportHours.parse("Sun 02:30-01:00 America/New_York")):
        opens = hours.next_opening(now)
        assert opens
        assert now < opens <= now + timedelta(days=8)
        assert hours.is_open(opens.astimezone(UTC))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("always", "'always' is neither"),
        ("Mon-Fri 09:00-17:30", "the time zone is missing"),
        ("Mon-Fri 09:00-17:30 Europe/Atlantis", "'Europe/Atlantis' is neither"),
        ("Mon-Fri 9-17 UTC", "'9-17' is neither"),
        ("Mon-Fri 09:00-25:00 UTC", "'09:00-25:00' is no span"),
        ("Mon-Fri 09:60-10:00 UTC", "'09:60-10:00' is no span"),
        ("Mon-Fri 09:00-09:00 UTC", "'09:00-09:00' is no span"),
        ("09:00-17:00 UTC", "stands behind no day"),
        ("Mon-Fri UTC", "'UTC' stands behind no times"),
        ("Mon-Fri 09:00-10:00 UTC; Sat", "the last days have no times"),
        ("Mon-Fri 09:00-10:00 ../etc/passwd", "is neither"),
        ("Mo-Fr 09:00-10:00 UTC", "'Mo-Fr' is neither"),
    ],
)
def test_a_wrong_text_is_refused_saying_what_is_wrong_and_how_it_is_right(text: str, why: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        SupportHours.parse(text)

    assert text in str(caught.value)
    assert why in str(caught.value)
    assert EXAMPLE in str(caught.value)


def test_days_and_times_may_be_written_in_other_ways() -> None:
    for text in ("monday - friday 9:00 – 17:30 Europe/Berlin", "MON-FRI 09:00-17:30 Europe/Berlin;"):
        assert SupportHours.parse(text.rstrip(";")) == HOURS
