"""Text → hits: what the three fields of the index say about a query, fused and collapsed to the best hit an article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from bot.answer import NO_FILTERS, Filters, Hit, HitScores
from bot.retrieval.confidence import Yardstick
from bot.retrieval.eligibility import Eligibility, common_locale
from bot.retrieval.fusion import FusionWeights
from bot.retrieval.question_field import QuestionField
from embeddings.analysis import terms
from embeddings.dense import Mask, Rows
from embeddings.encoder import Vectors
from embeddings.release import Release

CANDIDATES = 100
MOST_FROM_CANDIDATES = 20
EXACT_BONUS = 3.0
# Passages with nearly the same vector and as large a share of terms in common say the same.
DUPLICATE_COSINE = 0.95
DUPLICATE_TERMS = 0.8
ANNOUNCEMENT_LOSS = 0.1

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Query:
    """What goes to retrieval: a text and its (dim,) vector, L2-normalised.

    A question that leans on what was said before has that in its vector; `context` is then the text with what was said,
    and its words count `context_weight` beside those of `text`, which count 1. `follows` is the question before, where
    this one leans on it; `own` is the vector of `text` by itself, where `vector` holds more and it does not lean.
    """

    text: str
    vector: Vectors
    context: str = ""
    context_weight: float = 0.0
    follows: str = ""
    own: Vectors | None = None

    @property
    def to_quote_for(self) -> str:
        """What a quote has to answer: the text, after the question that it follows where it leans on that."""
        return f"{self.follows} {self.text}".strip()

    @property
    def in_full(self) -> str:
        """All the words that the query was made of."""
        return self.context or self.text


@dataclass(frozen=True, slots=True)
class FieldRanks:
    """Where an article stands, from 1, by each field alone; None where the field has nothing of it to offer."""

    dense: int | None
    question: int | None
    lexical: int | None


class Retriever:
    """Retrieves from one release; `today` decides which articles have expired and how old announcements are."""

    def __init__(self, release: Release, today: Callable[[], date]) -> None:
        self._release, self._today = release, today
        self.corpus_weights = FusionWeights.for_articles(release.articles)
        self._number = number = {article.id: index for index, article in enumerate(release.articles)}
        self._passage_article = np.array([number[p.article_id] for p in release.passages], dtype=np.int64)
        asked = np.array([number[question.article_id] for question in release.questions], dtype=np.int64)
        accepted = np.array([question.accepted for question in release.questions], dtype=np.bool_)
        self._questions = QuestionField(release.question_index, asked, len(number), accepted)
        self._passage_starts = np.searchsorted(self._passage_article, np.arange(len(number) + 1))
        self._exact: dict[str, list[int]] = defaultdict(list)
        for question in release.questions:
            self._exact[_normalised(question.text)].append(number[question.article_id])
        self._locale = common_locale(release.articles)
        self._eligibility = Eligibility(release.articles)

    def retrieve(self, text: str, k: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """As `retrieve_query`, for a text by itself."""
        if not text.strip():
            return []
        return self.retrieve_query(Query(text, self._release.encoder.encode_query(text)), k, filters)

    def retrieve_query(self, query: Query, k: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The k best articles for the query, each by its best passage, best first; empty for an empty query."""
        if not query.text.strip():
            return []
        allowed = self._allowed(filters)
        lexical = self._lexical_scores(query, filters, allowed)
        nearest = self._questions.nearest(query.vector, CANDIDATES, allowed)
        articles = self._candidates(query.vector, lexical, nearest, allowed, k)
        if not len(articles):
            return []
        weights = self._query_weights(query, lexical, filters)
        rows, offsets = _rows_of(self._passage_starts, articles)
        dense = self._release.dense.scores(query.vector, rows)
        question = self._questions.scores(query.vector, articles, nearest)
        counts = np.diff(np.append(offsets, len(rows)))
        asked = np.float32(weights.question) * (question.pooled + question.vote)
        fused = dense + np.float32(weights.lexical) * lexical[rows] + np.repeat(asked, counts)
        best = _best_rows(fused, offsets, counts)
        scores = fused[best] + self._adjustments(query.text, articles)
        order = self._duplicates_last(np.lexsort((articles, -scores)), rows[best])[:k]
        scores[order] = np.minimum.accumulate(scores[order])  # a duplicate scores as what it was put behind
        return [
            Hit(
                rank=rank,
                score=float(scores[i]),
                passage=self._release.passages[rows[best[i]]],
                article=self._release.articles[articles[i]],
                scores=HitScores(
                    dense=float(dense[best[i]]),
                    question=float(question.best[i]),
                    lexical=float(lexical[rows[best[i]]]),
                    pooled=float(question.pooled[i]),
                    vote=float(question.vote[i]),
                ),
            )
            for rank, i in enumerate(order, start=1)
        ]

    def asked_for_exactly(self, query: str) -> frozenset[str]:
        """The ids of the articles whose title or alternative question the query is, however it is typed."""
        return frozenset(self._release.articles[number].id for number in self._asked_exactly(query))

    def likeness(self, vectors: Vectors) -> Vectors:
        """How like each of (n, dim) vectors is to the passage or question nearest to it, (n,)."""
        passages = self._release.dense.nearest_cosines(vectors)
        return np.maximum(passages, self._release.question_index.nearest_cosines(vectors))

    def term_weights(self, text: str) -> dict[str, float]:
        """How much each distinct term of a text tells: the rarer in the help centre, the more."""
        return self._release.lexical.term_weights(text, self._locale)

    def yardstick(self, query: Query, filters: Filters = NO_FILTERS) -> Yardstick:
        """What the scores of the query's hits are measured against."""
        nearest = self._questions.nearest(query.vector, CANDIDATES, self._allowed(filters))
        return Yardstick(
            weights=self.corpus_weights,
            distance=self._questions.distance(query.vector, nearest),
            alternatives=self._questions.alternatives,
        )

    def _duplicates_last(self, order: Ints, rows: Rows) -> Ints:
        """The order with those of the first hits that say again what a better one says moved behind the first hits."""
        first = order[:MOST_FROM_CANDIDATES]
        vectors = self._release.dense.vectors_of(rows[first])
        alike = vectors @ vectors.T >= DUPLICATE_COSINE
        again = [
            any(
                alike[place, better] and self._says_the_same(rows[first[place]], rows[first[better]])
                for better in range(place)
            )
            for place in range(len(first))
        ]
        is_again = np.array(again, dtype=np.bool_)
        return np.concatenate([first[~is_again], first[is_again], order[MOST_FROM_CANDIDATES:]])

    def _says_the_same(self, row: int, other: int) -> bool:
        one, two = (set(terms(self._release.passages[number].text)) for number in (row, other))
        return len(one & two) >= DUPLICATE_TERMS * len(one | two)

    def weights(self, query: Query, filters: Filters = NO_FILTERS) -> FusionWeights:
        """How much each field counts for the query."""
        return self._query_weights(query, self._lexical_scores(query, filters, self._allowed(filters)), filters)

    def ranks(self, query: Query, article_id: str, filters: Filters = NO_FILTERS) -> FieldRanks:
        """Where an article stands among all that may be retrieved by each field alone: to explain a result.

        Raises KeyError for an article that the release doesn't hold.
        """
        number = self._number[article_id]
        allowed = self._allowed(filters)
        articles = self._every(allowed)
        if number not in articles:
            return FieldRanks(None, None, None)
        rows, offsets = _rows_of(self._passage_starts, articles)
        place = int(np.searchsorted(articles, number))
        nearest = self._questions.nearest(query.vector, CANDIDATES, allowed)
        question = self._questions.scores(query.vector, articles, nearest)
        dense = np.maximum.reduceat(self._release.dense.scores(query.vector, rows), offsets)
        lexical = np.maximum.reduceat(self._lexical_scores(query, filters, allowed)[rows], offsets)
        return FieldRanks(
            _rank(dense, place),
            _rank(question.pooled + question.vote, place),
            _rank(lexical, place) if lexical[place] > 0 else None,
        )

    def _lexical_scores(self, query: Query, filters: Filters, allowed: Mask | None) -> Vectors:
        """The (passages,) share of the query's term weight in each passage that may be retrieved; 0 in the others."""
        locale = filters.locale or self._locale
        scores = self._release.lexical.scores(query.text, locale)
        if query.context_weight:
            weights = np.array([1, query.context_weight], dtype=np.float32) / np.float32(1 + query.context_weight)
            scores = weights @ np.stack([scores, self._release.lexical.scores(query.context, locale)])
        return scores if allowed is None else scores * allowed[self._passage_article]

    def _query_weights(self, query: Query, lexical: Vectors, filters: Filters) -> FusionWeights:
        has_passages = self._passage_starts[:-1][np.diff(self._passage_starts) > 0]
        rarest = self._release.lexical.rarest(query.text, filters.locale or self._locale)
        return self.corpus_weights.for_query(np.maximum.reduceat(lexical, has_passages), rarest)

    def _allowed(self, filters: Filters) -> Mask | None:
        """Which articles may be retrieved; None when all may."""
        allowed = self._eligibility.allowed(filters, self._today())
        return None if allowed.all() else allowed

    def _candidates(self, vector: Vectors, lexical: Vectors, asked: Ints, allowed: Mask | None, k: int) -> Ints:
        """The numbers, ascending, of the articles that any of the three fields puts forward; for a large k, of all."""
        if k > MOST_FROM_CANDIDATES:
            return self._every(allowed)
        in_passages = None if allowed is None else allowed[self._passage_article]
        dense_rows, _ = self._release.dense.search(vector, CANDIDATES, in_passages)
        lexical_rows = _top_rows(lexical, CANDIDATES)
        found = (self._passage_article[dense_rows], self._questions.articles[asked])
        candidates: Ints = np.unique(np.concatenate([*found, self._passage_article[lexical_rows]]))
        return self._with_passages(candidates)

    def _every(self, allowed: Mask | None) -> Ints:
        every = np.arange(len(self._release.articles)) if allowed is None else np.flatnonzero(allowed)
        return self._with_passages(every)

    def _with_passages(self, articles: Ints) -> Ints:
        """Those of the articles whose body gave a passage: the others have nothing to show."""
        return articles[self._passage_starts[articles + 1] > self._passage_starts[articles]]

    def _adjustments(self, query: str, articles: Ints) -> npt.NDArray[np.float64]:
        """What exact titles gain and announcements lose with age."""
        adjustments = -ANNOUNCEMENT_LOSS * self._eligibility.announcement_ageing(self._today())[articles]
        for number in self._asked_exactly(query):
            adjustments[articles == number] += EXACT_BONUS
        return adjustments

    def _asked_exactly(self, query: str) -> Sequence[int]:
        """The numbers of the articles whose title or alternative question the query is, however it is typed."""
        asked = _normalised(query)
        return self._exact.get(asked, ()) if asked else ()


def _rows_of(starts: Ints, articles: Ints) -> tuple[Rows, Ints]:
    """The rows of the articles one after the other, and where each article's begin among them."""
    counts = starts[articles + 1] - starts[articles]
    offsets = np.cumsum(counts) - counts
    rows = np.arange(counts.sum()) + np.repeat(starts[articles] - offsets, counts)
    return rows, offsets


def _best_rows(scores: Vectors, offsets: Ints, counts: Ints) -> Ints:
    """The first row with the highest score of each article, where `offsets` says each article's rows begin."""
    highest = np.flatnonzero(scores == np.repeat(np.maximum.reduceat(scores, offsets), counts))
    _, first = np.unique(np.repeat(np.arange(len(offsets)), counts)[highest], return_index=True)
    best: Ints = highest[first]
    return best


def _top_rows(scores: Vectors, k: int) -> Rows:
    positive = np.flatnonzero(scores > 0)
    if len(positive) <= k:
        return positive
    return positive[np.argpartition(-scores[positive], k)[:k]]


def _rank(scores: Vectors, place: int) -> int:
    return 1 + int((scores > scores[place]).sum())


def _normalised(text: str) -> str:
    return " ".join(terms(text))
