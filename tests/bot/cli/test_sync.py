from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from embeddings.home import Home
from embeddings.release import read_articles
from tests.bot.articles import write_articles
from tests.bot.cli.conftest import Cli
from tests.embeddings.builders import articles

FIELDS = {
    *("release", "published", "added", "changed", "removed", "unchanged", "passages", "texts_encoded", "articles"),
    *("drafts", "skipped", "added_ids", "changed_ids", "removed_ids"),
    *("accepted_questions", "accepted_questions_left_out"),
}
STAGES = ("Reading ", "Cutting ", "Loading ", "Encoding ", "Building ", "Checking ")


def live(home: Path) -> str:
    return Home(home).current()


def kinds(home: Path) -> dict[str, str | None]:
    found = read_articles(Home(home).folder(live(home)))
    return {one.id: one.kind.value if one.kind else None for one in found}


def test_first_sync_publishes_everything(cli: Cli, folder: Path, tmp_path: Path) -> None:
    run = cli("sync", folder, "--home", tmp_path / "new", "--json")

    assert run.code == 0
    assert set(run.json) == FIELDS
    assert (run.json["added"], run.json["published"], run.json["articles"]) == (11, True, 11)
    assert run.json["texts_encoded"] > 11
    assert run.json["release"] == live(tmp_path / "new")


def test_results_go_to_stdout_and_progress_to_stderr(cli: Cli, folder: Path, home: Path) -> None:
    (folder / "fees.md").write_text("# How do Fees work?\n\nFees are low.\n", encoding="utf-8")
    run = cli("sync", folder, "--home", home)

    assert run.out.splitlines()[0] == "0 added, 1 changed, 0 removed, 10 unchanged"
    assert f"Published {live(home)}" in run.out
    assert "Reading articles" in run.err
    assert "Encoding passages and titles" in run.err
    assert "Encoding" not in run.out


def test_unchanged_sync_publishes_nothing(cli: Cli, folder: Path, home: Path) -> None:
    before = live(home)
    run = cli("sync", folder, "--home", home)

    assert run.code == 0
    assert "0 added, 0 changed, 0 removed, 11 unchanged" in run.out
    assert f"Nothing to publish: {before} is up to date." in run.out
    assert live(home) == before


def test_changes_are_counted_and_named_and_only_they_are_encoded(cli: Cli, folder: Path, home: Path) -> None:
    (folder / "fees.md").write_text("# How do Fees work?\n\nFees are lower now.\n", encoding="utf-8")
    (folder / "swaps.md").write_text("# How do Swaps work?\n\nSwaps exchange coins.\n", encoding="utf-8")
    (folder / "rates.md").unlink()
    run = cli("sync", folder, "--home", home, "--json")

    assert [run.json[f"{name}_ids"] for name in ("added", "changed", "removed")] == [["swaps"], ["fees"], ["rates"]]
    assert run.json["unchanged"] == 9
    assert run.json["texts_encoded"] == 3
    assert "fees are lower now" not in run.out.casefold()


def test_bad_files_are_all_listed_and_nothing_is_published(cli: Cli, folder: Path, home: Path) -> None:
    before = live(home)
    (folder / "no-end.md").write_text("---\ntitle: Never closed\n", encoding="utf-8")
    (folder / "bad-kind.md").write_text("---\ntitle: A\nkind: gossip\n---\nWords.\n", encoding="utf-8")
    (folder / "empty.md").write_text("---\ntitle: Nothing\n---\n", encoding="utf-8")
    (folder / "binary.md").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00")
    run = cli("sync", folder, "--home", home)

    assert (run.code, run.out) == (3, "")
    assert "4 problems in the sources; nothing was published" in run.err
    assert f"{folder / 'no-end.md'}:1: " in run.err
    assert f"{folder / 'bad-kind.md'}:3: " in run.err
    assert str(folder / "empty.md") in run.err
    assert str(folder / "binary.md") in run.err
    assert "--skip-bad" in run.err
    assert live(home) == before


def test_bad_files_are_skipped_when_asked(cli: Cli, folder: Path, home: Path) -> None:
    (folder / "bad-kind.md").write_text("---\ntitle: A\nkind: gossip\n---\nWords.\n", encoding="utf-8")
    (folder / "swaps.md").write_text("# How do Swaps work?\n\nSwaps exchange coins.\n", encoding="utf-8")
    run = cli("sync", folder, "--home", home, "--skip-bad", "--json")

    assert (run.code, run.json["skipped"], run.json["added_ids"]) == (0, 1, ["swaps"])
    lines = run.err.splitlines()
    assert [line for line in lines if line.startswith(f"skipped: {folder / 'bad-kind.md'}:3: ")]
    assert all(line.startswith(("skipped: ", *STAGES)) for line in lines)


def test_nothing_but_bad_files_publishes_nothing(cli: Cli, tmp_path: Path, home: Path) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.md").write_text("---\ntitle: A\nkind: gossip\n---\nWords.\n", encoding="utf-8")
    before = live(home)
    run = cli("sync", tmp_path / "bad", "--home", home, "--skip-bad", "--allow-deletes")

    assert (run.code, live(home)) == (2, before)
    assert "no article to publish" in run.err


