from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.outbox import Attempt, Delivery, Outbox, Result, delay_seconds
from bot.store.conversations import SqlConversations
from bot.store.database import Database, default_url
from bot.store.deliveries import SqlDeliveries
from tests.patience import PATIENCE_SECONDS

MINUTES = timedelta(minutes=10)


@dataclass
class FakeSender:
    """Remembers what it sent; the results that are queued come first, then everything is delivered."""

    results: list[Attempt] = field(default_factory=list)
    sent: list[Delivery] = field(default_factory=list)
    called: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def send(self, delivery: Delivery) -> Attempt:
        self.sent.append(delivery)
        self.called.release()
        return self.results.pop(0) if self.results else Attempt(Result.DELIVERED)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(default_url(tmp_path), told=("webhook",))
    yield database
    database.close()


@pytest.fixture
def conversations(database: Database) -> SqlConversations:
    return SqlConversations(database, str)


def outbox(database: Database, sender: FakeSender) -> Outbox:
    return Outbox(SqlDeliveries(database), {"webhook": sender}, MINUTES, poll_seconds=0.01)


def test_delays_grow_for_hours_and_are_spread() -> None:
    grown = [delay_seconds(attempts, spread=0.0) for attempts in range(1, 11)]

    assert grown == [5, 15, 45, 135, 405, 1215, 3645, 10935, 14400, 14400]
    assert delay_seconds(1, spread=0.2) == 6
    assert len({delay_seconds(1) for _ in range(20)}) > 1


def test_receiver_is_left_alone_for_as_long_as_it_asks(database: Database, conversations: SqlConversations) -> None:
    conversations.receive(None, "hello")
    sender = FakeSender([Attempt(Result.FAILED, "It is busy", retry_after=600.0)])

    assert outbox(database, sender).send_next("webhook")
    (due,) = database_rows(database, "SELECT due_at - created_at FROM deliveries")
    assert 600 <= due[0] / 1e6 < 660


def test_mistake_in_a_sender_stops_no_other_delivery(
    database: Database, conversations: SqlConversations, caplog: pytest.LogCaptureFixture
) -> None:
    class Mistaken(FakeSender):
        def send(self, delivery: Delivery) -> Attempt:
            super().send(delivery)
            return [Attempt(Result.DELIVERED)][len(self.sent) == 1]

    for text in ("hello", "good day"):
        conversations.receive(None, text)
    sending = outbox(database, Mistaken())

    assert [sending.send_next("webhook") for _ in range(3)] == [True, True, False]
    states = database_rows(database, "SELECT state, error FROM deliveries ORDER BY number")
    assert states == [("pending", "IndexError while it was being sent"), ("delivered", None)]
    assert "by a mistake in Citedesk" in caplog.text


def test_what_was_refused_is_given_up_and_its_words_forgotten(
    database: Database, conversations: SqlConversations, caplog: pytest.LogCaptureFixture
) -> None:
    conversations.receive(None, "hello")
    outbox(database, FakeSender([Attempt(Result.REFUSED, "It answered 413")])).send_next("webhook")

    assert database_rows(database, "SELECT state, body, error FROM deliveries") == [("given_up", "", "It answered 413")]
    assert "message.created (attempt 1): It answered 413. It is given up." in caplog.text


def test_after_a_day_it_is_given_up(database: Database, conversations: SqlConversations) -> None:
    conversations.receive(None, "hello")
    yesterday = datetime.now(UTC) - timedelta(hours=23, minutes=59, seconds=58)
    with database.writing() as connection:
        connection.exec_driver_sql(f"UPDATE deliveries SET created_at = {int(yesterday.timestamp() * 1e6)}")
    outbox(database, FakeSender([Attempt(Result.FAILED, "It answered 500")])).send_next("webhook")

    assert database_rows(database, "SELECT state FROM deliveries") == [("given_up",)]


def test_who_wants_nothing_more_gets_nothing_more(database: Database, conversations: SqlConversations) -> None:
    for _ in range(2):
        conversations.receive(None, "hello")
    sender = FakeSender([Attempt(Result.GONE, "It answered 410")])
    sending = outbox(database, sender)

    assert [sending.send_next("webhook"), sending.send_next("webhook")] == [True, False]
    assert len(sender.sent) == 1
    assert outbox(database, sender).send_next("webhook")  # a server that was started again tries again


def test_threads_send_what_comes_and_end_when_told(
    database: Database, conversations: SqlConversations, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    sender = FakeSender()
    sending = outbox(database, sender)
    sending.start()
    conversations.receive(None, "hello")

    assert sender.called.acquire(timeout=PATIENCE_SECONDS)
    sending.stop()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("outbox")]
    assert caplog.text == ""


def test_without_anybody_to_tell_no_thread_runs(database: Database) -> None:
    sending = Outbox(SqlDeliveries(database), {}, MINUTES)
    sending.start()
    sending.stop()

    assert not [thread for thread in threading.enumerate() if thread.name.startswith("outbox")]


def database_rows(database: Database, sql: str) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]
