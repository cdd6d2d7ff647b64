"""Vectors that were encoded before, by encoder and text: what has not changed is never encoded again."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.errors import ConfigurationError
from embeddings.encoder import PassageEncoder, Progress, Vectors, no_progress

_SAVE_EVERY = 512
_LOOK_UP = 500


class VectorCache:
    """A file of vectors by (encoder fingerprint, text hash); several processes may use it at once.

    Raises ConfigurationError when the file is damaged.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, timeout=30)
        try:
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS vectors "
                "(encoder TEXT, text BLOB, vector BLOB, PRIMARY KEY (encoder, text)) WITHOUT ROWID"
            )
        except sqlite3.DatabaseError as error:
            self._database.close()
            raise ConfigurationError(
                f"The cache of vectors '{path}' cannot be used: {error}. "
                "Delete it and run 'citedesk sync' again; it holds nothing that cannot be computed anew."
            ) from error

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def missing(self, fingerprint: str, texts: Sequence[str]) -> list[str]:
        """The texts whose vector is not known yet, each once, in their order."""
        known = self._read(fingerprint, texts)
        return [text for text in dict.fromkeys(texts) if _key(text) not in known]

    def encode(self, encoder: PassageEncoder, texts: Sequence[str], progress: Progress = no_progress) -> None:
        """Encodes texts and keeps their vectors, saving on the way so that an interrupted run loses little."""
        # Longest first over the whole, so that the pieces in which it is saved cost no extra padding.
        by_length = sorted(texts, key=len, reverse=True)
        for start in range(0, len(by_length), _SAVE_EVERY):
            part = by_length[start : start + _SAVE_EVERY]
            vectors = encoder.encode_passages(part, progress)
            rows = [
                (encoder.fingerprint, _key(text), vector.tobytes()) for text, vector in zip(part, vectors, strict=True)
            ]
            with self._database:
                self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def vectors(self, fingerprint: str, texts: Sequence[str]) -> Vectors:
        """The (n, dim) float32 vectors of texts in their order. Raises KeyError for a text that was never encoded."""
        known = self._read(fingerprint, texts)
        return np.stack([np.frombuffer(known[_key(text)], dtype=np.float32) for text in texts])

    def _read(self, fingerprint: str, texts: Sequence[str]) -> dict[bytes, bytes]:
        keys = list({_key(text) for text in texts})
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), _LOOK_UP):
            part = keys[start : start + _LOOK_UP]
            marks = ",".join("?" * len(part))
            query = f"SELECT text, vector FROM vectors WHERE encoder = ? AND text IN ({marks})"
            found.update(self._database.execute(query, (fingerprint, *part)))
        return found


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:16]
