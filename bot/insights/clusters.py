"""Groups vectors by meaning: average linkage on cosines, cut where the average cosine of two groups is too low."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from embeddings.encoder import Vectors

Ints = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float32]


def cluster(vectors: Vectors, least_cosine: float, weights: Weights | None = None) -> Sequence[Ints]:
    """The rows of each group, largest group first: no two groups have an average cosine of `least_cosine` or more.

    `vectors` are (n, dim), L2-normalised; a row of weight w counts as w equal rows (1 without weights). The average
    cosine between two groups is the product of their mean vectors, so that merging costs no matrix of all pairs: memory
    is O(n · dim), time O(n² · dim). Ties go to the lower row; no vectors give no groups.
    Source: Müllner 2011, "Modern hierarchical, agglomerative clustering algorithms", the nearest-neighbour chain, which
    average linkage (UPGMA) permits because it is reducible: a merger brings nobody closer to a third.
    """
    forest = _Forest(vectors, weights)
    chain: list[int] = []
    while forest.alive.any():
        if not chain:
            chain.append(int(np.argmax(forest.alive)))
        tip = chain[-1]
        nearest, cosine = forest.nearest(tip, chain[-2] if len(chain) > 1 else None)
        if nearest is None or cosine < least_cosine:
            # Nobody is near enough to the tip, and nobody ever will be.
            forest.finish(tip)
            chain.pop()
        elif len(chain) > 1 and nearest == chain[-2]:
            del chain[-2:]
            forest.merge(tip, nearest)
        else:
            chain.append(nearest)
    groups = [np.array(sorted(members), dtype=np.int64) for members in forest.finished]
    return sorted(groups, key=lambda rows: (-len(rows), int(rows[0])))


class _Forest:
    """The groups so far: each lives in the row of one of its members until it is finished."""

    def __init__(self, vectors: Vectors, weights: Weights | None) -> None:
        count = len(vectors)
        self._means = np.array(vectors, dtype=np.float32)
        self._weights = np.ones(count, dtype=np.float32) if weights is None else weights.astype(np.float32)
        self._members: list[list[int]] = [[row] for row in range(count)]
        self.alive = np.ones(count, dtype=bool)
        self.finished: list[list[int]] = []

    def nearest(self, row: int, preferred: int | None) -> tuple[int | None, float]:
        """The group nearest to that of the row, the preferred one if there are several, and their average cosine."""
        cosines = np.where(self.alive, self._means @ self._means[row], -np.inf)
        cosines[row] = -np.inf
        best = int(np.argmax(cosines))
        if cosines[best] == -np.inf:
            return None, -np.inf
        if preferred is not None and cosines[preferred] >= cosines[best]:
            best = preferred
        return best, float(cosines[best])

    def merge(self, one: int, other: int) -> None:
        """Makes one group of two."""
        kept, gone = min(one, other), max(one, other)
        total = self._weights[kept] + self._weights[gone]
        together = self._weights[kept] * self._means[kept] + self._weights[gone] * self._means[gone]
        self._means[kept], self._weights[kept] = together / total, total
        self._members[kept] += self._members[gone]
        self._discard(gone)

    def finish(self, row: int) -> None:
        """Leaves the group as it is."""
        self.finished.append(self._members[row])
        self._discard(row)

    def _discard(self, row: int) -> None:
        self.alive[row] = False
        self._means[row] = 0
