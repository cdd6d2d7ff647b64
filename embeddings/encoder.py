"""The two sides of an encoder: one encodes passages for a release, the other encodes the queries it serves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.progress import Progress as Progress
from corpus.progress import no_progress as no_progress

Vectors = npt.NDArray[np.float32]


class TokenCounter(Protocol):
    """Measures texts the way an encoder reads them."""

    @property
    def max_tokens(self) -> int:
        """The encoder's window in tokens, its special tokens not counted."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, special tokens not counted and nothing truncated."""
        ...


class QueryEncoder(Protocol):
    """Encodes what people ask. Must agree with the PassageEncoder its release was built with."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    def encode_query(self, text: str) -> Vectors:
        """The (dim,) float32, L2-normalised vector of one query."""
        ...

    def encode_queries(self, texts: Sequence[str], progress: Progress = no_progress) -> Vectors:
        """The (n, dim) float32, L2-normalised vectors of queries; `progress` is told how many more are done."""
        ...


class PassageEncoder(TokenCounter, Protocol):
    """Encodes what is indexed, and exports the query encoder that matches it."""

    @property
    def name(self) -> str:
        """The model's name as a person knows it."""
        ...

    @property
    def fingerprint(self) -> str:
        """A digest of the weights and tokenizer: equal fingerprints mean interchangeable vectors."""
        ...

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Vectors:
        """The (n, dim) float32, L2-normalised vectors of texts, in their order; (0, dim) for none."""
        ...

    def export_query_encoder(self, folder: Path) -> None:
        """Writes model.onnx and tokenizer.json into an existing folder."""
        ...
