"""Dates as people say them."""

from __future__ import annotations

from datetime import date


def full_date(day: date) -> str:
    """The day in full: '5 March 2024'."""
    return f"{day.day} {day:%B %Y}"


def relative_date(day: date, today: date) -> str:
    """How long ago the day was, in the largest whole unit: "yesterday", "7 months ago"; a later day in full."""
    age = (today - day).days
    if age < 0:
        return f"on {full_date(day)}"
    if age < 2:
        return "yesterday" if age else "today"
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    counts = ((months // 12, "year"), (months, "month"), (age // 7, "week"), (age, "day"))
    count, unit = next((count, unit) for count, unit in counts if count)
    return f"{count} {unit}{'s' if count > 1 else ''} ago"
