"""Text that came over the network, made safe to store and to write back."""

from __future__ import annotations

from typing import Any


def readable(text: str) -> str:
    """The text with lone surrogates and null characters replaced by U+FFFD; everything else as it was.

    JSON can carry both ("\\ud800" from an emoji cut in half, "\\u0000"), but neither can be written as UTF-8 or kept
    by a database. The customer's message is worth more than the damaged character, so it is not refused for it.
    """
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\x00", "\ufffd")


def all_readable(value: Any) -> Any:
    """What JSON has said, with every text in it made readable, the names of fields included."""
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, list):
        return [all_readable(one) for one in value]
    if isinstance(value, dict):
        return {readable(name): all_readable(one) for name, one in value.items()}
    return value
