from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.rules.rule import RuleKind
from bot.settings import DATABASE_FILE
from bot.store.database import Database, default_url
from bot.store.rules import SqlRules
from tests.bot.cli.conftest import Cli, Run
from tests.bot.rules.kept import draft

Suggest = Callable[..., Run]


@pytest.fixture
def suggest(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Suggest:
    """Runs `citedesk suggest` with this on standard input."""

    def run(conversation: Any, *arguments: object) -> Run:
        given = conversation if isinstance(conversation, bytes) else json.dumps(conversation).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        return cli("suggest", *arguments)

    return run


def test_conversation_is_drafted_for(suggest: Suggest, sample_home: Path) -> None:
    messages = [{"role": "user", "text": "Can I cancel a withdrawal?", "created_at": "today"}]
    run = suggest({"messages": messages, "subject": "Money"}, "-k", 2, "--json", "--home", sample_home)

    assert run.code == 0
    assert run.json["questions"] == ["Can I cancel a withdrawal?"]
    assert 1 <= len(run.json["suggestions"]) <= 2
    assert run.json["suggestions"][0]["id"] is None
    assert run.json["suggestions"][0]["links"][0]["url"].startswith("/help/articles/")


def test_drafts_are_shown_to_people(suggest: Suggest, sample_home: Path) -> None:
    run = suggest(
        [{"role": "user", "text": "Can I cancel a withdrawal? And what's the weather on mars?"}], "--home", sample_home
    )
    assert "? Can I cancel a withdrawal?\n" in run.out
    assert "? what's the weather on mars?  (no article)" in run.out
    assert "1 · confidence " in run.out
    assert "(/help/articles/cancel-a-withdrawal)" in run.out  # its links can be opened where they can't be clicked


def test_pinned_answer_of_the_database_comes_first(suggest: Suggest, home: Path) -> None:
    messages = [{"role": "user", "text": "Can I cancel a withdrawal?"}]
    without = suggest(messages, "--json", "--home", home)
    assert not (home / DATABASE_FILE).exists()
    database = Database(default_url(home))
    SqlRules(database).add(draft(RuleKind.PIN, "Can I cancel a withdrawal?"), "Lena")
    database.close()
    first, *others = suggest(messages, "--json", "--home", home).json["suggestions"]

    assert (first["text"], first["confidence"], first["answers"][0]["rule"]) == ("By a pin.", 1.0, 1)
    assert others[0]["text"] == without.json["suggestions"][0]["text"]


def test_nothing_open_is_said(suggest: Suggest, sample_home: Path) -> None:
    assert suggest([], "--home", sample_home).out == "No question is open.\n"


@pytest.mark.parametrize(
    ("conversation", "complaint"),
    [
        (b"", "No conversation came on standard input."),
        (b"{", "not JSON: "),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "nested too deep"),
        ("hello", "The conversation is 'hello'."),
        ({"text": "hi"}, "has no list 'messages'"),
        ([{"role": "user", "text": "hi"}, "hi"], "Message 2 is 'hi', not an object."),
        ([{"role": "customer", "text": "hi"}], "Message 1 has the role 'customer'. A role is user (the customer)"),
        ([{"text": "hi"}], "Message 1 has no 'role'."),
        ([{"role": "user"}], "Message 1 has no 'text'."),
        ([{"role": "user", "text": 5}], "Message 1 has 5 for its 'text', not a text."),
        ([{"role": ["user"], "text": "hi"}], "Message 1 has the role ['user']."),
    ],
)
def test_bad_conversation_is_refused_by_the_message_at_fault(
    suggest: Suggest, conversation: Any, complaint: str
) -> None:
    run = suggest(conversation)
    assert run.code == 2
    assert complaint in run.err


def test_language_without_words_of_its_own_is_told(suggest: Suggest, sample_home: Path) -> None:
    messages = [{"role": "user", "text": "Can I cancel a withdrawal?"}]
    run = suggest(messages, "--locale", "fr-CA", "--json", "--home", sample_home)
    assert (run.code, bool(run.json["suggestions"])) == (0, True)
    assert "no words of an agent in 'fr-CA', only in ar, de, en, es, zh: what is not quoted will be English" in run.err
    assert "no words" not in suggest(messages, "--locale", "de_AT", "--home", sample_home).err


def test_locale_that_is_none_is_refused(suggest: Suggest, sample_home: Path) -> None:
    run = suggest([{"role": "user", "text": "2FA?"}], "--locale", "the moon", "--home", sample_home)
    assert run.code == 2
    assert "--locale is 'the moon'" in run.err


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_emoji_cut_in_half_stops_no_draft(suggest: Suggest, sample_home: Path, form: tuple[str, ...]) -> None:
    messages = [{"role": "user", "text": "Can I cancel a withdrawal \ud83d? And what's the weather \ude00 on mars?\0"}]
    run = suggest(messages, *form, "--home", sample_home)

    assert run.code == 0
    assert "Can I cancel a withdrawal \ufffd?" in run.out
    assert "weather \ufffd on mars?" in run.out
