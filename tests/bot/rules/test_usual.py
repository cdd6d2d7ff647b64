from __future__ import annotations

import numpy as np
import pytest

from bot.knowledge import ReleaseKnowledge
from bot.rules.usual import OF_PACKAGED_ENCODER, usual_cosine


def test_usual_cosine_is_the_mean_over_pairs_of_different_articles() -> None:
    vectors = np.random.default_rng(1).normal(size=(14, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors = np.abs(vectors)
    articles = [f"article {row % 6}" for row in range(14)]
    pairs = [vectors[a] @ vectors[b] for a in range(14) for b in range(14) if articles[a] != articles[b]]

    assert usual_cosine(vectors, articles) == pytest.approx(float(np.mean(pairs)), abs=1e-5)


def test_few_articles_are_taken_to_be_like_any_others() -> None:
    assert usual_cosine(np.ones((3, 2), dtype=np.float32), ["a", "b", "b"]) == OF_PACKAGED_ENCODER
    assert usual_cosine(np.zeros((0, 2), dtype=np.float32), []) == OF_PACKAGED_ENCODER


def test_sample_help_centre_is_near_what_the_packaged_encoder_gives(knowledge: ReleaseKnowledge) -> None:
    articles, vectors = knowledge.question_vectors

    assert usual_cosine(vectors, articles) == pytest.approx(OF_PACKAGED_ENCODER, abs=0.05)
