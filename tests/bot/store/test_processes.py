"""What servers on one database must not do to each other, and what must outlive one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.desk import Wanted
from bot.desk.words import searched
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.inbox import SqlInbox
from tests.bot.store.processes import STORE_MESSAGES, STORE_ONE_TURN, run_python


def test_what_was_acknowledged_survives_kill_9(url: str) -> None:
    with run_python(STORE_ONE_TURN, url) as server:
        assert server.stdout
        conversation_id, *message_ids = server.stdout.readline().split()
        server.kill()
        assert server.wait() == -9
    database = Database(url)

    assert [m.id for m in SqlConversations(database, str).messages(conversation_id)] == message_ids
    database.close()


def test_processes_and_threads_lose_no_message_and_wait_for_each_other(url: str) -> None:
    database = Database(url)
    conversations = SqlConversations(database, str)
    of = conversations.start().id
    servers = [run_python(STORE_MESSAGES, url, of, 150, f"server-{n}") for n in range(3)]
    mine = [conversations.receive(of, "mine").message for _ in range(150)]
    told: list[tuple[str, int]] = [(message.id, message.seq) for message in mine]
    for server in servers:
        output, errors = server.communicate()
        assert (server.returncode, errors) == (0, "")
        told += [(line.split()[0], int(line.split()[1])) for line in output.splitlines()]

    kept = [(message.id, message.seq) for message in conversations.messages(of)]
    assert kept == sorted(told, key=lambda each: each[1])
    assert len({seq for _, seq in kept}) == len(kept) == 600
    database.close()


def test_same_key_in_two_processes_stores_one_message(url: str) -> None:
    database = Database(url)
    conversations = SqlConversations(database, str)
    of = conversations.start().id
    servers = [run_python(STORE_MESSAGES, url, of, 50, "the-same") for _ in range(3)]
    outputs = [server.communicate() for server in servers]

    assert [errors for _, errors in outputs] == [""] * 3
    assert len({output for output, _ in outputs}) == 1
    assert len(conversations.messages(of)) == 50
    database.close()


def test_what_was_deleted_is_gone_from_the_files(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.database.MERGE_PAUSE", 0)  # however slow the machine is just now
    database = Database(sqlite_url)
    conversations = SqlConversations(database, str)
    kept = conversations.receive(None, "a word that stays")
    forgotten = [conversations.receive(None, f"unforgettable {n} " * 400).conversation.id for n in range(20)]
    for of in forgotten:
        conversations.say(of, "Kim", "unforgettable too")
    assert b"unforgettable" in _bytes(tmp_path)
    for of in forgotten:
        conversations.delete(of)

    left = _bytes(tmp_path)
    assert b"a word that stays" in left
    assert b"unforgettable" not in left
    assert not any(of.encode() in left for of in forgotten)
    assert conversations.messages(kept.conversation.id)
    database.close()


def test_wiping_that_takes_long_is_left_to_a_later_deletion(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.database.LONG_MERGE_SECONDS", 0)
    monkeypatch.setattr("bot.store.database.MERGE_PAUSE", 1_000_000)
    database = Database(sqlite_url)
    conversations = SqlConversations(database, str)
    first, second, third = (conversations.receive(None, f"unforgettabl{n}").conversation.id for n in "exy")
    conversations.delete(first)
    conversations.delete(second)
    with monkeypatch.context() as later:
        later.setattr("bot.store.database.time.monotonic", lambda: 1e12)
        conversations.delete(third)

    assert b"forgettabl" not in _bytes(tmp_path)
    database.close()


def test_people_write_while_deleted_words_are_wiped(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, meanwhile = Database(sqlite_url), Database(sqlite_url)
    conversations = SqlConversations(database, str)
    of = conversations.receive(None, "unforgettable").conversation.id
    for n in range(20):
        conversations.receive(None, " ".join(f"word{n}x{m}" for m in range(3000)))
    said: list[str] = []

    def write(_seconds: float) -> None:
        said.append(SqlConversations(meanwhile, str).receive(None, f"meanwhile{len(said)}").conversation.id)

    monkeypatch.setattr("bot.store.database.time.sleep", write)
    conversations.delete(of)

    assert 2 <= len(said) <= 20
    assert b"unforgettable" not in _bytes(tmp_path)
    assert len(SqlInbox(database).page(Wanted(words=searched("meanwhile")))) == len(said)
    database.close()
    meanwhile.close()


def test_deletion_does_not_wait_for_a_long_read(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    conversations = SqlConversations(database, str)
    of = conversations.receive(None, "unforgettable").conversation.id
    backup = sqlite3.connect(tmp_path / "citedesk.db", isolation_level=None)
    backup.execute("BEGIN")
    backup.execute("SELECT * FROM messages").fetchone()
    conversations.delete(of)
    backup.close()
    conversations.delete(conversations.start().id)

    assert b"unforgettable" not in _bytes(tmp_path)
    database.close()


def _bytes(folder: Path) -> bytes:
    """All that stands in the database's files."""
    return b"".join(path.read_bytes() for path in folder.glob("citedesk.db*"))
