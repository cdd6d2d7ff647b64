"""Articles → release: diff, chunk, encode, stage, check, publish. Only what changed is encoded again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from corpus.article import Article, Passage
from corpus.chunk import ChunkOptions, chunk_all, cut_to_tokens, prefix
from corpus.clean import plain_text
from corpus.diff import Diff, check_deletions, diff
from corpus.errors import ConfigurationError, NoReleaseError, ReleaseError, UnreadableIndexError
from embeddings.canary import check_release
from embeddings.encoder import PassageEncoder, Progress
from embeddings.home import Home
from embeddings.model_files import ModelFiles
from embeddings.release import (
    ARTICLES_FILE,
    PIPELINE_VERSION,
    Contents,
    Manifest,
    Question,
    check_files,
    load_release,
    read_articles,
    read_calibration,
    read_manifest,
    write_release,
)
from embeddings.vector_cache import VectorCache


class ProgressDisplay(Protocol):
    """Shows how far a long stage has come."""

    def stage(self, name: str, total: int | None = None) -> AbstractContextManager[Progress]:
        """A callback that is told how many more of `total` are done; None where that is not known."""
        ...


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What a sync did; `release` is the live one afterwards, `published` whether it is new."""

    release: str
    published: bool
    diff: Diff
    passages: int
    texts_encoded: int
    pruned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Publisher:
    """Builds releases in a home with one encoder. `load_encoder` is called only when something must be encoded."""

    home: Home
    files: ModelFiles
    load_encoder: Callable[[], PassageEncoder]
    display: ProgressDisplay
    keep_releases: int = 5
    threads: int = 0

    def publish(self, articles: Sequence[Article], allow_deletes: bool = False) -> PublishReport:
        """What was done to make the live index equal to `articles`; nothing, if it already is.

        Raises ConfigurationError without articles; before anything is published MassDeletionError, CanaryError, and
        UnreadableIndexError where a damaged live index leaves open what would be deleted.
        """
        if not articles:
            raise ConfigurationError("The sources hold no article to publish; the live index is unchanged.")
        with self.home.lock():
            try:
                live, manifest, calibration = self._live()
            except UnreadableIndexError:
                if not allow_deletes:
                    raise
                live, manifest, calibration = [], None, {}
            changes = diff(live, articles)
            check_deletions(changes, len(live), allow_deletes)
            if manifest and changes.is_empty and self._is_same_build(manifest):
                return PublishReport(manifest.release, False, changes, manifest.passages, 0)
            return self._build(articles, changes, calibration)

    def _live(self) -> tuple[list[Article], Manifest | None, Mapping[str, Any]]:
        """The live articles, manifest and calibration; of a damaged release the articles alone, nothing without one.

        A calibration belongs to the scores it was fitted to, so another encoder or pipeline starts without one.
        Raises UnreadableIndexError where not even the articles can be read.
        """
        try:
            folder = self.home.folder(self.home.current())
        except NoReleaseError:
            return [], None, {}
        except ReleaseError as error:
            raise UnreadableIndexError(self.home.pointer) from error
        manifest = None
        try:
            manifest = read_manifest(folder)
            check_files(folder, manifest)
        except ReleaseError:
            return _salvaged(folder, manifest), None, {}
        kept = read_calibration(folder) if self._is_same_build(manifest) else {}
        return read_articles(folder), manifest, kept

    def _is_same_build(self, manifest: Manifest) -> bool:
        return (
            manifest.pipeline_version == PIPELINE_VERSION
            and manifest.encoder_fingerprint == self.files.fingerprint
            and dict(manifest.chunking) == asdict(self._options())
        )

    def _options(self) -> ChunkOptions:
        return ChunkOptions(window=self.files.max_tokens)

    def _build(self, articles: Sequence[Article], changes: Diff, calibration: Mapping[str, Any]) -> PublishReport:
        options = self._options()
        with self.display.stage("Cutting articles into passages"):
            passages = [p for part in chunk_all(articles, self.files.count_tokens, options) for p in part]
            passage_texts = self._encoded_texts(articles, passages, options)
            questions = self._questions(articles)
        if not passages or not questions:
            raise ConfigurationError("No article of the sources has a title and a text; the live index is unchanged.")
        cache = VectorCache(self.home.cache_folder / "vectors.sqlite")
        try:
            encoded = self._encode(cache, [*passage_texts, *(question.text for question in questions)])
            contents = Contents(
                articles=articles,
                passages=passages,
                passage_vectors=cache.vectors(self.files.fingerprint, passage_texts),
                questions=questions,
                question_vectors=cache.vectors(self.files.fingerprint, [question.text for question in questions]),
                lexical_texts=_lexical_texts(articles, passages),
                calibration=calibration,
            )
        finally:
            cache.close()
        name = self._stage_and_publish(contents, options)
        pruned = self.home.prune(self.keep_releases)
        return PublishReport(name, True, changes, len(passages), encoded, tuple(pruned))

    def _encode(self, cache: VectorCache, texts: Sequence[str]) -> int:
        missing = cache.missing(self.files.fingerprint, texts)
        if missing:
            with self.display.stage("Loading the encoder"):
                encoder = self.load_encoder()
            with self.display.stage("Encoding passages and titles", len(missing)) as progress:
                cache.encode(encoder, missing, progress)
        return len(missing)

    def _stage_and_publish(self, contents: Contents, options: ChunkOptions) -> str:
        with self.home.staging() as folder:
            with self.display.stage("Building the index"):
                self._add_query_encoder(folder / "encoder")
                name = self.home.new_name()
                about = {
                    "release": name,
                    "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
                    "encoder_name": self.files.name,
                    "encoder_fingerprint": self.files.fingerprint,
                    "dimension": int(contents.passage_vectors.shape[1]),
                    "chunking": asdict(options),
                }
                write_release(folder, contents, about)
            with self.display.stage("Checking the new release"):
                check_release(load_release(folder, self.threads))
            self.home.publish(folder, name)
        return name

    def _add_query_encoder(self, folder: Path) -> None:
        """Links the exported encoder into a release: exported once per encoder, stored once per home."""
        cached = self.home.cache_folder / "encoders" / self.files.fingerprint
        if not cached.is_dir():
            cached.parent.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=cached.parent, prefix=".unfinished-", ignore_cleanup_errors=True) as unfinished:
                exported = Path(unfinished) / cached.name
                exported.mkdir()
                self.load_encoder().export_query_encoder(exported)
                exported.rename(cached)
        folder.mkdir()
        for file in cached.iterdir():
            try:
                os.link(file, folder / file.name)
            except OSError:  # a file system without hard links
                shutil.copy2(file, folder / file.name)

    def _encoded_texts(
        self, articles: Sequence[Article], passages: Sequence[Passage], options: ChunkOptions
    ) -> list[str]:
        """What stands for each passage in front of the encoder: title and headings, then its words without markup."""
        by_id = {article.id: article for article in articles}
        count = self.files.count_tokens
        heads = [prefix(by_id[passage.article_id], passage) for passage in passages]
        texts = [plain_text(passage.text) or passage.text for passage in passages]
        sizes = count([f"{head}\n{text}" for head, text in zip(heads, texts, strict=True)])
        for row, size in enumerate(sizes):
            if size > options.window:
                room = options.window - count([texts[row]])[0]
                heads[row] = cut_to_tokens(heads[row], max(room, 0), count)
        return [f"{head}\n{text}" if head else text for head, text in zip(heads, texts, strict=True)]

    def _questions(self, articles: Sequence[Article]) -> list[Question]:
        """The rows of the question field: each title and alternative question, one over the window in parts."""
        rows = [row for article in articles for row in _rows(article)]
        window, count = self.files.max_tokens, self.files.count_tokens
        fitting: list[Question] = []
        for row, size in zip(rows, count([row.text for row in rows]), strict=True):
            rest = row.text.strip()
            while size > window:
                part = _beginning(rest, window, count)
                fitting.append(replace(row, text=part))
                rest = rest[len(part) :].strip()
                size = count([rest])[0]
            fitting.append(replace(row, text=rest))
        return [row for row in fitting if row.text.strip()]


