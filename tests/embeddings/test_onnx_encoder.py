from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.clean import plain_text
from corpus.errors import EncoderError
from corpus.sentences import sentences
from corpus.sources import load_sources
from embeddings.encoder import Vectors
from embeddings.onnx_encoder import OnnxQueryEncoder
from embeddings.sentence_transformer import SentenceTransformerEncoder
from tests.conftest import SAMPLE_ARTICLES

ODD = (
    "", " ", "?", "2FA", "ORR-1003", "a" * 400, "word " * 300, "手数料" * 120, "[CLS] [SEP] [PAD]", "Žluťoučký kůň",
    "如何重置我的双重验证？", "出金が停止しているのはなぜですか", "내 계정을 어떻게 닫나요", "كيف أسحب أموالي",
    "🔐🔑 lost my 📱", "\ttabs\nand\r\nlines\u00a0\u200b",
)  # fmt: skip


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """500 texts of every length: odd ones, whole articles and their sentences."""
    loaded = load_sources([str(SAMPLE_ARTICLES)]).articles
    whole = [plain_text(article.body) for article in loaded[:25]]
    parts = [plain_text(a.body[start:end]) for a in loaded for start, end in sentences(a.body, 0, len(a.body))]
    return [*ODD, *whole, *parts[:: len(parts) // 450]][:500]


@pytest.fixture(scope="module")
def vectors(query_encoder: OnnxQueryEncoder, texts: list[str]) -> Vectors:
    return query_encoder.encode_queries(texts)


def test_onnx_and_sentence_transformers_agree_on_500_texts(
    encoder: SentenceTransformerEncoder, texts: list[str], vectors: Vectors
) -> None:
    assert len(texts) == 500
    assert max(encoder.count_tokens(texts)) > encoder.max_tokens
    cosines = np.einsum("nd,nd->n", vectors, encoder.encode_passages(texts))
    assert cosines.min() >= 0.9999, texts[int(cosines.argmin())]


def test_vectors_are_normalised_float32(vectors: Vectors) -> None:
    assert vectors.shape == (500, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_query_alone_has_the_vector_it_has_in_a_batch(
    query_encoder: OnnxQueryEncoder, texts: list[str], vectors: Vectors
) -> None:
    for row in [*range(len(ODD)), *range(len(ODD), 500, 25)]:
        alone = query_encoder.encode_query(texts[row])
        assert alone.shape == (384,)
        np.testing.assert_allclose(alone, vectors[row], atol=2e-5)


def test_threads_that_share_an_encoder_do_not_disturb_each_other(
    query_encoder: OnnxQueryEncoder, texts: list[str], vectors: Vectors
) -> None:
    rows = [*range(40, 500, 6)] * 2
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda row: query_encoder.encode_query(texts[row]), rows))
    np.testing.assert_allclose(np.stack(found), vectors[rows], atol=2e-5)


def test_no_queries_give_no_rows(query_encoder: OnnxQueryEncoder) -> None:
    assert query_encoder.encode_queries([]).shape == (0, 384)


def test_progress_adds_up_to_the_number_of_queries(query_encoder: OnnxQueryEncoder) -> None:
    told: list[int] = []
    query_encoder.encode_queries(["a", "b", "c"] * 15, told.append)
    assert sum(told) == 45
    assert len(told) > 1


def test_long_query_is_read_up_to_the_window(query_encoder: OnnxQueryEncoder) -> None:
    window = "word " * 254
    np.testing.assert_allclose(
        query_encoder.encode_query(window + "and more"), query_encoder.encode_query(window), atol=1e-6
    )


def test_missing_or_broken_model_is_an_error_with_a_remedy(export: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"could not be loaded: .* Delete cache/encoders"):
        OnnxQueryEncoder(tmp_path)
    for name in ("encoder.json", "tokenizer.json"):
        (tmp_path / name).write_bytes((export / name).read_bytes())
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(EncoderError, match=r"could not be loaded: .* Delete cache/encoders"):
        OnnxQueryEncoder(tmp_path)
