"""What the tests of publishing are made of: articles, an encoder that counts, a progress display that shows nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.article import Article
from embeddings.encoder import PassageEncoder, Progress, Vectors, no_progress
from embeddings.home import Home
from embeddings.model_files import ModelFiles
from embeddings.publish import Publisher

TOPICS = ("Deposits", "Withdrawals", "Fees", "Passkeys", "Limits", "Taxes", "Bots", "Cards", "Loans", "Keys", "Rates")


def article(topic: str, body: str = "", **fields: object) -> Article:
    """An article of two sections on a topic."""
    text = body or f"What {topic} are, in short.\n\n## Steps\n\n1. Open the page of {topic}.\n2. Press Start.\n"
    values = {"id": topic.casefold(), "title": f"How do {topic} work?", "body": text, **fields}
    return Article(**values)  # type: ignore[arg-type]


def articles() -> list[Article]:
    """A small help centre: one article a topic."""
    return [article(topic) for topic in TOPICS]


class QuietDisplay:
    """A progress display that remembers the stages and shows nothing."""

    def __init__(self) -> None:
        self.stages: list[str] = []

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Progress]:
        self.stages.append(name)
        yield no_progress


class CountingEncoder:
    """A passage encoder that passes everything on and remembers the texts it was given."""

    def __init__(self, inner: PassageEncoder) -> None:
        self._inner = inner
        self.name, self.fingerprint = inner.name, inner.fingerprint
        self.dimension, self.max_tokens = inner.dimension, inner.max_tokens
        self.texts: list[str] = []
        self.exports = 0

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._inner.count_tokens(texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Vectors:
        self.texts += texts
        return self._inner.encode_passages(texts, progress)

    def export_query_encoder(self, folder: Path) -> None:
        self.exports += 1
        self._inner.export_query_encoder(folder)


def publisher(
    path: Path, files: ModelFiles, load_encoder: Callable[[], PassageEncoder], keep_releases: int = 5
) -> Publisher:
    """A publisher into the home at `path`."""
    return Publisher(Home(path), files, load_encoder, QuietDisplay(), keep_releases)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
