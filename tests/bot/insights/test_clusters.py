from __future__ import annotations

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage

from bot.insights.clusters import cluster
from embeddings.encoder import Vectors


def unit(vectors: Vectors) -> Vectors:
    found: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return found.astype(np.float32)


def blobs(count: int, seed: int) -> Vectors:
    random = np.random.default_rng(seed)
    centres = random.normal(size=(12, 24))
    return unit(centres[random.integers(0, 12, count)] + random.normal(scale=0.7, size=(count, 24)))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("least", [0.2, 0.5, 0.8])
def test_groups_are_those_of_scipys_average_linkage(seed: int, least: float) -> None:
    vectors = blobs(150, seed)
    labels = fcluster(linkage(vectors, "average", "cosine"), 1 - least, "distance")
    expected = {frozenset(np.flatnonzero(labels == label).tolist()) for label in set(labels)}

    assert {frozenset(rows.tolist()) for rows in cluster(vectors, least)} == expected


def test_row_with_a_weight_counts_as_so_many_equal_rows() -> None:
    vectors = blobs(60, 3)
    weights = np.random.default_rng(1).integers(1, 5, 60)
    repeated = np.repeat(np.arange(60), weights)
    whole = {frozenset(repeated[rows].tolist()) for rows in cluster(vectors[repeated], 0.5)}

    assert {frozenset(rows.tolist()) for rows in cluster(vectors, 0.5, weights.astype(np.float32))} == whole


def test_largest_group_comes_first_and_nothing_gives_nothing() -> None:
    vectors = unit(np.array([[1, 0], [0, 1], [0.02, 1], [0.01, 1]], dtype=np.float32))

    assert [rows.tolist() for rows in cluster(vectors, 0.5)] == [[1, 2, 3], [0]]
    assert cluster(np.zeros((0, 2), np.float32), 0.5) == []
