"""The optional re-ranker, which reads question and passage together; it imports sentence-transformers and so torch."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
from sentence_transformers import CrossEncoder
from torch import nn

from corpus.errors import EncoderError
from embeddings.encoder import Vectors

_BATCH = 16


class CrossEncoderReranker:
    """Scores texts against a question with any sentence-transformers CrossEncoder that gives one score a pair."""

    def __init__(self, name: str) -> None:
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        try:
            self._model = CrossEncoder(name, activation_fn=nn.Sigmoid())
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise EncoderError(
                f"The re-ranker '{name}' could not be loaded: {error} Name a CrossEncoder's folder or a model that has "
                "been downloaded in CITEDESK_RERANKER, or leave it empty to do without."
            ) from error
        labels = int(self._model.num_labels)
        if labels != 1:
            raise EncoderError(
                f"The re-ranker '{name}' gives {labels} scores a pair, where one is needed. "
                "Name a CrossEncoder trained for ranking in CITEDESK_RERANKER."
            )

    def scores(self, question: str, texts: Sequence[str]) -> Vectors:
        """How well each text answers the question, (texts,) float32 in [0, 1], higher is better."""
        pairs = [(question, text) for text in texts]
        scores: Vectors = np.asarray(
            self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False), dtype=np.float32
        )
        return scores
