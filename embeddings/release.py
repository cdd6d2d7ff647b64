"""A release on disk: what files it has, how they are written, checked and loaded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from corpus.article import Article, Passage, article_from_dict, article_to_dict, passage_from_dict
from corpus.errors import ReleaseError, ReleaseMismatchError
from embeddings.dense import DenseIndex
from embeddings.encoder import Vectors
from embeddings.lexical import LexicalIndex
from embeddings.model_files import file_sha256
from embeddings.onnx_encoder import OnnxQueryEncoder

ARTICLES_FILE = "articles.jsonl"
CALIBRATION_FILE = "calibration.json"
SCHEMA_VERSION = 1
# Raised when the same articles would give other passages, texts or terms, so that the next sync builds anew.
PIPELINE_VERSION = 1
_REBUILD = "Run 'citedesk sync' to build a new one, or 'citedesk rollback' to go back to an earlier one."


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release is made of; `files` maps each file's path in the release to its sha256 in hex."""

    schema_version: int
    pipeline_version: int
    release: str
    created_at: str
    encoder_name: str
    encoder_fingerprint: str
    dimension: int
    chunking: Mapping[str, int]
    articles: int
    passages: int
    questions: int
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A row of the question field: an article's title or an alternative question.

    `accepted` tells one that a person has accepted from use from those of the source.
    """

    article_id: str
    text: str
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that goes into a release; row i of a vector array belongs to item i."""

    articles: Sequence[Article]
    passages: Sequence[Passage]
    passage_vectors: Vectors
    questions: Sequence[Question]
    question_vectors: Vectors
    lexical_texts: Sequence[str]
    calibration: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Release:
    """A release in memory: row i of `dense` and `lexical` is `passages[i]`, of `question_index` `questions[i]`."""

    manifest: Manifest
    articles: tuple[Article, ...]
    passages: tuple[Passage, ...]
    questions: tuple[Question, ...]
    dense: DenseIndex
    question_index: DenseIndex
    lexical: LexicalIndex
    encoder: OnnxQueryEncoder
    calibration: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The release's name."""
        return self.manifest.release


def write_release(folder: Path, contents: Contents, manifest: Mapping[str, Any]) -> None:
    """Writes all files of a release, the manifest last; the encoder's must lie in `folder`/encoder already."""
    locales = {article.id: article.locale for article in contents.articles}
    _write_jsonl(folder / ARTICLES_FILE, map(article_to_dict, contents.articles))
    _write_jsonl(folder / "passages.jsonl", map(asdict, contents.passages))
    _write_jsonl(folder / "questions.jsonl", map(_question_to_dict, contents.questions))
    DenseIndex.build(contents.passage_vectors).save(folder / "dense.faiss")
    DenseIndex.build(contents.question_vectors).save(folder / "questions.faiss")
    LexicalIndex.build(contents.lexical_texts, [locales[passage.article_id] for passage in contents.passages]).save(
        folder / "lexical"
    )
    write_calibration(folder, contents.calibration)
    counts = {
        "articles": len(contents.articles),
        "passages": len(contents.passages),
        "questions": len(contents.questions),
    }
    write_manifest(
        folder, {"schema_version": SCHEMA_VERSION, "pipeline_version": PIPELINE_VERSION, **manifest, **counts}
    )


def without_accepted(release: Release) -> Release:
    """The release as it would be without the alternative questions accepted from use; itself where it has none."""
    own = [row for row, question in enumerate(release.questions) if not question.accepted]
    if len(own) == len(release.questions):
        return release
    vectors = release.question_index.vectors_of(np.array(own, dtype=np.int64))
    return replace(
        release,
        articles=tuple(replace(article, accepted=()) for article in release.articles),
        questions=tuple(release.questions[row] for row in own),
        question_index=DenseIndex.build(vectors),
    )


def write_calibration(folder: Path, calibration: Mapping[str, Any]) -> None:
    """Writes what was fitted to a release's scores; empty, the defaults of the code apply."""
    _write_json(folder / CALIBRATION_FILE, calibration)


