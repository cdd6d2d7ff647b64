from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.answer import Hit
from bot.knowledge import ReleaseKnowledge
from bot.retrieval.rerank import DEPTH, rerank
from bot.settings import Settings
from bot.wiring import open_assistant, reranker_loader
from corpus.errors import EncoderError
from embeddings.release import Release
from tests.bot.articles import TODAY
from tests.embeddings.tiny_models import save_cross_encoder


class Longest:
    """A re-ranker that likes long texts, and keeps what it was asked."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
        self.questions.append(question)
        return np.array([min(1.0, len(text) / 5000) for text in texts], dtype=np.float32)


@pytest.fixture(scope="module")
def hits(sample_release: Release) -> list[Hit]:
    return ReleaseKnowledge(sample_release, today=lambda: TODAY).retrieve("withdrawal fees", 30)


def test_first_hits_are_ordered_by_the_reranker_and_the_others_follow(hits: list[Hit]) -> None:
    found = rerank(Longest(), "withdrawal fees", hits)
    lengths = [len(hit.article.title) + len(hit.passage.text) for hit in found[:DEPTH]]

    assert {hit.article.id for hit in found[:DEPTH]} == {hit.article.id for hit in hits[:DEPTH]}
    assert lengths[0] > lengths[-1]
    assert [hit.article.id for hit in found[DEPTH:]] == [hit.article.id for hit in hits[DEPTH:]]


def test_ranks_and_scores_follow_the_new_order(hits: list[Hit]) -> None:
    found = rerank(Longest(), "withdrawal fees", hits)

    assert [hit.rank for hit in found] == list(range(1, len(hits) + 1))
    assert sorted((hit.score for hit in found), reverse=True) == [hit.score for hit in found]


def test_article_asked_for_by_its_title_stays_first(sample_release: Release) -> None:
    knowledge = ReleaseKnowledge(sample_release, today=lambda: TODAY, reranker=Longest())
    (top,) = knowledge.retrieve("how do i reset two-factor authentication (2fa)", 1)

    assert top.article.id == "reset-two-factor-authentication"


def test_nothing_is_reranked_without_hits() -> None:
    reranker = Longest()

    assert rerank(reranker, "?", []) == []
    assert reranker.questions == []


def test_knowledge_with_a_reranker_reads_more_hits_than_are_wanted(sample_release: Release) -> None:
    reranker = Longest()
    knowledge = ReleaseKnowledge(sample_release, today=lambda: TODAY, reranker=reranker)
    (top,) = knowledge.retrieve("withdrawal fees", 1)

    assert top.article.id == rerank(reranker, "", knowledge.retriever.retrieve("withdrawal fees", DEPTH))[0].article.id
    assert reranker.questions[0] == "withdrawal fees"


def test_one_setting_turns_a_cross_encoder_on(sample_home: Path, tmp_path: Path) -> None:
    name = str(save_cross_encoder(tmp_path / "tiny", labels=1))
    plain, reranked = (open_assistant(Settings(home=sample_home, reranker=one)) for one in (None, name))
    before, after = (one.explain("how long does the withdrawal take") for one in (plain, reranked))

    assert [hit.article.id for hit in before.hits] != [hit.article.id for hit in after.hits]
    assert max(hit.score for hit in after.hits) <= 1 + before.hits[-1].score


def test_no_reranker_is_loaded_by_default() -> None:
    assert reranker_loader(Settings()) is None


def test_reranker_that_does_not_exist_is_named(tmp_path: Path) -> None:
    load = reranker_loader(Settings(reranker=str(tmp_path / "nowhere")))

    assert load
    with pytest.raises(EncoderError, match="nowhere"):
        load()
