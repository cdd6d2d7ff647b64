from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import CanaryError
from embeddings.canary import SAMPLE, check_release
from embeddings.dense import DenseIndex
from embeddings.encoder import Vectors
from embeddings.model_files import locate_model
from embeddings.onnx_encoder import OnnxQueryEncoder
from embeddings.publish import Publisher
from embeddings.release import Release, load_release
from embeddings.sentence_transformer import SentenceTransformerEncoder
from tests.embeddings.builders import articles, publisher


@pytest.fixture
def release(folder: Path) -> Release:
    return load_release(folder)


def with_questions(release: Release, change: Callable[[Vectors], Vectors]) -> Release:
    """The release with other vectors in its question field."""
    return replace(release, question_index=DenseIndex.build(change(release.question_index.vectors())))


def test_published_releases_pass(release: Release, sample_release: Release) -> None:
    check_release(release)
    check_release(sample_release)


def test_vectors_of_another_encoder_are_refused(release: Release) -> None:
    noise = np.random.default_rng(1).normal(scale=0.01, size=(len(release.questions), 32)).astype(np.float32)

    def perturb(vectors: Vectors) -> Vectors:
        vectors = vectors + noise
        normalised: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return normalised

    with pytest.raises(CanaryError, match=r"another vector than the passage encoder did \(cosine 0\.99.* Delete cache"):
        check_release(with_questions(release, perturb))


def test_query_encoder_with_another_tokenizer_is_refused(release: Release, folder: Path) -> None:
    path = folder / "encoder" / "tokenizer.json"
    content = path.read_text(encoding="utf-8").replace('"how":', '"now":', 1)
    path.unlink()
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CanaryError, match="gives 'How do Deposits work"):
        check_release(replace(release, encoder=OnnxQueryEncoder(folder / "encoder")))


def test_questions_in_another_order_than_their_vectors_are_refused(release: Release) -> None:
    with pytest.raises(CanaryError, match="The live index is unchanged"):
        check_release(with_questions(release, lambda vectors: np.ascontiguousarray(vectors[::-1])))


def test_title_that_does_not_find_its_article_is_refused_and_named(release: Release) -> None:
    def drown(vectors: Vectors) -> Vectors:
        """Lets the last row, which isn't normalised, win every search."""
        return np.vstack([vectors[:-1], vectors[-1:] * 3])

    with pytest.raises(
        CanaryError, match=r"the title 'How do Deposits work\?' it does not find the article 'deposits'"
    ):
        check_release(with_questions(release, drown))


def test_articles_may_share_a_title(tiny_publisher: Publisher) -> None:
    same = [replace(article, title="Announcement") for article in articles()]
    assert tiny_publisher.publish(same).published


def test_large_release_is_asked_a_sample_spread_over_it(sample_release: Release) -> None:
    assert len(sample_release.questions) > 2 * SAMPLE
    last = len(sample_release.questions) // SAMPLE * (SAMPLE - 1)

    def spoil(vectors: Vectors) -> Vectors:
        vectors[last] = -vectors[last]
        return vectors

    with pytest.raises(CanaryError):
        check_release(with_questions(sample_release, spoil))


def test_model_that_wants_prompts_passes(model_with: Callable[..., Path], tmp_path: Path) -> None:
    prompts = {"query": "query: ", "document": "passage: "}
    files = locate_model(str(model_with("config_sentence_transformers.json", prompts=prompts)))
    report = publisher(tmp_path / "home", files, lambda: SentenceTransformerEncoder(files)).publish(articles())
    assert report.published
