"""The dense index: the only module that imports faiss."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from embeddings.encoder import Vectors

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class DenseIndex:
    """Exact cosine search over L2-normalised vectors, one row each."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        # One query at a time: waking faiss's threads costs more than they save, most of all when the cores are busy.
        faiss.omp_set_num_threads(1)
        self._index = index
        self._vectors: Vectors = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d).reshape(-1, index.d)

    @classmethod
    def build(cls, vectors: Vectors) -> DenseIndex:
        """An index of (n, dim) float32, L2-normalised vectors."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """The index that `save` wrote."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Writes the index to a file in faiss's own format."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, query: Vectors, k: int, allowed: Mask | None = None) -> tuple[Rows, Vectors]:
        """The rows nearest to a (dim,) vector and their cosines, best first; at most k, fewer if fewer are allowed.

        Rows that `allowed` (a mask over all rows) leaves out are never looked at, so they take no place among the k.
        """
        k = min(k, len(self))
        if k <= 0 or (allowed is not None and not allowed.any()):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        parameters = None
        if allowed is not None and not allowed.all():
            selector = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
            parameters = faiss.SearchParameters(sel=selector)
        scores, rows = self._index.search(query[np.newaxis, :], k, params=parameters)
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def nearest_cosines(self, queries: Vectors) -> Vectors:
        """The cosine of each of (n, dim) vectors with the row nearest to it, (n,); -1 where there is no row."""
        if not len(self):
            return np.full(len(queries), -1, dtype=np.float32)
        cosines: Vectors = self._index.search(np.ascontiguousarray(queries), 1)[0][:, 0]
        return cosines

    def scores(self, query: Vectors, rows: Rows) -> Vectors:
        """The cosine of a (dim,) vector with each of the rows, in their order."""
        if 2 * len(rows) > len(self):
            whole: Vectors = self._vectors @ query  # cheaper than copying most rows out first
            return whole[rows]
        some: Vectors = self._vectors[rows] @ query
        return some

    def vectors_of(self, rows: Rows) -> Vectors:
        """The vectors of some rows, (rows, dim) float32, in their order."""
        some: Vectors = self._vectors[rows]
        return some

    def vectors(self) -> Vectors:
        """A copy of all vectors, (n, dim) float32: for evaluation. The index's own memory ends with it."""
        return self._vectors.copy()