def test_sync_that_would_remove_many_articles_is_refused(cli: Cli, folder: Path, home: Path) -> None:
    before = live(home)
    for name in ("fees", "rates", "bots"):
        (folder / f"{name}.md").unlink()
    refused = cli("sync", folder, "--home", home)

    assert (refused.code, refused.out, live(home)) == (1, "", before)
    assert "would remove 3 of 11 live articles" in refused.err
    assert "--allow-deletes" in refused.err
    allowed = cli("sync", folder, "--home", home, "--allow-deletes", "--json")
    assert (allowed.code, allowed.json["removed"]) == (0, 3)


@pytest.mark.parametrize("source", ["missing", "missing.csv", "markdown:missing"])
def test_source_that_is_not_there_is_named(cli: Cli, home: Path, source: str) -> None:
    run = cli("sync", source, "--home", home)

    assert (run.code, run.out) == (3, "")
    assert f"There is no file or folder '{source.removeprefix('markdown:')}'" in run.err


def test_source_of_no_known_type_is_refused(cli: Cli, tmp_path: Path, home: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    assert cli("sync", tmp_path / "a.pdf", "--home", home).code == 2
    assert "'pdf' are not supported" in cli("sync", "pdf:a", "--home", home).err


def test_type_is_forced_before_the_path(cli: Cli, tmp_path: Path) -> None:
    odd = tmp_path / "export.data"
    odd.write_text("title,body\nHow do I pay?,By card.\n", encoding="utf-8")
    assert cli("sync", odd, "--home", tmp_path / "new").code == 2
    run = cli("sync", f"csv:{odd}", "--home", tmp_path / "new", "--json")

    assert (run.code, run.json["added"]) == (0, 1)


def test_several_sources_are_published_together(cli: Cli, tmp_path: Path, folder: Path, home: Path) -> None:
    (tmp_path / "more.csv").write_text("id,title,body\ncash,How do I pay?,By card.\n", encoding="utf-8")
    run = cli("sync", folder, tmp_path / "more.csv", "--home", home, "--json")

    assert (run.json["added_ids"], run.json["unchanged"]) == (["cash"], 11)


def test_kind_is_given_to_articles_that_name_none(cli: Cli, tmp_path: Path) -> None:
    source = write_articles(tmp_path / "two", articles()[:2])
    (source / "news.md").write_text("---\ntitle: News\nkind: announcement\n---\nWords.\n", encoding="utf-8")
    assert cli("sync", source, "--home", tmp_path / "new", "--kind", "Product documents").code == 0

    assert kinds(tmp_path / "new") == {"deposits": "product", "news": "announcement", "withdrawals": "product"}


def test_kind_that_is_none_is_refused(cli: Cli, folder: Path, home: Path) -> None:
    run = cli("sync", folder, "--home", home, "--kind", "gossip")

    assert run.code == 2
    assert "'gossip' is not a kind of article; use one of faq, announcement, product" in run.err


def test_drafts_are_counted(cli: Cli, folder: Path, home: Path) -> None:
    (folder / "secret.md").write_text("---\ntitle: Soon\ndraft: true\n---\nWords.\n", encoding="utf-8")
    run = cli("sync", folder, "--home", home)

    assert "1 added, 0 changed, 0 removed, 11 unchanged (1 drafts, shown to nobody)" in run.out


def test_model_that_is_none_is_refused(cli: Cli, folder: Path, home: Path, tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    run = cli("sync", folder, "--home", home, "--model", tmp_path / "model")

    assert (run.code, run.out) == (2, "")
    assert "is not a sentence-transformers model" in run.err


def test_vectors_of_a_lost_cache_are_computed_again(cli: Cli, folder: Path, home: Path) -> None:
    with sqlite3.connect(home / "cache" / "vectors.sqlite"):
        (home / "cache" / "vectors.sqlite").unlink()
    (folder / "fees.md").write_text("# How do Fees work?\n\nFees are low.\n", encoding="utf-8")
    run = cli("sync", folder, "--home", home, "--json")

    assert (run.code, run.json["changed_ids"]) == (0, ["fees"])


def test_accepted_questions_are_added_and_those_without_an_article_are_told(cli: Cli, folder: Path, home: Path) -> None:
    alternatives = home / "alternatives.jsonl"
    rows = [("fees", "what do i pay to trade"), ("gone", "where is it")]
    written = "".join(json.dumps({"article_id": one, "question": two, "by": "Lena"}) + "\n" for one, two in rows)
    alternatives.write_text(written, encoding="utf-8")
    run = cli("sync", folder, "--home", home)

    assert "0 added, 1 changed, 0 removed, 10 unchanged" in run.out
    assert "1 question accepted from use among the ways to ask for articles" in run.out
    assert "1 texts encoded" in run.out
    assert f"{alternatives}:2: left out, as there is no article 'gone' any more: where is it" in run.err
    assert alternatives.read_text(encoding="utf-8") == written
    told = cli("sync", folder, "--home", home, "--json").json
    assert (told["published"], told["accepted_questions"], told["accepted_questions_left_out"]) == (False, 1, 1)
