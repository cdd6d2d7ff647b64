from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Semaphore

import pytest

from bot.retention import Retention
from bot.store.conversations import SqlConversations
from bot.store.database import Database, default_url
from corpus.errors import NotFoundError, StoreError
from tests.patience import PATIENCE_SECONDS


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def conversations(tmp_path: Path, clock: Clock) -> Iterator[SqlConversations]:
    database = Database(default_url(tmp_path))
    yield SqlConversations(database, str, clock)
    database.close()


def test_conversation_is_forgotten_so_many_days_after_the_last_word(
    conversations: SqlConversations, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    of = conversations.receive(None, "hello").conversation.id
    clock.now += timedelta(days=20)
    conversations.receive(of, "still there?")
    clock.now += timedelta(days=30)
    assert Retention(conversations, 30, clock=clock).forget() == 0

    clock.now += timedelta(microseconds=1)
    assert Retention(conversations, 30, clock=clock).forget() == 1
    assert "Deleted 1 conversations in which nothing was said for 30 days" in caplog.text
    with pytest.raises(NotFoundError):
        conversations.find(of)


def test_most_conversations_go_only_when_two_runs_agree(
    conversations: SqlConversations, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(101):
        conversations.start()
    retention, now = Retention(conversations, 30, clock=clock), clock.now
    clock.now += timedelta(days=365)
    assert retention.forget() == 0
    assert (
        "In 101 of 101 conversations nothing was said for 30 days, if the clock is right (2027-11-23T12:00+00:00)"
        in caplog.text
    )

    clock.now = now
    assert retention.forget() == 0
    clock.now += timedelta(days=31)
    assert [retention.forget(), retention.forget(), retention.forget()] == [0, 101, 0]


def test_part_of_many_conversations_goes_at_once(conversations: SqlConversations, clock: Clock) -> None:
    for _ in range(101):
        conversations.start()
    clock.now += timedelta(days=31)
    for _ in range(101):
        conversations.start()

    assert Retention(conversations, 30, clock=clock).forget() == 101


class Counting(SqlConversations):
    """Says when it was asked to forget, and fails the first time."""

    def __init__(self) -> None:
        self.asked = Semaphore(0)
        self.error: StoreError | None = StoreError("The database is away.")

    def count_inactive(self, before: datetime) -> tuple[int, int]:
        return 0, 0

    def delete_inactive(self, before: datetime) -> int:
        self.asked.release()
        error, self.error = self.error, None
        if error:
            raise error
        return 0


def test_it_runs_at_once_and_again_until_stopped_whatever_fails(caplog: pytest.LogCaptureFixture) -> None:
    counting = Counting()
    retention = Retention(counting, 30, interval_seconds=0.001)
    retention.start()

    assert all(counting.asked.acquire(timeout=PATIENCE_SECONDS) for _ in range(3))
    retention.stop()
    assert "could not be deleted; trying again later: The database is away." in caplog.text
    assert "retention" not in [thread.name for thread in threading.enumerate()]


def test_zero_days_keep_conversations_for_ever() -> None:
    counting = Counting()
    retention = Retention(counting, 0)
    retention.start()
    retention.stop()

    assert not counting.asked.acquire(blocking=False)