def write_manifest(folder: Path, values: Mapping[str, Any]) -> None:
    """Writes the manifest over all other files that lie in the folder by now, with the digest of each."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): file_sha256(path) for path in paths}
    _write_json(folder / "manifest.json", {**values, "files": files})


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a release. Raises ReleaseError when it is missing or broken, or of another schema version."""
    path = folder / "manifest.json"
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        found = values["schema_version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseError(f"Index release {folder.name}: '{path}' could not be read: {error}. {_REBUILD}") from error
    if found != SCHEMA_VERSION:
        raise ReleaseMismatchError(folder.name, "schema_version", SCHEMA_VERSION, found, _REBUILD)
    try:
        return Manifest(**values)
    except TypeError as error:
        raise ReleaseError(f"Index release {folder.name}: '{path}' is broken: {error}. {_REBUILD}") from error


def read_articles(folder: Path) -> list[Article]:
    """The articles of a release, in the order of the sources. Raises ReleaseError when they cannot be read."""
    path = folder / ARTICLES_FILE
    try:
        return [article_from_dict(values) for values in _read_jsonl(path)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(f"Index release {folder.name}: '{path}' could not be read: {error}. {_REBUILD}") from error


def read_calibration(folder: Path) -> dict[str, Any]:
    """What was fitted to a release's scores; empty while the defaults of the code apply."""
    values: dict[str, Any] = json.loads((folder / CALIBRATION_FILE).read_text(encoding="utf-8"))
    return values


def load_release(folder: Path, threads: int = 0) -> Release:
    """The release in `folder`, every file's digest checked.

    Raises ReleaseMismatchError naming the field (a file's digest, the dimension, a count) that differs.
    """
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    try:
        release = _read(folder, manifest, threads)
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:  # faiss raises RuntimeError
        raise ReleaseError(f"Index release {folder.name} could not be read: {error}. {_REBUILD}") from error
    _check_counts(release)
    return release


def check_files(folder: Path, manifest: Manifest) -> None:
    """Nothing, when every file of a release is there and unaltered. Raises ReleaseMismatchError naming a bad one."""
    for name, expected in manifest.files.items():
        path = folder / name
        found = file_sha256(path) if path.is_file() else "missing"
        if found != expected:
            raise ReleaseMismatchError(folder.name, f"sha256 of {name}", expected, found, _REBUILD)


def _read(folder: Path, manifest: Manifest, threads: int) -> Release:
    return Release(
        manifest=manifest,
        articles=tuple(read_articles(folder)),
        passages=tuple(passage_from_dict(values) for values in _read_jsonl(folder / "passages.jsonl")),
        questions=tuple(Question(**values) for values in _read_jsonl(folder / "questions.jsonl")),
        dense=DenseIndex.load(folder / "dense.faiss"),
        question_index=DenseIndex.load(folder / "questions.faiss"),
        lexical=LexicalIndex.load(folder / "lexical"),
        encoder=OnnxQueryEncoder(folder / "encoder", threads),
        calibration=read_calibration(folder),
    )


def _check_counts(release: Release) -> None:
    manifest = release.manifest
    pairs: list[tuple[str, int, int]] = [
        ("articles", manifest.articles, len(release.articles)),
        ("passages", manifest.passages, len(release.passages)),
        ("questions", manifest.questions, len(release.questions)),
        ("rows of dense.faiss", manifest.passages, len(release.dense)),
        ("rows of lexical", manifest.passages, len(release.lexical)),
        ("rows of questions.faiss", manifest.questions, len(release.question_index)),
        ("encoder dimension", manifest.dimension, release.encoder.dimension),
    ]
    for field, expected, found in pairs:
        if expected != found:
            raise ReleaseMismatchError(manifest.release, field, expected, found, _REBUILD)


def _question_to_dict(question: Question) -> dict[str, Any]:
    values = {"article_id": question.article_id, "text": question.text}
    return {**values, "accepted": True} if question.accepted else values


def _write_json(path: Path, values: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(values, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _write_jsonl(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _read_jsonl(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
