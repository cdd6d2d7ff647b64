"""A release as gathering sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.context import spoken
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
        """The (n, dim) float32 vectors of questions; one that leans on what was said before it is taken with that."""
        said = [spoken(question, history) for question, history in questions]
        return self._knowledge.encoder.encode_queries([one.in_context if one.leans else one.alone for one in said])
