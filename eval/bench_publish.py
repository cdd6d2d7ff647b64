"""How fast a whole sync is beside a bare encoding of the same texts, and how long a sync takes that changes nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

import numpy as np

from bot.settings import Settings
from bot.wiring import open_publisher
from corpus.errors import BadArticlesError, EvaluationError
from corpus.sources import load_sources
from embeddings.encoder import PassageEncoder, Progress, Vectors, no_progress
from embeddings.publish import ProgressDisplay

CITEDESK = (sys.executable, "-c", "from bot.cli import main; main()")
_WARM_UP = 32
# Small, so that whatever else the machine does falls on both alike; a whole number of batches.
_PIECE = 64

BareEncode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class PublishSpeed:
    """Seconds for `texts` passages and titles: by the publisher's encoder, by the bare one, and for the whole sync.

    The whole sync reads, cuts, encodes, exports the query encoder, indexes and checks; `unchanged_seconds` is a second
    one, as a process of its own, that finds nothing to do.
    """

    articles: int
    texts: int
    encode_seconds: float
    bare_seconds: float
    sync_seconds: float
    unchanged_seconds: float

    @property
    def encode_ratio(self) -> float:
        """The speed of the publisher's encoder over that of the bare one."""
        return self.bare_seconds / self.encode_seconds

    @property
    def sync_ratio(self) -> float:
        """The speed of the whole sync over that of the bare encoder."""
        return self.bare_seconds / self.sync_seconds


def measure_publishing(source: str, settings: Settings, display: ProgressDisplay) -> PublishSpeed:
    """The speed of publishing `source` into the settings' home, which must be new."""
    started = perf_counter()
    loaded = load_sources([source])
    if loaded.problems:
        raise BadArticlesError(loaded.problems)
    publisher = open_publisher(settings, display)
    encoders: list[_EncoderBesideBare] = []

    def load() -> PassageEncoder:
        if not encoders:
            encoders.append(_EncoderBesideBare(publisher.load_encoder(), publisher.files.folder))
        return encoders[0]

    report = replace(publisher, load_encoder=load).publish(loaded.articles)
    total = perf_counter() - started
    watch = encoders[0].watch
    return PublishSpeed(
        articles=len(loaded.articles),
        texts=report.texts_encoded,
        encode_seconds=watch.encode_seconds,
        bare_seconds=watch.bare_seconds,
        sync_seconds=total - watch.bare_seconds - watch.other_seconds,
        unchanged_seconds=_time_unchanged_sync(source, settings),
    )


@dataclass
class _Watch:
    encode_seconds: float = 0.0
    bare_seconds: float = 0.0
    other_seconds: float = 0.0


@dataclass
class _EncoderBesideBare:
    """The publisher's encoder; every piece is also encoded bare, the two taking turns at going first."""

    inner: PassageEncoder
    model_folder: Path
    watch: _Watch = field(default_factory=_Watch)
    _bare: BareEncode | None = None
    _pieces: int = 0

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def fingerprint(self) -> str:
        return self.inner.fingerprint

    @property
    def dimension(self) -> int:
        return self.inner.dimension

    @property
    def max_tokens(self) -> int:
        return self.inner.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self.inner.count_tokens(texts)

    def export_query_encoder(self, folder: Path) -> None:
        self.inner.export_query_encoder(folder)

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Vectors:
        bare = self._bare or self._warm_up(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # Sorted as the publisher's encoder sorts, so that encoding in pieces makes the batches that it makes itself.
        order = np.argsort(self.count_tokens(texts), kind="stable")[::-1]
        for start in range(0, len(order), _PIECE):
            rows = order[start : start + _PIECE]
            vectors[rows] = self._encode_both([texts[row] for row in rows], bare)
            progress(len(rows))
        return vectors

    def _encode_both(self, texts: Sequence[str], bare: BareEncode) -> Vectors:
        self._pieces += 1
        if self._pieces % 2:
            self.watch.bare_seconds += _seconds(lambda: bare(texts))
        started = perf_counter()
        vectors = self.inner.encode_passages(texts)
        self.watch.encode_seconds += perf_counter() - started
        if not self._pieces % 2:
            self.watch.bare_seconds += _seconds(lambda: bare(texts))
        return vectors

    def _warm_up(self, texts: Sequence[str]) -> BareEncode:
        """Loads the bare encoder and lets both see a few texts; none of that is counted."""
        from embeddings.sentence_transformer import load_bare  # the 'publish' extra, which loaded the inner encoder

        started = perf_counter()
        bare = self._bare = load_bare(self.model_folder)
        bare(texts[-_WARM_UP:])
        self.inner.encode_passages(texts[-_WARM_UP:])
        self.watch.other_seconds += perf_counter() - started
        return bare


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def _time_unchanged_sync(source: str, settings: Settings) -> float:
    command = [*CITEDESK, "sync", source, "--home", str(settings.home)]
    started = perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = perf_counter() - started
    if done.returncode:
        raise EvaluationError(f"'citedesk sync {source}' ended with {done.returncode}: {done.stderr.strip()}")
    return seconds
