"""A release as gathering sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bot.conversation import Message
from bot.knowledge import ReleaseKnowledge
from corpus.article import Article
from embeddings.encoder import Vectors


class ReleaseMeanings:
    """The articles of a release, and what questions mean by its encoder and their conversations."""

    def __init__(self, knowledge: ReleaseKnowledge) -> None:
        self._knowledge = knowledge

    @property
    def articles(self) -> Mapping[str, Article]:
        """Every article of the release but drafts, by its id."""
        return self._knowledge.articles

    @property
    def encoder(self) -> str:
        """The fingerprint of what makes the vectors."""
        return self._knowledge.encoder_fingerprint

    def vectors(self, questions: Sequence[tuple[str, Sequence[Message]]]) -> Vectors:
        """The (n, dim) float32 vectors of questions, at least one, each drawn towards what was said before it."""
        return np.stack([query.vector for query in self._knowledge.queries_for(questions)])
