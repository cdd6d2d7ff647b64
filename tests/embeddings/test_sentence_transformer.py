from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import EncoderError
from embeddings.model_files import ModelFiles, locate_model
from embeddings.onnx_encoder import OnnxQueryEncoder
from embeddings.sentence_transformer import SentenceTransformerEncoder, load_bare

TEXTS = ["short", "a text that is a good deal longer than the others " * 6, "", "middling, this one", "重置"] * 9


def test_vectors_are_normalised_and_in_the_order_of_the_texts(tiny_encoder: SentenceTransformerEncoder) -> None:
    vectors = tiny_encoder.encode_passages(TEXTS)
    assert vectors.shape == (45, 32)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    alone = np.stack([tiny_encoder.encode_passages([text])[0] for text in TEXTS[:5]])
    np.testing.assert_allclose(vectors[:5], alone, atol=1e-5)
    np.testing.assert_allclose(vectors[5:10], alone, atol=1e-5)


def test_the_bare_encoding_gives_the_same_vectors(
    tiny_encoder: SentenceTransformerEncoder, tiny_files: ModelFiles
) -> None:
    bare = load_bare(tiny_files.folder)
    np.testing.assert_allclose(bare(TEXTS), tiny_encoder.encode_passages(TEXTS), atol=1e-5)


def test_no_passages_give_no_rows(tiny_encoder: SentenceTransformerEncoder) -> None:
    assert tiny_encoder.encode_passages([]).shape == (0, 32)


def test_progress_adds_up_to_the_number_of_passages(tiny_encoder: SentenceTransformerEncoder) -> None:
    told: list[int] = []
    tiny_encoder.encode_passages(TEXTS, told.append)
    assert sum(told) == len(TEXTS)
    assert len(told) > 1


def test_encoder_says_what_its_files_say(tiny_encoder: SentenceTransformerEncoder, tiny_files: ModelFiles) -> None:
    assert (tiny_encoder.name, tiny_encoder.fingerprint) == ("tiny-bert", tiny_files.fingerprint)
    assert (tiny_encoder.max_tokens, tiny_encoder.dimension) == (254, 32)
    assert tiny_encoder.count_tokens(["reset my key", ""]) == [3, 0]


def test_tokens_are_those_that_the_model_reads(encoder: SentenceTransformerEncoder) -> None:
    inside = "word " * encoder.max_tokens
    before, at, over = encoder.encode_passages([inside + "x", inside, inside.removesuffix("word ")])
    np.testing.assert_allclose(before, at, atol=1e-6)
    assert float(at @ over) < 1 - 1e-6


@pytest.mark.parametrize("default", [None, "query"])
def test_prompts_of_a_model_reach_both_sides(
    model_with: Callable[..., Path], tmp_path: Path, default: str | None
) -> None:
    prompts = {"query": "query: ", "document": "passage: "}
    folder = model_with("config_sentence_transformers.json", prompts=prompts, default_prompt_name=default)
    passages, export = SentenceTransformerEncoder(locate_model(str(folder))), tmp_path / "export"
    export.mkdir()
    passages.export_query_encoder(export)
    queries = OnnxQueryEncoder(export)
    stored = passages.encode_passages(["how do I reset it?"])[0]
    np.testing.assert_allclose(queries.encode_as_passages(["how do I reset it?"])[0], stored, atol=1e-5)
    assert float(queries.encode_query("how do I reset it?") @ stored) < 0.9999


def test_encoding_goes_on_unchanged_after_an_export(tiny_encoder: SentenceTransformerEncoder, tmp_path: Path) -> None:
    before = tiny_encoder.encode_passages(TEXTS[:5])
    tiny_encoder.export_query_encoder(tmp_path)
    np.testing.assert_array_equal(tiny_encoder.encode_passages(TEXTS[:5]), before)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["encoder.json", "model.onnx", "tokenizer.json"]
    assert json.loads((tmp_path / "encoder.json").read_text(encoding="utf-8"))["sequence_length"] == 256


def test_folder_with_broken_weights_is_an_error_that_names_it(model_with: Callable[..., Path]) -> None:
    folder = model_with("config.json", hidden_size=31)
    with pytest.raises(EncoderError, match=r"The encoder 'model' in '.*' could not be loaded"):
        SentenceTransformerEncoder(locate_model(str(folder)))
