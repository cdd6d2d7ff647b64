from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.errors import ReleaseError, ReleaseMismatchError
from embeddings.release import SCHEMA_VERSION, Release, load_release, read_manifest
from tests.embeddings.builders import TOPICS, articles

FILES = (
    "articles.jsonl", "passages.jsonl", "questions.jsonl", "dense.faiss", "questions.faiss", "calibration.json",
    "encoder/model.onnx", "encoder/tokenizer.json", "encoder/encoder.json", "lexical/vocab.index.json",
)  # fmt: skip


@pytest.fixture
def edit_manifest(folder: Path) -> Callable[..., None]:
    """Changes fields of the published release's manifest; None takes a field away."""

    def edit(**fields: object) -> None:
        path = folder / "manifest.json"
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) | fields
        kept = {name: value for name, value in values.items() if value is not None}
        path.write_text(json.dumps(kept), encoding="utf-8")

    return edit


def test_loaded_release_holds_what_was_published(folder: Path) -> None:
    release = load_release(folder)
    assert list(release.articles) == articles()
    assert release.name == folder.name
    assert len(release.passages) == len(release.dense) == len(release.lexical) == release.manifest.passages
    assert len(release.questions) == len(release.question_index) == len(TOPICS)
    assert release.manifest.encoder_name == "tiny-bert"
    assert (release.manifest.dimension, release.encoder.dimension) == (32, 32)


def test_rows_of_the_indexes_belong_to_the_passages(sample_release: Release) -> None:
    bodies = {article.id: article.body for article in sample_release.articles}
    assert all(bodies[p.article_id][p.start : p.end] == p.text for p in sample_release.passages)
    for row in range(0, len(sample_release.passages), 40):
        passage = sample_release.passages[row]
        title = next(a.title for a in sample_release.articles if a.id == passage.article_id)
        query = sample_release.encoder.encode_query(f"{title}\n{passage.text}")
        found, _ = sample_release.dense.search(query, 3)
        assert row in found
        assert row in np.argsort(-sample_release.lexical.scores(passage.text))[:3]


def test_manifest_lists_every_file_of_the_release(folder: Path) -> None:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(read_manifest(folder).files) == found - {"manifest.json"}
    assert set(FILES) <= found


@pytest.mark.parametrize("name", FILES)
def test_altered_file_is_refused_and_named(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).unlink()
    (folder / name).write_bytes(content)
    with pytest.raises(ReleaseMismatchError, match=f"{folder.name}: sha256 of {name} should be .* 'citedesk sync'"):
        load_release(folder)


def test_missing_file_is_refused_and_named(folder: Path) -> None:
    (folder / "dense.faiss").unlink()
    with pytest.raises(ReleaseMismatchError, match=r"sha256 of dense\.faiss should be '\w{64}' but is 'missing'"):
        load_release(folder)


@pytest.mark.parametrize(
    ("field", "named"),
    [("articles", "articles"), ("passages", "passages"), ("questions", "questions"), ("dimension", "dimension")],
)
def test_count_that_differs_from_the_files_is_refused_and_named(
    folder: Path, edit_manifest: Callable[..., None], field: str, named: str
) -> None:
    edit_manifest(**{field: 7777})
    with pytest.raises(ReleaseMismatchError, match=f"{named} should be 7777 but is") as caught:
        load_release(folder)
    assert caught.value.expected == 7777


def test_release_of_another_schema_is_refused_with_a_remedy(folder: Path, edit_manifest: Callable[..., None]) -> None:
    edit_manifest(schema_version=SCHEMA_VERSION + 1, files=None)
    with pytest.raises(ReleaseMismatchError, match=r"schema_version should be 1 but is 2\. Run 'citedesk sync'"):
        load_release(folder)


@pytest.mark.parametrize("field", ["release", "files", "encoder_fingerprint", "passages"])
def test_manifest_without_a_field_is_refused_and_the_field_named(
    folder: Path, edit_manifest: Callable[..., None], field: str
) -> None:
    edit_manifest(**{field: None})
    with pytest.raises(ReleaseError, match=rf"manifest\.json' is broken: .*'{field}'"):
        load_release(folder)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "\0"])
def test_unreadable_manifest_is_refused(folder: Path, content: str) -> None:
    (folder / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"manifest\.json' could not be read: .* 'citedesk rollback'"):
        load_release(folder)


def test_content_that_cannot_be_understood_is_refused(folder: Path, edit_manifest: Callable[..., None]) -> None:
    (folder / "passages.jsonl").write_text('{"no": "passage"}\n', encoding="utf-8")
    edit_manifest(files={})
    with pytest.raises(ReleaseError, match=r"could not be read: .* 'citedesk sync'"):
        load_release(folder)


def test_no_file_of_a_release_is_a_pickle(sample_home: Path) -> None:
    files = [path for path in (sample_home / "releases").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".json", ".jsonl", ".faiss", ".npy", ".onnx"}
    for path in files:
        with path.open("rb") as file:
            assert file.read(2) not in {b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"}, path
        if path.suffix == ".npy":
            np.load(path, allow_pickle=False)


def test_sample_release_holds_every_article_within_the_window(sample_release: Release) -> None:
    assert sample_release.manifest.articles == len(sample_release.articles) == 95
    assert {passage.article_id for passage in sample_release.passages} == {a.id for a in sample_release.articles}
    assert sample_release.manifest.chunking["window"] == 254
