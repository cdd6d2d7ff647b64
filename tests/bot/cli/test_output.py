from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.table import Table

from bot.cli.output import ConsoleProgress, out, print_json
from embeddings.encoder import PassageEncoder
from embeddings.model_files import ModelFiles
from tests.bot.cli.conftest import Cli
from tests.embeddings.builders import article, articles, publisher

CONTROLS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f]")
HOSTILE = "Zebras \x1b]0;owned\x07\x1b[31mgraze\x1b[0m \x9b31mon\x08 grass."


@pytest.fixture
def hostile_home(home: Path, model_files: ModelFiles, encoder: PassageEncoder) -> Path:
    """A home that was published before sources took control characters out."""
    hostile = article("Zebras", HOSTILE, title=f"How do zebras graze? {HOSTILE}")
    publisher(home, model_files, lambda: encoder).publish([*articles(), hostile])
    return home


def test_articles_never_command_the_terminal(cli: Cli, hostile_home: Path) -> None:
    for arguments in (("ask", "How do zebras graze?", "--explain"), ("search", "zebras graze")):
        for form in ((), ("--json",)):
            shown = cli(*arguments, "--home", hostile_home, *form).out

            assert "raze" in shown
            assert not CONTROLS.search(shown)


def test_json_keeps_what_it_escapes(cli: Cli, capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"text": "a\x1b\x9b\x7fé"})

    assert capsys.readouterr().out == '{\n  "text": "a\\u001b\\u009b\\u007fé"\n}\n'


def test_emoji_cut_in_half_can_be_asked_and_shown(cli: Cli, sample_home: Path) -> None:
    for verb in ("ask", "search"):
        for form in ((), ("--json",)):
            run = cli(verb, "Can I cancel a withdrawal \ud83d\udcff?", "--home", sample_home, *form)

            assert run.code == 0
            run.out.encode()


def test_half_characters_never_stop_the_output(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"text": "a\ud83d", "emoji": "😀"})
    out.print("b\udcff")
    shown = capsys.readouterr().out

    assert shown == '{\n  "text": "a\\ud83d",\n  "emoji": "😀"\n}\nb\ufffd\n'


def test_tables_and_errors_are_harmless(cli: Cli, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    table = Table()
    table.add_column("a\x1b[2J")
    table.add_row("b\x9b2J")
    out.print(table)

    assert not CONTROLS.search(capsys.readouterr().out)
    assert not CONTROLS.search(cli("sync", tmp_path / "no\x1b[2Jne").err)
    (tmp_path / "bad\x1b[2J.md").write_text("", encoding="utf-8")
    (tmp_path / "a.md").write_text("# A\n\nWords.\n", encoding="utf-8")
    assert not CONTROLS.search(cli("sync", tmp_path, "--skip-bad", "--home", tmp_path / "new").err)


def test_progress_has_a_line_a_stage_however_narrow(cli: Cli, capsys: pytest.CaptureFixture[str]) -> None:
    name = "Reading " + "very " * 40 + "long"
    with ConsoleProgress().stage(name):
        pass

    assert capsys.readouterr().err.startswith(f"{name}: ")
