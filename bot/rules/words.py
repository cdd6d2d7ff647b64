"""Whether a message holds words: whole ones or other forms of them, whatever their case and accents, in any script."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.folded import folded
from embeddings.analysis import stem

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


class Wording:
    """A message to look for words in, which is as `as_words` has it."""

    def __init__(self, message: str) -> None:
        self._message = message
        self._stems: dict[str, str] = {}

    def holds(self, wanted: tuple[str, ...], locale: str | None = None) -> bool:
        """Whether any of the alternatives occurs, or another form of their words in the language; English if unknown.

        They are as `alternatives` has them.
        """
        if any(one in self._message for one in wanted):
            return True
        language = locale or "en"
        if language not in self._stems:
            self._stems[language] = _stemmed(self._message, language)
        return any(_stemmed_wanted(one, language) in self._stems[language] for one in wanted)


def _stemmed(words: str, language: str) -> str:
    return f" {' '.join(stem(word, language) for word in words.split())} "


# Of rules alone: what customers wrote must not be kept.
_stemmed_wanted = lru_cache(maxsize=4096)(_stemmed)
