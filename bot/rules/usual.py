"""How like each other questions are that have nothing to do with each other: encoders and help centres differ in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from embeddings.encoder import Vectors

FEWEST_ARTICLES = 5
# What the packaged encoder gives for questions of one help centre.
OF_PACKAGED_ENCODER = 0.14
HIGHEST = 0.9


def usual_cosine(vectors: Vectors, articles: Sequence[str]) -> float:
    """The mean cosine of questions of different articles, given their (n, dim) vectors and their articles' ids.

    That of the packaged encoder where there are hardly any articles to tell it from; never so high that it would leave
    no room for what is alike.
    """
    ids, numbers = np.unique(np.array(articles, dtype=np.str_), return_inverse=True)
    if len(ids) < FEWEST_ARTICLES:
        return OF_PACKAGED_ENCODER
    sums = np.zeros((len(ids), vectors.shape[1]), dtype=np.float64)
    np.add.at(sums, numbers, vectors)
    sizes = np.bincount(numbers)
    total = sums.sum(axis=0)
    pairs = float(len(vectors) ** 2 - (sizes * sizes).sum())
    return float(np.clip((total @ total - (sums * sums).sum()) / pairs, 0.0, HIGHEST))
