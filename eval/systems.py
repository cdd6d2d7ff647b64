"""The systems that are measured beside each other: all fields fused, passages' vectors alone, BM25 alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from bot.answer import Hit
from bot.retrieval.eligibility import common_locale
from bot.retrieval.retrieve import Query as RetrievalQuery
from embeddings.encoder import Vectors
from embeddings.publish import ProgressDisplay
from eval.datasets import Query
from eval.index import Index

Ranking = Sequence[tuple[str, float]]


class System(StrEnum):
    """What produces a ranking."""

    FULL = "full"
    DENSE = "dense only"
    LEXICAL = "BM25 only"


@dataclass(frozen=True, slots=True)
class EncodedQuery:
    """A question and what the bot retrieves it with, which holds what was said before it as far as it needs that."""

    query: Query
    asked: RetrievalQuery


def encode(index: Index, queries: Sequence[Query], display: ProgressDisplay) -> list[EncodedQuery]:
    """The questions with their vectors, in their order, encoded together."""
    with display.stage("Encoding questions", len(queries)) as progress:
        asked = index.knowledge.queries_for([(query.text, query.history) for query in queries], progress)
    return [EncodedQuery(*parts) for parts in zip(queries, asked, strict=True)]


def retrieve(index: Index, encoded: EncodedQuery, k: int) -> list[Hit]:
    """The hits the bot itself would get; none for an empty query."""
    return index.knowledge.retrieve_query(encoded.asked, k)


def ranking_of(hits: Sequence[Hit]) -> Ranking:
    """The hits as articles with scores, best first."""
    return [(hit.article.id, hit.score) for hit in hits]


class Baselines:
    """Rankings by one field alone: each article by its best passage, exact over all passages that may be quoted."""

    def __init__(self, index: Index) -> None:
        release = index.release
        number = {article.id: row for row, article in enumerate(release.articles)}
        quotable = np.array([article.is_quotable(index.today) for article in release.articles], dtype=np.bool_)
        articles = np.array([number[passage.article_id] for passage in release.passages], dtype=np.int64)
        by_article = np.argsort(articles, kind="stable")
        self._rows = by_article[quotable[articles[by_article]]]
        self._articles, self._starts = np.unique(articles[self._rows], return_index=True)
        self._ids = [release.articles[row].id for row in self._articles]
        self._vectors = release.dense.vectors()[self._rows]
        self._lexical = release.lexical
        self._locale = common_locale(release.articles)

    def dense(self, encoded: EncodedQuery, k: int) -> Ranking:
        """The k best articles by the cosine of their best passage; none for an empty query."""
        return self._best(self._vectors @ encoded.asked.vector, k) if encoded.asked.text.strip() else []

    def lexical(self, encoded: EncodedQuery, k: int) -> Ranking:
        """The k best articles by BM25 of their best passage; those without a word of the query are left out."""
        best = self._best(self._lexical.scores(encoded.asked.in_full, self._locale)[self._rows], k)
        return [(article, score) for article, score in best if score > 0]

    def _best(self, scores: Vectors, k: int) -> Ranking:
        if not len(self._starts):
            return []
        best: npt.NDArray[np.float32] = np.maximum.reduceat(scores, self._starts)
        order = np.argsort(-best, kind="stable")[:k]
        return [(self._ids[row], float(best[row])) for row in order]
