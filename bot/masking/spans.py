"""Where in a text something was found, and what stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Placeholder(StrEnum):
    """What is put, in brackets, in the place of what is hidden."""

    EMAIL = "e-mail"
    PHONE = "phone number"
    CARD = "card number"
    SECURITY_CODE = "security code"
    ACCOUNT = "bank account number"
    WALLET = "wallet address"
    CODE = "one-time code"
    PASSWORD = "password"
    KEY = "secret key"
    SEED = "seed phrase"


PLACEHOLDERS = re.compile(r"\[(?:" + "|".join(map(re.escape, Placeholder)) + r")\]")


class Span(NamedTuple):
    """`text[start:end]`; without a placeholder it is harmless, and no later finder shall look at it."""

    start: int
    end: int
    placeholder: Placeholder | None


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text, as long as before, with NUL for each character of the spans; they do not overlap."""
    parts: list[str] = []
    end = 0
    for start, stop, _ in sorted(spans, key=lambda span: span.start):
        parts += (text[end:start], "\0" * (stop - start))
        end = stop
    return "".join((*parts, text[end:]))
