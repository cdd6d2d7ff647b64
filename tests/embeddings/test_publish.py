from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.article import Article
from corpus.errors import ConfigurationError, MassDeletionError, UnreadableIndexError
from embeddings import publish, release
from embeddings.home import Home
from embeddings.model_files import ModelFiles, file_sha256, locate_model
from embeddings.publish import Publisher
from embeddings.release import load_release
from embeddings.sentence_transformer import SentenceTransformerEncoder
from tests.embeddings.builders import TOPICS, CountingEncoder, article, articles, contents, publisher

SECTION = "## {0}\n\n" + "The {0} of this section is told in a sentence of some length. " * 15


def sections(*names: str) -> str:
    """A body of sections that are a passage each."""
    return "\n\n".join(SECTION.format(name) for name in names)


def never_load() -> CountingEncoder:
    raise AssertionError("the encoder was loaded though nothing had to be encoded")


def test_unchanged_articles_encode_nothing_and_make_no_release(home: Home, tiny_files: ModelFiles) -> None:
    before = home.current()
    report = publisher(home.path, tiny_files, never_load).publish(articles())
    assert (report.release, report.published, report.texts_encoded) == (before, False, 0)
    assert len(report.diff.unchanged) == len(TOPICS)
    assert home.releases() == [before]


def test_one_changed_section_is_all_that_is_encoded(tiny_publisher: Publisher, counting: CountingEncoder) -> None:
    long = article("Deposits", sections("limits", "networks", "delays"))
    tiny_publisher.publish([long, *articles()[1:]])
    counting.texts.clear()
    changed = replace(long, body=long.body.replace("The networks of", "The chains of"))
    report = tiny_publisher.publish([changed, *articles()[1:]])
    assert report.diff.changed == ("deposits",)
    assert (report.texts_encoded, len(counting.texts)) == (1, 1)
    assert "The chains of this section" in counting.texts[0]


def test_changed_article_is_found_by_its_new_words(tiny_publisher: Publisher, home: Home) -> None:
    tiny_publisher.publish([article("Deposits", "Zebras are accepted."), *articles()[1:]])
    live = load_release(home.folder(home.current()))
    row = int(live.lexical.scores("zebras").argmax())
    assert live.passages[row].text == "Zebras are accepted."


def test_change_of_what_is_not_encoded_makes_a_release_and_encodes_nothing(home: Home, tiny_files: ModelFiles) -> None:
    viewed = [replace(articles()[0], views=7), *articles()[1:]]
    report = publisher(home.path, tiny_files, never_load).publish(viewed)
    assert (report.published, report.texts_encoded) == (True, 0)
    assert load_release(home.folder(home.current())).articles[0].views == 7


def test_removed_article_is_in_no_file_of_the_new_release(tiny_publisher: Publisher, home: Home) -> None:
    report = tiny_publisher.publish(articles()[1:])
    assert report.diff.removed == ("deposits",)
    live = home.folder(home.current())
    assert len(load_release(live).articles) == len(TOPICS) - 1
    assert not [name for name, data in contents(live).items() if name.endswith("l") and b"eposits" in data]


def test_mass_deletion_is_refused_until_it_is_allowed(tiny_publisher: Publisher, home: Home) -> None:
    before = home.current()
    with pytest.raises(MassDeletionError, match="would remove 9 of 11 live articles"):
        tiny_publisher.publish(articles()[:2])
    assert home.releases() == [before]
    report = tiny_publisher.publish(articles()[:2], allow_deletes=True)
    assert load_release(home.folder(report.release)).manifest.articles == 2


@pytest.mark.parametrize("found", [[], [article("Deposits", " ")], [article("Deposits", title=" ")]])
def test_sources_without_text_are_refused(tmp_path: Path, tiny_files: ModelFiles, found: list[Article]) -> None:
    with pytest.raises(ConfigurationError, match="live index is unchanged"):
        publisher(tmp_path / "home", tiny_files, never_load).publish(found)
    assert Home(tmp_path / "home").releases() == []


def test_drafts_are_in_the_release(tiny_publisher: Publisher, home: Home) -> None:
    tiny_publisher.publish([*articles(), article("Secrets", draft=True)])
    live = load_release(home.folder(home.current()))
    assert live.articles[-1].draft
    assert live.passages[-1].article_id == "secrets"


def test_calibration_carries_over_to_the_next_release(tiny_publisher: Publisher, home: Home) -> None:
    fitted = calibrate(tiny_publisher, home)
    report = tiny_publisher.publish([*articles(), article("Zebras")])
    assert load_release(home.folder(report.release)).calibration == fitted


