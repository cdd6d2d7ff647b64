"""The moment and the day it is, by which articles expire and conversations grow old."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now_utc() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def today_utc() -> date:
    """Today's date in UTC."""
    return now_utc().date()
