"""Whether a message holds words: whole ones, whatever their case and accents, in any script."""

from __future__ import annotations

import re

from bot.folded import folded

# Scripts that are written without blanks between words: each of their letters stands for itself.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
ALTERNATIVES = "|"


def as_words(text: str) -> str:
    """The words of a text, folded, each with a blank on both sides; empty where there are none."""
    found = _WORD.findall(folded(text))
    return f" {' '.join(found)} " if found else ""


def alternatives(words: str) -> tuple[str, ...]:
    """What may occur in place of one another, each as `as_words` has it; those without a word are left out."""
    return tuple(found for one in words.split(ALTERNATIVES) if (found := as_words(one)))


def holds(message: str, wanted: tuple[str, ...]) -> bool:
    """Whether any of the alternatives occurs in a message; both are as `as_words` has them."""
    return any(one in message for one in wanted)
