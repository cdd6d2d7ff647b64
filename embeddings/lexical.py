"""The lexical index (BM25): the only module that imports bm25s."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np

from embeddings.analysis import terms
from embeddings.encoder import Vectors
from embeddings.spelling import Spelling

_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")


class LexicalIndex:
    """BM25 (Lucene's variant) over texts, one row each.

    Source: Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework"; idf = ln(1 + (N - df + .5)/(df + .5)).
    """

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25
        self._rows = int(bm25.scores["num_docs"])
        document_frequency = np.diff(bm25.scores["indptr"]).astype(np.float64)
        self._idf = np.log1p((self._rows - document_frequency + 0.5) / (document_frequency + 0.5))
        # The library's own empty term has no rows.
        self._spelling = Spelling({term: int(document_frequency[row]) for term, row in bm25.vocab_dict.items() if term})
        self._unknown_idf = float(np.log1p((self._rows + 0.5) / 0.5))

    @classmethod
    def build(cls, texts: Sequence[str], locales: Sequence[str]) -> LexicalIndex:
        """An index of the texts, each analysed in the language of its locale."""
        tokens = [terms(text, locale) or [""] for text, locale in zip(texts, locales, strict=True)]
        bm25 = bm25s.BM25(method="lucene", backend="numpy", csc_backend="numpy")
        bm25.index(tokens, show_progress=False)
        return cls(bm25)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """The index that `save` wrote; nothing of it is pickled."""
        return cls(bm25s.BM25.load(folder, allow_pickle=False, show_progress=False))

    def save(self, folder: Path) -> None:
        """Writes the index into a folder of its own."""
        self._bm25.save(folder, allow_pickle=False, show_progress=False)

    def __len__(self) -> int:
        return self._rows

    def scores(self, query: str, locale: str = "en") -> Vectors:
        """The (rows,) float32 share, in [0, 1], of the query's term weight that each row holds.

        This is the BM25 score over the highest that any text could reach for this query: the sum of the terms' idf,
        terms unknown to the index counting as the rarest. So it is comparable between queries, and a query that is
        mostly about something else scores low everywhere. A term that the index lacks counts as the one it is probably
        a misspelling of, unless it is a name in capitals. Zero for a query without terms.
        """
        wanted, known = self._wanted(query, locale)
        if not known:
            return np.zeros(self._rows, dtype=np.float32)
        highest = float(self._idf[known].sum()) + self._unknown_idf * (wanted - len(known))
        raw: Vectors = self._bm25.get_scores_from_ids(known)
        return raw / np.float32(highest)

    def rarest(self, query: str, locale: str = "en") -> float:
        """How rare the rarest of the query's terms is that the index holds, in [0, 1]; 0 when it holds none.

        This is the term's idf over that of a term in no row.
        """
        _, known = self._wanted(query, locale)
        return float(self._idf[known].max()) / self._unknown_idf if known else 0.0

    def term_weights(self, text: str, locale: str = "en") -> dict[str, float]:
        """How much each distinct term of a text tells: its idf, and that of a term in no row where the index lacks it.

        A misspelt term is given as the one that was probably meant.
        """
        vocabulary = self._bm25.vocab_dict
        named = frozenset(terms(" ".join(_names(text)), locale))
        found: dict[str, float] = {}
        for term in terms(text, locale):
            meant = term if term in vocabulary or term in named else self._spelling.nearest(term) or term
            found[meant] = float(self._idf[vocabulary[meant]]) if meant in vocabulary else self._unknown_idf
        return found

    def _wanted(self, query: str, locale: str) -> tuple[int, list[int]]:
        """How many distinct terms the query has, and the ids of those that the index holds, misspelt ones included."""
        wanted = dict.fromkeys(terms(query, locale))
        vocabulary = self._bm25.vocab_dict
        named = frozenset(terms(" ".join(_names(query)), locale))
        meant = (term if term in vocabulary or term in named else self._spelling.nearest(term) for term in wanted)
        return len(wanted), list(dict.fromkeys(vocabulary[term] for term in meant if term in vocabulary))


def _names(query: str) -> list[str]:
    """The words in capitals, which are names and tickers rather than misspelt words; none where all of them are."""
    found = _CAPITALS.findall(query)
    return found if query != query.upper() or len(query.split()) == 1 else []
