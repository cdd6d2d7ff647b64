from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from bot.cli.application import VERBS, build_app
from tests.bot.articles import ROOT
from tests.bot.cli.conftest import Cli

VERB_NAMES = [verb.__name__ for verb in VERBS]


def commands(app: typer.Typer) -> Iterator[tuple[str, object]]:
    """Every command and subcommand with its path of names."""

    def below(command: object, path: str) -> Iterator[tuple[str, object]]:
        for name, one in getattr(command, "commands", {}).items():
            if hasattr(one, "commands"):
                yield from below(one, f"{path}{name} ")
            else:
                yield f"{path}{name}", one

    return below(get_command(app), "")


ALL = dict(commands(build_app([])))


def test_verbs_of_other_packages_join() -> None:
    assert set(VERB_NAMES) < set(ALL)
    assert {"eval run", "eval retrieve", "eval answers"} <= set(ALL)


@pytest.mark.parametrize("name", list(ALL))
def test_every_verb_and_option_has_help(cli: Cli, name: str) -> None:
    run = cli(*name.split(), "--help")

    assert run.code == 0
    assert f" {name} " in run.out
    assert getattr(ALL[name], "help", "").strip()
    for parameter in getattr(ALL[name], "params", ()):
        assert getattr(parameter, "help", None), f"{name}: {parameter.name} has no help"


@pytest.mark.parametrize("name", list(ALL))
def test_help_shows_every_default(cli: Cli, name: str) -> None:
    shown = " ".join(re.sub("[│\\s]+", " ", cli(*name.split(), "--help").out).split())
    stated = [
        one.show_default
        for one in getattr(ALL[name], "params", ())
        if isinstance(getattr(one, "show_default", None), str)
    ]

    assert [default for default in stated if f"[default: ({default})]" not in shown] == []
    assert not any("[default" in one.help for one in getattr(ALL[name], "params", ()) if getattr(one, "help", None))
    if any(one.name == "home" for one in getattr(ALL[name], "params", ())):
        assert ".citedesk" in stated


@pytest.mark.parametrize("name", list(ALL))
def test_every_verb_is_in_the_readme(name: str) -> None:
    assert f"citedesk {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_help_lists_the_verbs_and_says_where_to_begin(cli: Cli) -> None:
    run = cli("--help")

    assert all(f" {name} " in run.out for name in [*VERB_NAMES, "eval"])
    assert "citedesk sync SOURCE" in run.out


@pytest.mark.parametrize("arguments", [("fly",), ("serve", "--fly"), ("search", "x", "-k", "x"), ()])
def test_wrong_usage_exits_with_2(cli: Cli, arguments: tuple[str, ...]) -> None:
    run = cli(*arguments)

    assert run.code == 2
    assert "Usage: " in run.err + run.out


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CITEDESK_THRESHOLD", "2"),
        ("CITEDESK_THREADS", "-1"),
        ("CITEDESK_PUBLIC_URL", "ftp://x"),
        ("CITEDESK_PORT", "x"),
        ("CITEDESK_RETENTION_DAYS", "9999999"),
        ("CITEDESK_HANDOFF_MINUTES", "99999999999999"),
    ],
)
def test_setting_out_of_bounds_is_named_with_its_value(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    run = cli("doctor")

    assert (run.code, run.out) == (2, "")
    assert variable in run.err
    assert repr(value) in run.err


def test_password_in_a_wrong_setting_is_not_shown(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEDESK_LIMIT_STORAGE", "redis://:hu@ sh@counters:6379/0")
    run = cli("doctor")

    assert (run.code, run.out) == (2, "")
    assert "The setting 'limit_storage' is 'redis://***@counters:6379/0': " in run.err


@pytest.mark.parametrize(("variable", "verb", "option"), [("THRESHOLD", "ask", ""), ("PORT", "serve", "--port or ")])
def test_remedy_names_only_options_that_the_verb_has(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, variable: str, verb: str, option: str
) -> None:
    monkeypatch.setenv(f"CITEDESK_{variable}", "-1")
    run = cli(verb, *(["fees"] if verb == "ask" else []))

    assert f"Correct {option}the environment variable CITEDESK_{variable}." in run.err


@pytest.mark.parametrize(
    ("variable", "remedy"),
    [
        ("CITEDESK_TRESHOLD", "Did you mean CITEDESK_THRESHOLD?"),
        ("citedesk_keep_release", "Did you mean CITEDESK_KEEP_RELEASES?"),
        ("CITEDESK_XYZ", "There are CITEDESK_HOME, CITEDESK_HOST, "),
    ],
)
def test_variable_that_is_no_setting_is_refused(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, variable: str, remedy: str
) -> None:
    monkeypatch.setenv(variable, "0.5")
    run = cli("doctor")

    assert (run.code, run.out) == (2, "")
    assert f"The environment variable {variable} is no setting. {remedy}" in run.err


@pytest.mark.parametrize("variable", ["CITEDESK_SERVICE_HOST", "CITEDESK_PORT_80_TCP_ADDR", "CITEDESK_WEB_PORT"])
def test_variables_of_kubernetes_are_let_be(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, home: Path, variable: str
) -> None:
    monkeypatch.setenv(variable, "tcp://10.0.0.1:80")

    assert cli("releases", "--home", home).code == 0


def test_home_comes_from_the_environment(cli: Cli, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("CITEDESK_HOME", str(home))

    assert cli("releases").code == 0


def test_installed_command_reports_an_error_in_one_line(tmp_path: Path) -> None:
    run = _installed("ask", "fees", "--home", str(tmp_path))

    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr.count("\n") == 1
    assert run.stderr.startswith("citedesk: No index has been published")


def test_reader_that_goes_away_ends_the_command_quietly(home: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    run = _installed("search", "fees", "--json", "--home", str(home), stdout=write)
    os.close(write)

    assert run.stderr == ""


def _installed(*arguments: str, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("citedesk")), *arguments]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)
