"""Which articles are about the same matter as another: what a reader of one may want to ask next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import unquote

import numpy as np
import numpy.typing as npt

from corpus.article import Article, Kind
from embeddings.encoder import Vectors
from embeddings.release import Release

# What a link from one article to the other counts beside their likeness, a cosine.
LINKED = 0.15
# How much the question counts beside the article that answers it.
QUESTION = 0.5
KEPT = 16
_LINK = re.compile(r"\]\(article:([^)#\s]+)")


class Neighbours:
    """How near a release's articles are to each other: by their titles and by the middle of their passages.

    Both are measured from the middle of the help centre, so that what all articles share (the product's name, "How do
    I") makes no two alike. Drafts, announcements and articles without a title or a passage are nobody's neighbours.
    """

    def __init__(self, release: Release) -> None:
        self._ids = [article.id for article in release.articles]
        self._number = {id_: number for number, id_ in enumerate(self._ids)}
        self._index = release.question_index
        self._title_rows = _title_rows(release)
        titles = self._index.vectors_of(np.maximum(self._title_rows, 0))
        bodies = _middles(release, self._number)
        is_whole = (self._title_rows >= 0) & bodies.any(axis=1)
        self._middle = titles[is_whole].mean(axis=0) if is_whole.any() else np.zeros(titles.shape[1], np.float32)
        middle = bodies[is_whole].mean(axis=0) if is_whole.any() else self._middle
        together = _unit(titles - self._middle) + _unit(bodies - middle)
        self._vectors: Vectors = _unit(together) * is_whole[:, np.newaxis]
        self._is_offered = is_whole & np.array([_may_be_offered(article) for article in release.articles])
        self._links = [frozenset(map(unquote, _LINK.findall(article.body))) for article in release.articles]
        self.nearest = lru_cache(maxsize=4096)(self._nearest)

    def _nearest(self, article_id: str) -> tuple[str, ...]:
        """The ids of up to KEPT other articles about the article's matter, nearest first."""
        number = self._number[article_id]
        near = self._vectors @ self._vectors[number]
        for linked in self._links[number] & self._number.keys():
            near[self._number[linked]] += LINKED
        near[~self._is_offered] = 0
        near[number] = 0
        return tuple(self._ids[one] for one in np.argsort(-near, kind="stable")[:KEPT] if near[one] > 0)

    def may_be_offered(self, article_id: str) -> bool:
        """Whether the article may be anybody's neighbour."""
        return bool(self._is_offered[self._number[article_id]])

    def nearness(self, article_id: str, question: Vectors, others: Sequence[str]) -> Vectors:
        """How near each of the others is to the article and the (dim,) question that it answers, (others,)."""
        number = self._number[article_id]
        towards = _unit(self._vectors[number] + np.float32(QUESTION) * _unit(question - self._middle))
        links = np.array([other in self._links[number] for other in others], dtype=np.float32)
        near: Vectors = self._vectors[[self._number[other] for other in others]] @ towards + np.float32(LINKED) * links
        return near

    def title_vectors(self, article_ids: Sequence[str]) -> Vectors:
        """The articles' titles as they were encoded, (ids, dim); for articles that may be offered."""
        return self._index.vectors_of(self._title_rows[[self._number[one] for one in article_ids]])


def _may_be_offered(article: Article) -> bool:
    return not article.draft and article.kind is not Kind.ANNOUNCEMENT


def _title_rows(release: Release) -> npt.NDArray[np.int64]:
    """The row of every article's title in the question index; -1 where it has none."""
    titles = {article.id: article.title for article in release.articles}
    rows = {
        question.article_id: row
        for row, question in reversed(list(enumerate(release.questions)))
        if question.text == titles[question.article_id]
    }
    return np.array([rows.get(article.id, -1) for article in release.articles], dtype=np.int64)


def _middles(release: Release, numbers: dict[str, int]) -> Vectors:
    """The sum of every article's passages' vectors, (articles, dim); zeros for an article without passages."""
    vectors = release.dense.vectors()
    sums = np.zeros((len(release.articles), vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, [numbers[passage.article_id] for passage in release.passages], vectors)
    return _unit(sums)


def _unit(vectors: Vectors) -> Vectors:
    """The vectors in length 1; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, np.float32(1e-9))
    return unit
