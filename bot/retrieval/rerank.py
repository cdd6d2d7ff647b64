"""Hits put into a new order by a model that reads the question and each passage together."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from bot.answer import Hit
from corpus.clean import plain_text

# So many hits are read again: each costs as much as encoding its passage.
DEPTH = 20


class Reranker(Protocol):
    """Judges texts against a question one pair at a time: slower than comparing vectors, and closer."""

    def scores(self, question: str, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """How well each text answers the question, (texts,) in [0, 1], higher is better."""
        ...


def rerank(reranker: Reranker, question: str, hits: Sequence[Hit], certain: Container[str] = ()) -> list[Hit]:
    """The hits with the first DEPTH of them ordered by the re-ranker, equals as they were; the others follow.

    Articles whose ids are `certain` stay in front of all. What a hit is made of (`Hit.scores`) stays; its score becomes
    the re-ranker's, raised above those that follow.
    """
    first, others = hits[:DEPTH], hits[DEPTH:]
    if not first:
        return []
    scores = reranker.scores(question, [f"{hit.article.title}\n{plain_text(hit.passage.text)}" for hit in first])
    scores = scores + np.array([hit.article.id in certain for hit in first], dtype=np.float32)
    floor = others[0].score if others else 0.0
    order = np.argsort(-scores, kind="stable")
    again = [replace(first[i], score=floor + float(scores[i])) for i in order]
    return [replace(hit, rank=rank) for rank, hit in enumerate([*again, *others], start=1)]