def test_new_pipeline_builds_anew_without_encoding_or_calibration(
    home: Home, tiny_publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    calibrate(tiny_publisher, home)
    for module in (publish, release):
        monkeypatch.setattr(module, "PIPELINE_VERSION", 1000)
    report = tiny_publisher.publish(articles())
    assert (report.published, report.texts_encoded) == (True, 0)
    live = load_release(home.folder(report.release))
    assert (live.manifest.pipeline_version, live.calibration) == (1000, {})


def calibrate(publisher: Publisher, home: Home) -> dict[str, object]:
    """Publishes a release with a calibration, and returns that."""
    fitted: dict[str, object] = {"threshold": 0.61}
    folder = home.folder(home.current())
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "calibration.json").write_text(json.dumps(fitted), encoding="utf-8")
    manifest["files"]["calibration.json"] = file_sha256(folder / "calibration.json")
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return fitted


def test_another_encoder_encodes_everything_anew(home: Home, model_with: Callable[..., Path]) -> None:
    files = locate_model(str(model_with("sentence_bert_config.json", max_seq_length=200)))
    other = CountingEncoder(SentenceTransformerEncoder(files))
    report = publisher(home.path, files, lambda: other).publish(articles())
    live = load_release(home.folder(report.release))
    assert report.texts_encoded == len(live.passages) + len(live.questions) == len(other.texts)
    assert live.manifest.encoder_fingerprint == files.fingerprint
    assert live.manifest.chunking["window"] == 198


@pytest.mark.parametrize("name", ["dense.faiss", "calibration.json", "manifest.json"])
def test_damaged_live_release_is_replaced_by_the_next_sync(home: Home, tiny_publisher: Publisher, name: str) -> None:
    damaged = home.folder(home.current())
    (damaged / name).write_bytes(b"damaged")
    report = tiny_publisher.publish(articles())
    assert (report.published, report.texts_encoded) == (True, 0)
    assert len(report.diff.unchanged) == len(TOPICS)
    assert len(load_release(home.folder(home.current())).articles) == len(TOPICS)


@pytest.mark.parametrize("name", ["dense.faiss", "manifest.json"])
def test_mass_deletion_is_refused_though_the_live_release_is_damaged(
    home: Home, tiny_publisher: Publisher, name: str
) -> None:
    before = home.current()
    (home.folder(before) / name).write_bytes(b"damaged")
    with pytest.raises(MassDeletionError, match="would remove 9 of 11 live articles"):
        tiny_publisher.publish(articles()[:2])
    assert home.releases() == [before]


@pytest.mark.parametrize("content", [b"damaged", b"", b"[]\n", b"\xff\n", None])
def test_sync_over_lost_articles_needs_leave_to_delete(
    home: Home, tiny_publisher: Publisher, folder: Path, content: bytes | None
) -> None:
    path = folder / "articles.jsonl"
    first_line = path.read_bytes().splitlines(keepends=True)[0]
    path.write_bytes(first_line if content is None else content)
    with pytest.raises(UnreadableIndexError, match=r"articles\.jsonl.* --allow-deletes"):
        tiny_publisher.publish(articles())
    assert home.releases() == [home.current()]
    assert tiny_publisher.publish(articles(), allow_deletes=True).published


@pytest.mark.parametrize("pointer", [b"20200101T000000-9\n", b"\xff", None])
def test_sync_over_a_broken_pointer_needs_leave_to_delete(
    home: Home, tiny_publisher: Publisher, pointer: bytes | None
) -> None:
    before = home.current()
    home.pointer.unlink()
    if pointer is not None:
        home.pointer.write_bytes(pointer)
    with pytest.raises(UnreadableIndexError, match=r"CURRENT.* 'citedesk rollback RELEASE'"):
        tiny_publisher.publish(articles())
    assert home.releases() == [before]
    report = tiny_publisher.publish(articles(), allow_deletes=True)
    assert (home.current(), report.texts_encoded) == (report.release, 0)


def test_going_back_to_an_earlier_release_changes_none(home: Home, tiny_publisher: Publisher) -> None:
    first = home.current()
    second = tiny_publisher.publish([*articles(), article("Zebras")]).release
    home.point_to(first)
    assert len(load_release(home.folder(home.current())).articles) == len(TOPICS)
    third = tiny_publisher.publish([*articles(), article("Zebras")])
    assert (third.diff.added, third.texts_encoded) == (("zebras",), 0)
    assert home.releases() == [first, second, third.release]


