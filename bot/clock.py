"""The day it is, by which articles expire and updates age."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today_utc() -> date:
    """Today's date in UTC."""
    return datetime.now(UTC).date()
