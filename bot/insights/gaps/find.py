"""Finds the content gaps among questions that no article answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

import numpy as np

from bot.answer import NO_FILTERS, Filters, Hit
from bot.focus import gist
from bot.folded import folded
from bot.insights.clusters import Ints, cluster
from bot.insights.facts import OpenQuestion
from bot.insights.gaps.gap import Coverage, Example, Gap, Gaps, Nearest
from bot.insights.gaps.gibberish import is_gibberish
from bot.insights.gaps.naming import Vocabulary
from bot.links import article_url
from bot.retrieval.confidence import ConfidenceModel
from bot.retrieval.retrieve import Query
from bot.small_talk import small_talk, without_greeting
from corpus.article import Article
from embeddings.encoder import Vectors

# Of customers' real messages, labelled by what they want, 80 to 92 % stand with their own kind at this cosine.
LEAST_COSINE = 0.5
ABOUT_IT = 0.55
LEAST_CUSTOMERS = 2
# What customers ask grows where it is told from before: from as early a share of the period on.
BEFORE = 0.25
MOST_EXAMPLES = 6

Encode = Callable[[Sequence[str]], Vectors]


class GapKnowledge(Protocol):
    """What is needed of a release."""

    @property
    def release(self) -> str:
        """Its name."""
        ...

    @property
    def articles(self) -> Mapping[str, Article]:
        """Its articles by id."""
        ...

    @property
    def confidence(self) -> ConfidenceModel:
        """Says from which confidence on the bot answers."""
        ...

    def retrieve_query(self, query: Query, k: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The best articles for a query."""
        ...

    def probability(self, query: Query, hits: Sequence[Hit], filters: Filters = NO_FILTERS) -> float:
        """The probability that the first hit answers the query."""
        ...


@dataclass(slots=True)
class _Asked:
    """Everybody who typed the same."""

    text: str
    said: list[OpenQuestion] = field(default_factory=list)


def find_gaps(
    questions: Sequence[OpenQuestion],
    encode: Encode,
    knowledge: GapKnowledge,
    borders: Sequence[datetime],
    at: datetime,
    is_cut: bool = False,
) -> Gaps:
    """The gaps among the questions, which come newest first; `borders` are those of the period's parts."""
    asked = _alike(questions)
    kept = sum(len(one.said) for one in asked)
    vectors = encode([one.text for one in asked])
    weights = np.array([len(one.said) for one in asked], dtype=np.float32)
    everything = Vocabulary(
        [one.text for one in asked]
        + [text for each in knowledge.articles.values() for text in (each.title, *each.questions)]
    )
    found: list[Gap] = []
    alone: list[Example] = []
    single = 0
    is_comparable = bool(questions) and questions[-1].at <= borders[0] + BEFORE * (borders[-1] - borders[0])
    for rows in cluster(vectors, LEAST_COSINE, weights):
        said = [one for row in rows for one in asked[row].said]
        if len({one.asker for one in said}) < LEAST_CUSTOMERS:
            single += len(said)
            alone += [_example(asked[row]) for row in rows]
            continue
        centre = np.average(vectors[rows], axis=0, weights=weights[rows])
        gap = _gap(asked, rows, _unit(centre), vectors, everything, knowledge, borders)
        found.append(replace(gap, is_comparable=is_comparable))
    found.sort(
        key=lambda gap: (gap.coverage is Coverage.ANSWERED_NOW, -gap.customers, -gap.questions, gap.question.text)
    )
    alone.sort(key=lambda one: one.at, reverse=True)
    return Gaps(at, knowledge.release, found, len(questions), len(questions) - kept, single, is_cut, alone)


def _alike(questions: Sequence[OpenQuestion]) -> list[_Asked]:
    """The questions that are any, those that differ in case, accents and greeting only taken together."""
    found: dict[str, _Asked] = {}
    for one in questions:
        text = " ".join(gist(without_greeting(one.text)).split())
        if small_talk(text) or is_gibberish(text):
            continue
        found.setdefault(folded(text), _Asked(text)).said.append(one)
    return list(found.values())


def _gap(
    asked: Sequence[_Asked],
    rows: Ints,
    centre: Vectors,
    vectors: Vectors,
    everything: Vocabulary,
    knowledge: GapKnowledge,
    borders: Sequence[datetime],
) -> Gap:
    central = rows[np.argsort(-(vectors[rows] @ centre), kind="stable")]
    said = [one for row in central for one in asked[row].said]
    # One of each text, the newest time that it was asked.
    examples = [_example(asked[row]) for row in central]
    coverage, nearest = _covered(knowledge, Query(examples[0].text, vectors[central[0]]))
    moments = [border.timestamp() for border in borders]
    counts, _ = np.histogram([one.at.timestamp() for one in said], bins=moments)
    return Gap(
        question=examples[0],
        terms=everything.distinguishing([asked[row].text for row in central]),
        customers=len({one.asker for one in said}),
        questions=len(said),
        trend=tuple(int(count) for count in counts),
        examples=tuple(examples[1 : MOST_EXAMPLES + 1]),
        coverage=coverage,
        nearest=nearest,
    )


def _example(asked: _Asked) -> Example:
    return Example(asked.text, asked.said[0].conversation, asked.said[0].at)


def _covered(knowledge: GapKnowledge, query: Query) -> tuple[Coverage, Nearest | None]:
    hits = knowledge.retrieve_query(query, 10)
    if not hits:
        return Coverage.MISSING, None
    confidence = knowledge.probability(query, hits)
    article = hits[0].article
    cosine = max(hits[0].scores.dense, hits[0].scores.question)
    nearest = Nearest(article.id, article.title, article_url(article), cosine, confidence)
    if confidence >= knowledge.confidence.answer_at:
        return Coverage.ANSWERED_NOW, nearest
    return (Coverage.NOT_FOUND if cosine >= ABOUT_IT else Coverage.MISSING), nearest


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit
