"""Tells a question from keys struck at random, in any language that customers write."""

from __future__ import annotations

import re

from bot.folded import folded

_WORD = re.compile(r"[^\W_]+")
_TRIALS = frozenset({"test", "testing", "tests", "abc", "xyz", "blah"})
_LATIN = re.compile(r"[a-z]+")
_NO_VOWEL = re.compile(r"[^aeiouy]{5,}")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop")
_WALKS = tuple(row[::step] for row in _ROWS for step in (1, -1))
_SHORTEST_WALK = 3


def is_gibberish(text: str) -> bool:
    """Whether no word of the text is one: nothing but digits and marks, keys in a row, or letters nobody can say."""
    words = _WORD.findall(folded(text))
    return not any(_is_word(word) for word in words)


def _is_word(word: str) -> bool:
    if word.isdigit() or word in _TRIALS:
        return False
    if not _LATIN.fullmatch(word):
        return True  # a name such as 2FA, or another script, which is not for this to judge
    if len(word) < _SHORTEST_WALK:
        return False
    if any(word in walk for walk in _WALKS) or len(set(word)) <= max(1, len(word) // 4):
        return False
    if len(word) > 3 and not set(word) & set("aeiouy"):
        return False
    # German words may have as many consonants in a row, but are long and begin like others.
    return not _NO_VOWEL.search(word) or (len(word) > 8 and bool(set(word[:3]) & set("aeiouy")))
