"""How much of what is written is read: who forwards a whole thread, or is up to no good, costs no more than others."""

from __future__ import annotations

import re

_PART_AT_END = re.compile(r"\s\S*\Z")
_PART_AT_START = re.compile(r"\A\S*\s+")
# Nobody types as much by hand.
MOST_CHARS_OF_A_MESSAGE = 4000
MOST_CHARS_OF_A_SENTENCE = 800
_SHARE_OF_BEGINNING = 0.25  # what is wanted mostly stands at the end


def without_middle(text: str, most_chars: int) -> str:
    """The text; of one that is too long, the first and, more of them, the last whole words."""
    if len(text) <= most_chars:
        return text
    beginning = int(most_chars * _SHARE_OF_BEGINNING)
    first, last = text[:beginning], text[beginning - most_chars :]
    return f"{_PART_AT_END.sub('', first) or first} {_PART_AT_START.sub('', last) or last}"
