"""What is counted afterwards: answers, the articles in them, hand-offs, feedback."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, select

from bot.answer import Reason, Retrieved
from bot.conversation import Feedback, Rating, Status
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.tables import answer_articles, answers, feedback, handoffs, messages, metadata, takeovers
from tests.fakes import FakeKnowledge, abstained, answered

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Ticking:
    """A clock on which a minute passes with every look."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def conversations(database: Database) -> SqlConversations:
    return SqlConversations(database, str, Ticking())


@pytest.fixture
def rows(database: Database) -> Iterator[Any]:
    """Reads a table's rows, oldest first."""

    def read(table: Table) -> list[dict[str, Any]]:
        with database.reading() as connection:
            found = connection.execute(select(table).order_by(*table.primary_key.columns))
            return [dict(row._mapping) for row in found]

    return read


def test_answer_is_counted_with_the_articles_it_found_and_showed(conversations: SqlConversations, rows: Any) -> None:
    found = answered(FakeKnowledge().retrieve("reset 2FA", 1)[0])
    found = replace(
        found, retrieved=(Retrieved(1, "fees", "fees#1", 0.5), Retrieved(2, "reset-2fa", "reset-2fa#1", 0.4))
    )
    asked = conversations.receive(None, "2FA?")
    reply = conversations.reply(asked.conversation.id, asked.message.id, found)
    conversations.reply(asked.conversation.id, None, abstained())

    first, second = rows(answers)
    assert (first["outcome"], first["reason"], first["confidence"]) == ("answered", None, 0.93)
    assert (first["release"], first["top_article_id"], first["created_at"]) == (
        found.release,
        "reset-2fa",
        reply.created_at,
    )
    assert (second["outcome"], second["reason"]) == ("abstained", "missing_knowledge")
    assert [(r["article_id"], r["rank"], r["citations"]) for r in rows(answer_articles)] == [
        ("fees", 1, 0),
        ("reset-2fa", 2, 2),
    ]
    question, bots, own = rows(messages)
    assert (bots["reply_to"], own["reply_to"]) == (question["number"], None)


def test_each_request_for_a_person_has_its_record(conversations: SqlConversations, rows: Any) -> None:
    of = conversations.start().id
    conversations.set_status(of, Status.WAITING, Reason.CUSTOMER_REQUEST)
    conversations.set_status(of, Status.WAITING, Reason.MISSING_KNOWLEDGE)
    conversations.say(of, "Kim", "Hello!")
    conversations.say(of, "Kim", "How can I help?")
    conversations.set_status(of, Status.CLOSED, agent="Kim")
    conversations.set_status(of, Status.WAITING, Reason.MISSING_KNOWLEDGE)
    conversations.set_status(of, Status.BOT)

    taken, vain = rows(handoffs)
    assert (taken["reason"], taken["agent"], taken["ending"]) == ("customer_request", "Kim", "closed")
    assert taken["requested_at"] < taken["taken_at"] < taken["ended_at"]
    assert taken["taken_at"] == conversations.messages(of)[0].created_at
    assert (vain["reason"], vain["taken_at"], vain["agent"], vain["ending"]) == ("missing_knowledge", None, None, "bot")


def test_each_agent_to_whom_a_conversation_is_passed_on_has_a_record(
    conversations: SqlConversations, rows: Any
) -> None:
    of = conversations.start().id
    conversations.set_status(of, Status.WAITING, Reason.CUSTOMER_REQUEST)
    conversations.say(of, "Kim", "Lou knows more.")
    conversations.pass_on(of)
    conversations.say(of, "Lou", "Hello!")

    kims, lous = rows(handoffs)
    assert (kims["agent"], kims["ending"]) == ("Kim", "waiting")
    assert kims["requested_at"] < kims["taken_at"] < kims["ended_at"] == lous["requested_at"] < lous["taken_at"]
    assert (lous["agent"], lous["reason"], lous["ended_at"]) == ("Lou", "customer_request", None)


def test_agent_who_comes_unasked_has_a_record_without_a_request(conversations: SqlConversations, rows: Any) -> None:
    of = conversations.start().id
    conversations.say(of, "Kim", "Hello!")
    conversations.set_status(of, Status.AGENT, agent="Lou")

    (record,) = rows(handoffs)
    assert (record["requested_at"], record["agent"], record["ended_at"]) == (None, "Kim", None)
    assert record["taken_at"] == NOON + timedelta(minutes=2)
    (takeover,) = rows(takeovers)
    assert (takeover["handoff"], takeover["agent"]) == (record["number"], "Lou")
    assert takeover["at"] > record["taken_at"]


def test_neither_key_nor_masked_words_are_stored(database: Database, rows: Any) -> None:
    conversations = SqlConversations(database, lambda text: text.replace("4711", "***"))
    asked = conversations.receive(None, "my PIN is 4711", "a-key-of-22-characters")

    (stored,) = rows(messages)
    assert stored["text"] == asked.message.text == "my PIN is ***"
    assert not [value for value in stored.values() if "4711" in str(value) or "a-key-of" in str(value)]
    assert stored["sent"] != hashlib.sha256(b"my PIN is 4711").hexdigest()


def test_nothing_of_a_deleted_conversation_is_left_in_any_table(conversations: SqlConversations, rows: Any) -> None:
    asked = conversations.receive(None, "2FA?", "a-key-of-22-characters")
    found = answered(FakeKnowledge().retrieve("reset 2FA", 1)[0])
    reply = conversations.reply(asked.conversation.id, asked.message.id, found)
    conversations.rate(reply.id, Feedback(Rating.UP))
    conversations.set_status(asked.conversation.id, Status.WAITING, Reason.CUSTOMER_REQUEST)
    assert [len(rows(table)) for table in (answers, answer_articles, feedback, handoffs)] == [1, 1, 1, 1]
    conversations.delete(asked.conversation.id)

    kept = {table.name: rows(table) for table in metadata.sorted_tables if rows(table)}
    assert list(kept) == ["departures"]
    assert set(kept["departures"][0]) == {"conversation", "gone_at"}