def test_old_releases_are_pruned(home: Home, tiny_files: ModelFiles, counting: CountingEncoder) -> None:
    keeping_two = publisher(home.path, tiny_files, lambda: counting, keep_releases=2)
    names = [home.current()]
    for views in range(1, 4):
        report = keeping_two.publish([replace(one, views=views) for one in articles()])
        names.append(report.release)
    assert report.pruned == (names[1],)
    assert home.releases() == names[-2:]


def test_encoder_is_exported_once_and_stored_once(
    tmp_path: Path, tiny_files: ModelFiles, counting: CountingEncoder
) -> None:
    builder = publisher(tmp_path / "home", tiny_files, lambda: counting)
    models = [
        builder.home.folder(builder.publish(found).release) / "encoder" / "model.onnx"
        for found in (articles(), articles()[1:])
    ]
    assert counting.exports == 1
    assert models[0].samefile(models[1])


def test_encoder_is_copied_where_links_cannot_be_made(
    home: Home, tiny_publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    live = home.folder(tiny_publisher.publish(articles()[1:]).release)
    assert (live / "encoder" / "model.onnx").stat().st_nlink == 1
    assert load_release(live).encoder.dimension == 32


def test_alternative_questions_are_rows_of_the_question_field(home: Home, tiny_publisher: Publisher) -> None:
    asked = replace(articles()[0], questions=("Where is my money?", " "))
    live = load_release(home.folder(tiny_publisher.publish([asked, *articles()[1:]]).release))
    texts = [row.text for row in live.questions if row.article_id == "deposits"]
    assert texts == ["How do Deposits work?", "Where is my money?"]
    query = live.encoder.encode_query("Where is my money?")
    rows, _ = live.question_index.search(query, 1)
    assert live.questions[int(rows[0])].text == "Where is my money?"


@pytest.mark.parametrize(
    "title", ["how do fees work " * 200, " 如何重置双重验证" * 90, "手" * 700, "fee " * 250 + "手" * 300]
)
def test_title_longer_than_the_window_is_split_into_several_questions(
    home: Home, tiny_publisher: Publisher, tiny_files: ModelFiles, title: str
) -> None:
    live = load_release(home.folder(tiny_publisher.publish([article("Tables", title=title), *articles()]).release))
    parts = [row.text for row in live.questions if row.article_id == "tables"]
    assert len(parts) > 1
    assert max(tiny_files.count_tokens(parts)) <= tiny_files.max_tokens
    assert "".join("".join(parts).split()) == "".join(title.split())


def test_no_text_is_longer_than_the_window(tiny_publisher: Publisher, counting: CountingEncoder) -> None:
    table = "| Network | Fee |\n|---|---|\n" + "".join(
        f"| Tidal network of the north {n} | 0.{n} ORR |\n" for n in range(400)
    )
    deep = "".join(f"{'#' * level} A heading of level {level} that goes on\n\n" for level in range(1, 7)) * 3
    bodies = [
        table,
        deep + "word " * 900,
        "手続き" * 900,
        "".join(f"- item {n} of a list\n" for n in range(300)),
        "```\n" + "".join(f"code x = {n}\n" for n in range(300)) + "```",
    ]
    hard = [
        article(f"Hard {number}", body, title=title * 20)
        for number, body in enumerate(bodies)
        for title in ("A title that is long ", "長い題名")
    ]
    hard = [replace(one, id=f"hard-{number}") for number, one in enumerate(hard)]
    tiny_publisher.publish([*articles(), *hard])
    assert len(counting.texts) > 100
    assert max(counting.count_tokens(counting.texts)) <= counting.max_tokens


def test_passage_is_encoded_with_its_title_and_headings_and_without_markup(
    tiny_publisher: Publisher, counting: CountingEncoder, home: Home
) -> None:
    body = sections("limits") + "\n\n## Networks\n\n" + "Use **[Tidal](https://tidal.example)** for this network. " * 20
    live = load_release(home.folder(tiny_publisher.publish([article("Deposits", body), *articles()[1:]]).release))
    assert any(text.startswith("How do Deposits work?\n") and "Use Tidal for" in text for text in counting.texts)
    assert not any("https://" in text or "**" in text for text in counting.texts)
    assert any("**[Tidal](https://tidal.example)**" in passage.text for passage in live.passages)


def test_stored_vectors_are_those_of_the_texts(
    home: Home, tiny_publisher: Publisher, counting: CountingEncoder
) -> None:
    live = load_release(home.folder(tiny_publisher.publish([article("Zebras"), *articles()]).release))
    text = next(text for text in counting.texts if "\n" in text)
    rows, scores = live.dense.search(counting.encode_passages([text])[0], 1)
    assert live.passages[int(rows[0])].article_id == "zebras"
    np.testing.assert_allclose(scores, 1, atol=1e-5)
