from __future__ import annotations

from pathlib import Path

import pytest

from embeddings.home import Home
from tests.bot.cli.conftest import Cli


@pytest.fixture
def two(cli: Cli, home: Path, folder: Path) -> tuple[str, str]:
    """The names of two releases, the second of which is live."""
    first = Home(home).current()
    (folder / "fees.md").unlink()
    assert cli("sync", folder, "--home", home).code == 0
    return first, Home(home).current()


def test_releases_are_listed_oldest_first(cli: Cli, home: Path, two: tuple[str, str]) -> None:
    run = cli("releases", "--home", home)
    values = cli("releases", "--home", home, "--json").json

    assert run.out.index(two[0]) < run.out.index(two[1])
    assert f"live {two[1]}" in " ".join(run.out.split())
    assert [row["release"] for row in values["releases"]] == list(two)
    assert [row["live"] for row in values["releases"]] == [False, True]
    assert [row["articles"] for row in values["releases"]] == [11, 10]
    assert values["live"] == two[1]
    assert {"created_at", "passages", "encoder", "encoder_fingerprint"} < set(values["releases"][0])


def test_rollback_goes_to_the_release_before(cli: Cli, home: Path, two: tuple[str, str]) -> None:
    run = cli("rollback", "--home", home)

    assert (run.code, run.out) == (0, f"{two[0]} is live (before: {two[1]}).\n")
    assert Home(home).current() == two[0]
    assert cli("search", "How do Fees work?", "-k", 1, "--home", home, "--json").json["hits"][0]["article_id"] == "fees"


def test_rollback_goes_to_the_release_it_is_told(cli: Cli, home: Path, two: tuple[str, str]) -> None:
    assert cli("rollback", two[0], "--home", home, "--json").json == {"release": two[0], "before": two[1]}
    assert cli("rollback", two[1], "--home", home).code == 0
    assert Home(home).current() == two[1]


def test_rollback_from_the_first_release_is_refused(cli: Cli, home: Path) -> None:
    run = cli("rollback", "--home", home)

    assert (run.code, run.out) == (3, "")
    assert f"There is no release before {Home(home).current()}" in run.err


def test_rollback_to_what_is_no_release_names_those_there_are(cli: Cli, home: Path) -> None:
    run = cli("rollback", "20200101T000000-9", "--home", home)

    assert run.code == 3
    assert f"the releases are: {Home(home).current()}." in run.err


def test_rollback_to_a_damaged_release_is_refused(cli: Cli, home: Path, two: tuple[str, str]) -> None:
    (Home(home).folder(two[0]) / "passages.jsonl").write_text("{}\n", encoding="utf-8")
    run = cli("rollback", "--home", home)

    assert run.code == 3
    assert "sha256 of passages.jsonl" in run.err
    assert Home(home).current() == two[1]


def test_rollback_waits_for_no_sync_that_is_running(cli: Cli, home: Path, two: tuple[str, str]) -> None:
    with Home(home).lock():
        run = cli("rollback", "--home", home)

    assert (run.code, Home(home).current()) == (2, two[1])
    assert "Another sync or rollback is running" in run.err


@pytest.mark.parametrize("manifest", ["", "[]", '{"schema_version": 1}', '{"schema_version": 99}'])
def test_release_with_a_damaged_manifest_is_listed_as_such(
    cli: Cli, home: Path, two: tuple[str, str], manifest: str
) -> None:
    (Home(home).folder(two[0]) / "manifest.json").write_text(manifest, encoding="utf-8")
    run = cli("releases", "--home", home)
    rows = cli("releases", "--home", home, "--json").json["releases"]

    assert run.code == 0
    assert f"{two[0]} damaged live {two[1]} 10" in " ".join(run.out.split())
    assert f"warning: Index release {two[0]}: " in run.err
    assert [(row["release"], row["damaged"], row["articles"]) for row in rows] == [
        (two[0], True, None),
        (two[1], False, 10),
    ]


@pytest.mark.parametrize("pointer", ["20200101T000000-9\n", None])
def test_broken_pointer_is_shown_and_mended(cli: Cli, home: Path, two: tuple[str, str], pointer: str | None) -> None:
    Home(home).pointer.unlink()
    if pointer:
        Home(home).pointer.write_text(pointer, encoding="utf-8")
    listed = cli("releases", "--home", home)
    values = cli("releases", "--home", home, "--json").json

    assert (listed.code, "live" in listed.out, values["live"]) == (0, False, None)
    assert [row["live"] for row in values["releases"]] == [False, False]
    assert "warning: '" in listed.err
    assert "Run 'citedesk rollback RELEASE'" in listed.err
    assert "Run 'citedesk rollback RELEASE'" in cli("rollback", "--home", home).err
    assert cli("rollback", two[0], "--home", home).out == f"{two[0]} is live (before: none).\n"
    assert Home(home).current() == two[0]
