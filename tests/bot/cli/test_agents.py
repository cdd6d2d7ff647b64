from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Cli, Run

PASSWORD = "correct horse battery"


class Terminal(io.StringIO):
    """A standard input at which somebody sits."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def agent(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Runs `citedesk agent` in a home of its own; the password comes from the standard input."""

    def run(*arguments: object, password: str | None = PASSWORD, stdin: io.StringIO | None = None) -> Run:
        typed = [] if password is None else ["--password-stdin"]
        monkeypatch.setattr("sys.stdin", stdin or io.StringIO(f"{password}\nmore\n"))
        return cli("agent", *arguments, *typed, "--home", tmp_path)

    return run


def add(agent: Cli, *more: object) -> Run:
    return agent("add", "Lena@Shop.Example", "--name", "Lena", *more)


def test_account_is_made_and_listed_without_anything_of_its_password(agent: Cli) -> None:
    assert add(agent, "--role", "admin").code == 0
    listed = agent("list", "--json", password=None)

    assert listed.json == {
        "agents": [{"number": 1, "email": "lena@shop.example", "name": "Lena", "role": "admin"}],
    }
    assert "lena@shop.example" in agent("list", password=None).out


def test_empty_list_says_how_to_make_an_account(agent: Cli) -> None:
    assert "citedesk agent add EMAIL --name NAME" in agent("list", password=None).err


def test_second_account_of_an_address_is_refused(agent: Cli) -> None:
    add(agent)
    again = add(agent)

    assert again.code == 2
    assert "'lena@shop.example' already" in again.err


@pytest.mark.parametrize(
    ("password", "why"),
    [("short", "at least 10"), ("lena@shop.example", "is the e-mail"), ("aaaaaaaaaaaa", "repeats"), ("", "at least")],
)
def test_password_that_could_be_guessed_is_refused(agent: Cli, password: str, why: str) -> None:
    run = agent("add", "lena@shop.example", "--name", "Lena", password=password)

    assert (run.code, why in run.err) == (2, True)
    assert agent("list", "--json", password=None).json == {"agents": []}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("add", "lena", "--name", "Lena"), "no e-mail address"),
        (("add", "l@x.example", "--name", " "), "--name"),
        (("add", "l@x.example", "--name", "Lena", "--role", "boss"), "no role 'boss'"),
        (("password", "x@x.example"), "no account of 'x@x.example'"),
    ],
)
def test_what_is_wrong_is_named(agent: Cli, arguments: tuple[object, ...], why: str) -> None:
    run = agent(*arguments)

    assert run.code == 2
    assert why in run.err


def test_without_a_terminal_the_password_has_to_be_sent(agent: Cli) -> None:
    run = agent("add", "lena@shop.example", "--name", "Lena", password=None)

    assert run.code == 2
    assert "--password-stdin" in run.err


def test_password_typed_differently_changes_nothing(agent: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter([PASSWORD, "correct horse batterie"])
    monkeypatch.setattr("getpass.getpass", lambda *_args, **_more: next(typed))
    run = agent("add", "lena@shop.example", "--name", "Lena", password=None, stdin=Terminal())

    assert run.code == 2
    assert "differ" in run.err


def test_account_is_given_another_password_and_removed(agent: Cli) -> None:
    add(agent)

    assert agent("password", "LENA@shop.example", password="another good one").code == 0
    assert agent("remove", "lena@shop.example", password=None).code == 0
    assert agent("list", "--json", password=None).json == {"agents": []}
