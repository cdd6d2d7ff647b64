"""Whether a message holds words: whole ones or other forms of them, whatever their case and accents, in any script.

Words that a rule has in capitals and that would name no matter in small letters ("US", "IT") are names of their own:
messages that have both cases hold them only in capitals.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from bot.folded import folded
from bot.function_words import FUNCTION_WORDS
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
    """What may occur in place of one another, each as `as_words` has it; those without a word are left out.

    Words that are in capitals stay so where small letters would make another word of them.
    """
    return tuple(found for one in words.split(ALTERNATIVES) if (found := _with_capitals(one)))


class Wording:
    """A message to look for words in, and those that lead to it."""

    def __init__(self, *messages: str) -> None:
        self._message = "".join(map(as_words, messages))
        self._in_capitals = frozenset(word for one in messages for word in _maybe_in_capitals(one))
        self._stems: dict[str, str] = {}

    def holds(self, wanted: tuple[str, ...], locale: str | None = None) -> bool:
        """Whether any of the alternatives occurs, or another form of their words in the language; English if unknown.

        They are as `alternatives` has them.
        """
        possible = [plain for one in wanted if (plain := self._without_capitals(one))]
        if any(one in self._message for one in possible):
            return True
        if not possible:
            return False
        language = locale or "en"
        if language not in self._stems:
            self._stems[language] = _stemmed(self._message, language)
        return any(_stemmed_wanted(one, language) in self._stems[language] for one in possible)

    def _without_capitals(self, wanted: str) -> str:
        """The words as the message may have them; empty where it has one in small letters that is in capitals."""
        plain = wanted.casefold()
        if plain == wanted or all(word.casefold() in self._in_capitals for word in wanted.split() if _is_capital(word)):
            return plain
        return ""


def _with_capitals(text: str) -> str:
    capitals = FUNCTION_WORDS.intersection(_in_capitals(text))
    words = (word.upper() if word in capitals else word for word in as_words(text).split())
    found = " ".join(words)
    return f" {found} " if found else ""


def _maybe_in_capitals(message: str) -> Iterator[str]:
    """The words that are in capitals; all of them where the message has one case throughout."""
    yield from as_words(message).split() if message.isupper() or message.islower() else _in_capitals(message)


def _in_capitals(text: str) -> Iterator[str]:
    """The words of two and more capitals, folded."""
    for word in _WORD.findall(unicodedata.normalize("NFKC", text)):
        if _is_capital(word):
            yield from as_words(word).split()


def _is_capital(word: str) -> bool:
    return word.isupper() and sum(map(str.isalpha, word)) > 1


def _stemmed(words: str, language: str) -> str:
    return f" {' '.join(stem(word, language) for word in words.split())} "


# Of rules alone: what customers wrote must not be kept.
_stemmed_wanted = lru_cache(maxsize=4096)(_stemmed)
