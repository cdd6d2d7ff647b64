"""How much each field of the index counts for a query: fitted to the help centre's own questions and to the query."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.article import Article
from embeddings.encoder import Vectors

# The lexical field counts by how far its best article stands out, and by how rare the query's rarest term is.
PEAK_BASE, PEAK_GAIN = 0.25, 0.8
RARITY_BASE = 0.4
# Below this share of the query's term weight, even the best article says too little to be scaled up to a whole. Of few
# articles, any word may happen to stand in one alone, and so it takes more.
LEAST_SHARE, LEAST_SHARE_OF_FEW = 0.1, 0.4
FEW_ARTICLES = 10
COMPARED = 5


@dataclass(frozen=True, slots=True)
class FusionWeights:
    """How much the question field and the lexical field count beside the passage's cosine, which counts 1.

    `question` goes with the sum of the pooled likeness and the vote of an article's questions.
    """

    question: float
    lexical: float

    @property
    def whole(self) -> float:
        """The score of an article in which each field finds just what is asked for."""
        return 1 + self.lexical + 2 * self.question

    @classmethod
    def for_articles(cls, articles: Sequence[Article]) -> FusionWeights:
        """The weights that suit a help centre: the question field counts by how well it tells articles apart.

        Titles that many articles share say little; alternative questions say more than titles alone. The lexical field
        keeps its share of the whole.
        """
        if not articles:
            return cls(question=0.0, lexical=0.0)
        distinct = len({article.title.casefold() for article in articles}) / len(articles)
        fields = sum(1 + len(article.questions) for article in articles) / len(articles)
        question = distinct * min(2.0, 0.4 * (1 + math.log2(fields)))
        return cls(question=question, lexical=0.3 * (1 + question))

    def for_query(self, lexical: Vectors, rarest: float) -> FusionWeights:
        """The weights for one query, from its best lexical share in each article, (articles,), and its rarest term.

        `rarest` lies in [0, 1]. The shares are scaled by the best of them, so that what counts is which articles stand
        out; where several hold the query's words equally well, or none of the words is rare, they count for less.
        """
        if not len(lexical):
            return self
        best = float(lexical.max())
        if best <= 0:
            return FusionWeights(self.question, 0.0)
        next_best = float(np.partition(lexical, -COMPARED)[-COMPARED]) if len(lexical) >= COMPARED else 0.0
        peak = 1 - max(next_best, 0.0) / best
        least = min(LEAST_SHARE_OF_FEW, max(LEAST_SHARE, FEW_ARTICLES / len(lexical)))
        emphasis = (PEAK_BASE + PEAK_GAIN * peak) * (RARITY_BASE + rarest) / max(best, least)
        return FusionWeights(self.question, self.lexical * emphasis)
