from __future__ import annotations

from datetime import date

import pytest

from bot.help_centre.relative_dates import full_date, relative_date


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 23), "today"),
        (date(2026, 11, 22), "yesterday"),
        (date(2026, 11, 17), "6 days ago"),
        (date(2026, 11, 16), "1 week ago"),
        (date(2026, 10, 24), "4 weeks ago"),
        (date(2026, 10, 23), "1 month ago"),
        (date(2026, 4, 16), "7 months ago"),
        (date(2025, 11, 24), "11 months ago"),
        (date(2025, 11, 23), "1 year ago"),
        (date(2022, 5, 1), "4 years ago"),
        (date(2026, 12, 1), "on 1 December 2026"),
    ],
)
def test_age_is_said_in_the_largest_whole_unit(day: date, said: str) -> None:
    assert relative_date(day, date(2026, 11, 23)) == said


def test_full_date_has_no_leading_zero() -> None:
    assert full_date(date(2024, 3, 5)) == "5 March 2024"
