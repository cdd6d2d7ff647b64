from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from embeddings.dense import DenseIndex, Mask
from embeddings.encoder import Vectors

DIMENSION = 8


def unit(seed: int, rows: int) -> Vectors:
    """Random normalised vectors."""
    vectors = np.random.default_rng(seed).normal(size=(rows, DIMENSION)).astype(np.float32)
    normalised: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normalised


@given(seed=st.integers(0, 2**32), rows=st.integers(1, 200), k=st.integers(1, 220), share=st.floats(0, 1))
def test_search_equals_brute_force_over_the_allowed_rows(seed: int, rows: int, k: int, share: float) -> None:
    stored, query = unit(seed, rows), unit(seed + 1, 1)[0]
    allowed: Mask = np.random.default_rng(seed).random(rows) < share
    cosines = stored @ query
    best = np.sort(cosines[allowed])[::-1][:k]
    found, scores = DenseIndex.build(stored).search(query, k, allowed)
    assert len(set(found.tolist())) == len(best)
    assert allowed[found].all()
    np.testing.assert_allclose(scores, best, atol=1e-6)
    np.testing.assert_allclose(scores, cosines[found], atol=1e-6)


def test_without_a_mask_every_row_is_allowed() -> None:
    stored, query = unit(1, 30), unit(2, 1)[0]
    found, _ = DenseIndex.build(stored).search(query, 5)
    assert found.tolist() == np.argsort(-(stored @ query))[:5].tolist()


def test_forbidden_rows_take_no_place_among_the_k() -> None:
    stored = unit(3, 100)
    allowed: Mask = np.zeros(100, dtype=np.bool_)
    worst_rows = np.argsort(stored @ stored[0])[:3]
    allowed[worst_rows] = True
    found, _ = DenseIndex.build(stored).search(stored[0], 3, allowed)
    assert sorted(found.tolist()) == sorted(worst_rows.tolist())


def test_more_than_there_is_gives_all_there_is() -> None:
    found, scores = DenseIndex.build(unit(4, 7)).search(unit(5, 1)[0], 50)
    assert sorted(found.tolist()) == list(range(7))
    assert np.all(np.diff(scores) <= 0)


def test_nothing_allowed_or_wanted_gives_nothing() -> None:
    index, query = DenseIndex.build(unit(6, 5)), unit(7, 1)[0]
    for found, scores in (index.search(query, 3, np.zeros(5, dtype=np.bool_)), index.search(query, 0)):
        assert (found.shape, scores.shape) == ((0,), (0,))
        assert found.dtype == np.int64
        assert scores.dtype == np.float32


def test_index_without_rows_finds_nothing() -> None:
    found, _ = DenseIndex.build(np.zeros((0, DIMENSION), dtype=np.float32)).search(unit(8, 1)[0], 3)
    assert found.size == 0


def test_saved_index_loads_as_it_was(tmp_path: Path) -> None:
    stored, query = unit(9, 40), unit(10, 1)[0]
    index = DenseIndex.build(stored)
    index.save(tmp_path / "dense.faiss")
    loaded = DenseIndex.load(tmp_path / "dense.faiss")
    assert len(loaded) == 40
    np.testing.assert_array_equal(loaded.vectors(), stored)
    for before, after in zip(index.search(query, 10), loaded.search(query, 10), strict=True):
        np.testing.assert_array_equal(before, after)


def test_scores_are_the_cosines_of_the_rows_in_their_order() -> None:
    stored, query = unit(11, 20), unit(12, 1)[0]
    rows = np.array([7, 0, 19, 7], dtype=np.int64)
    np.testing.assert_allclose(DenseIndex.build(stored).scores(query, rows), (stored @ query)[rows], atol=1e-6)
    assert DenseIndex.build(stored).scores(query, rows[:0]).shape == (0,)


def test_vectors_given_out_are_not_the_index_itself() -> None:
    index = DenseIndex.build(unit(13, 20))
    index.vectors()[:] = 0
    np.testing.assert_array_equal(index.vectors(), unit(13, 20))


@given(seed=st.integers(0, 2**32), wanted=st.integers(0, 50))
def test_scores_do_not_depend_on_how_many_rows_are_asked(seed: int, wanted: int) -> None:
    stored, query = unit(seed, 50), unit(seed + 1, 1)[0]
    rows = np.random.default_rng(seed).permutation(50)[:wanted].astype(np.int64)
    np.testing.assert_allclose(DenseIndex.build(stored).scores(query, rows), (stored @ query)[rows], atol=1e-6)
