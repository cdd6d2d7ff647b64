"""Text → index terms, the same for articles and queries.

Question words and auxiliaries are kept: «how», «when» and «can» tell titles apart, and dropping them cost 3 points of
nDCG@10 on a set of real questions to an FAQ.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

import Stemmer

_WORD = re.compile(r"[^\W_]+(?:[-_./'’][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_CJK = re.compile(r"[぀-ヿ㐀-䶿一-鿿豈-﫿가-힯]+")
_STEMMERS: Mapping[str, str] = {
    "ar": "arabic", "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_STOP_WORDS = frozenset(
    """
    a an and are as at be but by for i if in into is it me my no not of on or our s such t that the their then there
    these they this to was we will with you your
    """.split()  # noqa: SIM905 (a list of words reads better than a list of strings)
)


def terms(text: str, locale: str = "en") -> list[str]:
    """The terms of a text in order, repeats kept: stemmed words without stop words; all words if only those are left.

    Compounds and identifiers ('ORR-1003', 'api.key') give themselves and their parts; runs of Chinese, Japanese and
    Korean characters give overlapping pairs.
    """
    words = _words(unicodedata.normalize("NFKC", text).casefold())
    kept = [word for word in words if word not in _STOP_WORDS] or words
    stemmer = _of(locale)
    return [stemmer.stemWord(word) for word in kept]


def stem(word: str, locale: str = "en") -> str:
    """What all forms of a word in lower case have in common, in the locale's language; English where it has none."""
    found: str = _of(locale).stemWord(word)
    return found


def _words(text: str) -> list[str]:
    words: list[str] = []
    for match in _WORD.finditer(text):
        word = match.group().replace("’", "'").removesuffix("'s")
        if _CJK.search(word):
            words.extend(_with_pairs(word))
            continue
        parts = _PART.findall(word)
        words.append(word)
        if len(parts) > 1:
            words.extend(parts)
    return words


def _with_pairs(word: str) -> list[str]:
    found: list[str] = []
    position = 0
    for run in _CJK.finditer(word):
        found.extend(_PART.findall(word[position : run.start()]))
        characters = run.group()
        found.extend([characters] if len(characters) == 1 else map("".join, pairwise(characters)))
        position = run.end()
    return found + _PART.findall(word[position:])


def _of(locale: str) -> Stemmer.Stemmer:
    return _stemmer(locale.replace("_", "-").partition("-")[0].casefold())


@lru_cache(maxsize=32)
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS.get(language, "english"))
