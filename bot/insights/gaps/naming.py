"""The words that set a group of questions apart from all others."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.function_words import FUNCTION_WORDS
from embeddings.analysis import terms

MOST_TERMS = 3
LEAST_SHARE = 0.3
LEAST_LIFT = 2.0
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


class Vocabulary:
    """How many texts each word is in; a word stands for all its forms."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = 0
        self._in: Counter[str] = Counter()
        for text in texts:
            self._texts += 1
            self._in.update({stem for _, stem in _stems(text)})

    def distinguishing(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Up to three words, in their commonest form: those whose share in these texts tells most against all.

        Words that name no matter are none of them, unless the texts have no others; one there is wherever there is a
        word.
        Source: the pointwise Kullback-Leibler divergence p · ln(p / q), as in Tomokiyo & Hurst 2003, "A language model
        approach to keyphrase extraction".
        """
        inside: Counter[str] = Counter()
        forms: dict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            found = _stems(text)
            inside.update({stem for _, stem in found})
            for form, stem in found:
                forms[stem][form] += 1
        names = {stem: seen.most_common(1)[0][0] for stem, seen in forms.items()}
        of_matter = [stem for stem, name in names.items() if not (name in FUNCTION_WORDS or name.isdigit())] or list(
            names
        )
        scored, telling = [], 0
        for stem in of_matter:
            share, everywhere = inside[stem] / len(texts), (self._in[stem] + 1) / (self._texts + 1)
            is_telling = (
                share >= LEAST_SHARE and inside[stem] >= min(2, len(texts)) and share / everywhere >= LEAST_LIFT
            )
            telling += is_telling
            scored.append((not is_telling, -share * math.log(share / everywhere), stem))
        return tuple(names[stem] for *_, stem in sorted(scored)[: min(MOST_TERMS, telling) or 1])


def _stems(text: str) -> list[tuple[str, str]]:
    """The words of a text with what they are forms of; words that say nothing alone are left out."""
    return [(word, stem) for word in _WORD.findall(text.casefold()) if (stem := _stem(word))]


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    # Beside a word that stays, stop words are dropped.
    kept = [found for found in terms(f"{word} qqqq") if found != "qqqq"]
    return kept[0] if kept and len(word) > 1 else ""
