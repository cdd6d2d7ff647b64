"""What an index's titles and alternative questions say about a query: which articles are asked for in these words."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from embeddings.dense import DenseIndex, Mask
from embeddings.encoder import Vectors

Ints = npt.NDArray[np.int64]

# How fast a question stops counting as it gets less like the query: a cosine lower by as much counts e times less.
POOL_WIDTH = 0.08
POOL_POWER = 2.5
NEIGHBOURS = 64
NEIGHBOUR_WIDTH = 0.15
NEIGHBOUR_NOISE = 0.3
# An accepted question speaks for its article from this cosine on. It has the words of one customer: further away it
# would draw to the article whatever sounds like it, and most to those that customers happen to have asked about.
ACCEPTED_COSINE = 0.7
# From this cosine on, two questions are one that is asked of two articles.
SAME_QUESTION = 0.9999
LEAST_APART = 0.05


@dataclass(frozen=True, slots=True)
class QuestionScores:
    """Of each article: the cosine of its nearest question, its pooled likeness (0 and up), its vote (about 0 to 1)."""

    best: Vectors
    pooled: Vectors
    vote: Vectors


class QuestionField:
    """The titles and alternative questions of a release, row i belonging to the article with number `articles[i]`.

    `accepted` masks the rows that were accepted from use, which count for queries that are much like them alone.
    """

    def __init__(self, index: DenseIndex, articles: Ints, count: int, accepted: Mask | None = None) -> None:
        self.articles = articles
        self._index, self._count = index, count
        self._accepted = accepted if accepted is not None and accepted.any() else None
        self._starts = np.searchsorted(articles, np.arange(count + 1))

    @property
    def alternatives(self) -> float:
        """The binary logarithm of how many titles and alternative questions of its own an article has; 0 for none."""
        own = len(self.articles) - (0 if self._accepted is None else int(self._accepted.sum()))
        return math.log2(own / self._count) if own else 0.0

    def nearest(self, vector: Vectors, k: int, allowed: Mask | None) -> Ints:
        """The k rows nearest to a (dim,) vector, of the articles that `allowed`, a mask over articles, lets through."""
        among = None if allowed is None else allowed[self.articles]
        if self._accepted is None:
            return self._index.search(vector, k, among)[0]
        every = np.ones(len(self.articles), dtype=np.bool_) if among is None else among
        own, own_cosines = self._index.search(vector, k, every & ~self._accepted)
        others, cosines = self._index.search(vector, k, every & self._accepted)
        near = cosines >= ACCEPTED_COSINE
        rows = np.concatenate([own, others[near]])
        together: Ints = rows[np.argsort(-np.concatenate([own_cosines, cosines[near]]), kind="stable")[:k]]
        return together

    def scores(self, vector: Vectors, numbers: Ints, nearest: Ints) -> QuestionScores:
        """The scores of the articles with these numbers, each (numbers,), given the rows `nearest` to the vector.

        An article without a question scores 0.
        """
        counts = self._starts[numbers + 1] - self._starts[numbers]
        offsets = np.cumsum(counts) - counts
        rows = np.arange(counts.sum()) + np.repeat(self._starts[numbers] - offsets, counts)
        cosines = self._index.scores(vector, rows)
        if self._accepted is not None:
            is_far = self._accepted[rows] & (cosines < ACCEPTED_COSINE)
            cosines = np.where(is_far, np.float32(-1), cosines)
        asked = counts > 0
        best, pooled = np.zeros((2, len(numbers)), dtype=np.float32)
        if asked.any():
            best[asked] = np.maximum.reduceat(cosines, offsets[asked])
            pooled[asked] = _pooled(cosines, offsets[asked])
        return QuestionScores(best=best, pooled=pooled, vote=self._votes(vector, nearest)[numbers])

    def distance(self, vector: Vectors, nearest: Ints) -> float:
        """How far the query lies from the nearest question, over how far that one lies from its own nearest neighbour.

        Without a question it is infinite. Source: the local outlier factor with one neighbour (Breunig et al. 2000),
        among the rows `nearest` to the query.
        """
        rows = nearest[:NEIGHBOURS]
        if not len(rows):
            return math.inf
        vectors = self._index.vectors_of(rows)
        among = vectors[1:] @ vectors[0]
        others = among[among < SAME_QUESTION]
        apart = 1 - float(others.max()) if len(others) else 1.0
        return (1 - float(vectors[0] @ vector)) / (apart + LEAST_APART)

    def _votes(self, vector: Vectors, nearest: Ints) -> Vectors:
        """Every article's share in what the nearest questions predict, (articles,).

        The nearest questions are weighed so that many alike do not count many times: kernel ridge regression from their
        vectors to their articles. Source: Rasmussen & Williams 2006, "Gaussian Processes for Machine Learning", 2.2.
        """
        votes = np.zeros(self._count, dtype=np.float32)
        rows = nearest[:NEIGHBOURS]
        if len(rows):
            vectors = self._index.vectors_of(rows)
            among = np.exp((vectors @ vectors.T - 1) / NEIGHBOUR_WIDTH)
            among[np.diag_indices_from(among)] += NEIGHBOUR_NOISE
            weights = np.linalg.solve(among, np.exp((vectors @ vector - 1) / NEIGHBOUR_WIDTH))
            np.add.at(votes, self.articles[rows], weights)
        return votes


def _pooled(cosines: Vectors, offsets: Ints) -> Vectors:
    """How like the query an article's questions are: the best one counts most, and others nearly as good add to it."""
    together = np.add.reduceat(np.exp((cosines - 1) / POOL_WIDTH), offsets)
    likeness: Vectors = np.maximum(1 + np.float32(POOL_WIDTH) * np.log(together), np.float32(0))
    return np.power(likeness, np.float32(POOL_POWER))
