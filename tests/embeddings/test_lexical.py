from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.lexical import LexicalIndex

TEXTS = (
    "reset passkey reset account",
    "deposit network network suspended",
    "deposit fee",
    "close account",
)
VOCABULARY = ("reset", "passkey", "account", "deposit", "network", "fee", "close", "zebra", "ORR-1003", "的")
WORDS = st.lists(st.sampled_from(VOCABULARY)).map(" ".join)


def index(*texts: str) -> LexicalIndex:
    return LexicalIndex.build(texts, ["en"] * len(texts))


def test_score_equals_one_worked_out_by_hand() -> None:
    # 4 texts of 4, 4, 2 and 2 terms: 3 on average. «deposit» stands in 2, «network» in 1, twice.
    def idf(frequency: int) -> float:
        return log(1 + (4 - frequency + 0.5) / (frequency + 0.5))

    def weight(count: int, length: int) -> float:
        return count / (count + 1.5 * (1 - 0.75 + 0.75 * length / 3))

    highest = idf(2) + idf(1)
    expected = [
        0,
        (idf(2) * weight(1, 4) + idf(1) * weight(2, 4)) / highest,
        idf(2) * weight(1, 2) / highest,
        0,
    ]
    np.testing.assert_allclose(index(*TEXTS).scores("deposit network"), expected, atol=1e-6)


@given(texts=st.lists(WORDS, min_size=1, max_size=8), query=WORDS)
def test_every_score_is_a_share(texts: list[str], query: str) -> None:
    scores = index(*texts).scores(query)
    assert scores.shape == (len(texts),)
    assert scores.dtype == np.float32
    assert scores.min() >= 0
    assert scores.max() <= 1


def test_unknown_terms_lower_the_share_as_the_rarest_would() -> None:
    known = index(*TEXTS).scores("deposit network")
    diluted = index(*TEXTS).scores("deposit network zebra")
    highest = log(1 + 2.5 / 2.5) + log(1 + 3.5 / 1.5)
    np.testing.assert_allclose(diluted, known * highest / (highest + log(1 + 4.5 / 0.5)), atol=1e-6)


def test_a_term_counts_once_however_often_it_is_asked() -> None:
    np.testing.assert_array_equal(index(*TEXTS).scores("fee fee fee"), index(*TEXTS).scores("fee"))


@pytest.mark.parametrize("query", ["", " ?! ", "zebra", "🔐"])
def test_query_without_a_known_term_scores_zero_everywhere(query: str) -> None:
    np.testing.assert_array_equal(index(*TEXTS).scores(query), np.zeros(4, dtype=np.float32))


def test_text_without_terms_is_a_row_that_nothing_finds() -> None:
    scores = index("?!", "deposit", "").scores("deposit")
    assert np.flatnonzero(scores).tolist() == [1]


def test_texts_are_analysed_in_their_own_language() -> None:
    mixed = LexicalIndex.build(["Einzahlungen dauern Stunden", "payments take hours"], ["de", "en"])
    assert np.flatnonzero(mixed.scores("Einzahlung Stunde", "de-AT")).tolist() == [0]
    assert np.flatnonzero(mixed.scores("payment")).tolist() == [1]


def test_saved_index_scores_as_before_and_holds_no_pickle(tmp_path: Path) -> None:
    built = index(*TEXTS)
    built.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical")
    assert len(loaded) == len(built) == 4
    for query in ("deposit network", "reset zebra", ""):
        np.testing.assert_array_equal(loaded.scores(query), built.scores(query))
    arrays = list((tmp_path / "lexical").glob("*.npy"))
    assert len(arrays) >= 3
    assert all(np.load(path, allow_pickle=False).size for path in arrays)
