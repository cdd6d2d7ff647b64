"""Words as conversations are found by them: folded, so that what is typed differently is the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.folded import folded

MAX_WORD_CHARS = 40
MAX_SEARCHED = 12
MIN_PREFIX_CHARS = 2
SNIPPET_CHARS = 160
BEFORE_HIT = 60
START, END = "\u0002", "\u0003"  # around a hit; they occur in no text, and a page never takes them for markup
NUMBER_SIGN = "№"  # before a conversation's number, which is no word of its texts

_WORD = re.compile(r"[^\W_]+")
# Scripts without blanks between words: Han, Hiragana, Katakana, Thai, Lao, Khmer and Burmese.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]+"
)
_NUMBER = re.compile(r"\s*#?\s*([0-9]{1,18})\s*")


@dataclass(frozen=True, slots=True)
class Searched:
    """What is looked for: a conversation that has all the words, the last of which need only begin so.

    `number` is that of a conversation that is meant as well; without words it alone is.
    """

    words: Sequence[str]
    prefix: str | None = None
    number: int | None = None

    def hits(self, word: str) -> bool:
        """Whether a folded word is one of those looked for."""
        return word in self.words or (self.prefix is not None and word.startswith(self.prefix))


def words_of(text: str) -> set[str]:
    """The folded words of a text; of scripts without blanks every sign and every pair of neighbours."""
    found: set[str] = set()
    for run in _WORD.findall(folded(text)):
        at = 0
        for unspaced in _UNSPACED.finditer(run):
            found |= _spaced(run[at : unspaced.start()])
            found |= _signs(unspaced[0])
            at = unspaced.end()
        found |= _spaced(run[at:])
    return found


def searched(query: str) -> Searched | None:
    """What the query looks for; None when there is no word in it."""
    number = _NUMBER.fullmatch(query)
    if number and "#" in query:
        return Searched((), None, int(number[1]))
    runs = _WORD.findall(folded(query))[:MAX_SEARCHED]
    if not runs:
        return None
    *first, last = runs
    words = {word for run in first for word in _looked_for(run)}
    prefix = None
    if len(last) >= MIN_PREFIX_CHARS and not _UNSPACED.search(last):
        prefix = last[:MAX_WORD_CHARS]
    else:
        words |= _looked_for(last)
    return Searched(tuple(sorted(words))[:MAX_SEARCHED], prefix, int(number[1]) if number else None)


def snippet(text: str, wanted: Searched) -> str | None:
    """The part of the text around its first hit, every hit in it between START and END; None without a hit."""
    low = folded(text)
    if not any(word in low for word in (*wanted.words, wanted.prefix) if word):
        return None  # most texts, and looking at every word of them costs a hundred times as much
    plain = " ".join(text.replace(START, " ").replace(END, " ").split())
    marks = [mark for run in _WORD.finditer(plain) for mark in _marks(run[0], run.start(), wanted)]
    if not marks:
        return None
    begin = _word_start(plain, max(0, marks[0][0] - BEFORE_HIT))
    stop = begin + SNIPPET_CHARS
    parts, at = ["…" if begin else ""], begin
    for start, end in marks:
        if end > stop:
            break
        parts += [plain[at:start], START, plain[start:end], END]
        at = end
    return "".join(parts) + plain[at:stop] + ("…" if stop < len(plain) else "")


def shortened(text: str, limit: int = SNIPPET_CHARS) -> str:
    """The beginning of the text in one line."""
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def _spaced(run: str) -> set[str]:
    return {run[:MAX_WORD_CHARS]} if run else set()


def _signs(run: str) -> set[str]:
    return {*run, *(run[at : at + 2] for at in range(len(run) - 1))}


def _looked_for(run: str) -> set[str]:
    """The words that a text with this run surely has; pairs of signs say more than the signs."""
    found = words_of(run)
    pairs = {word for word in found if len(word) > 1}
    return pairs or found


def _marks(run: str, at: int, wanted: Searched) -> list[tuple[int, int]]:
    """Where in the text the hits of a run of letters are."""
    unspaced = _UNSPACED.search(unicodedata.normalize("NFKC", run))
    if not unspaced:
        return [(at, at + len(run))] if any(map(wanted.hits, words_of(run))) else []
    hit = [False] * len(run)
    for size in (1, 2):
        for start in range(len(run) - size + 1):
            if any(wanted.hits(word) for word in words_of(run[start : start + size]) if len(word) == size):
                hit[start : start + size] = [True] * size
    edges = [n for n in range(len(run) + 1) if (n < len(run) and hit[n]) != (n > 0 and hit[n - 1])]
    return [(at + start, at + end) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _word_start(text: str, at: int) -> int:
    """The beginning of the first whole word from there on."""
    if at == 0:
        return 0
    blank = text.find(" ", at, at + BEFORE_HIT)
    return blank + 1 if blank >= 0 else at
