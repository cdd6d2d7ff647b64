"""Numbers as the report writes them."""

from __future__ import annotations

NONE = "–"


def share(value: float | None, digits: int = 1) -> str:
    """A share of 1 in per cent, '70.1 %' with a space that does not break; a dash for none."""
    return NONE if value is None else f"{value * 100:.{digits}f}\N{NO-BREAK SPACE}%"


def clipped(text: str, most: int) -> str:
    """The text, cut after a word where it has more than `most` characters; an ellipsis says so."""
    return text if len(text) <= most else f"{text[:most].rsplit(maxsplit=1)[0]} …"


def number(value: float | None, digits: int = 3) -> str:
    """A number with a fixed count of digits and a real minus; a dash for none."""
    return NONE if value is None else f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}")