def _rows(article: Article) -> list[Question]:
    own = [Question(article.id, text) for text in (article.title, *article.questions)]
    return own + [Question(article.id, text, accepted=True) for text in article.accepted]


def _salvaged(folder: Path, manifest: Manifest | None) -> list[Article]:
    """The articles of a damaged release, as many as it says that it has. Raises UnreadableIndexError."""
    try:
        found = read_articles(folder)
    except ReleaseError as error:
        raise UnreadableIndexError(folder / ARTICLES_FILE) from error
    # A file cut off at the end of a line can be read as well.
    if not found or (manifest and len(found) != manifest.articles):
        raise UnreadableIndexError(folder / ARTICLES_FILE)
    return found


def _beginning(text: str, limit: int, count: Callable[[Sequence[str]], list[int]]) -> str:
    """As much of a text as fits, to the end of a word; a part of the first word where not even that fits (Chinese)."""
    part = cut_to_tokens(text, limit, count)
    if not part:
        part = text.split()[0]
        while count([part])[0] > limit:
            part = part[: len(part) // 2]
    return part


def _lexical_texts(articles: Sequence[Article], passages: Sequence[Passage]) -> list[str]:
    """What the lexical index holds for each passage: title (counting twice), alternative questions, headings, text.

    Not those accepted from use: what customers mistype must not become a word that the index knows.
    """
    heads = {article.id: "\n".join((article.title, article.title, *article.questions)) for article in articles}
    return ["\n".join((heads[p.article_id], *p.headings, plain_text(p.text))) for p in passages]
