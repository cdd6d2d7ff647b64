from __future__ import annotations

import pytest

from bot.answer import Outcome
from bot.conversation import Status
from bot.desk import Wanted
from bot.desk.words import searched
from bot.store.bulk import finish, insert_rows
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.inbox import SqlInbox
from eval.store_bench.conversations import ConversationMaker
from tests.contracts.insights import NOON
from tests.fakes import ARTICLES


@pytest.fixture
def filled(database: Database) -> Database:
    """A database with 60 made-up conversations."""
    for _, rows in ConversationMaker(ARTICLES, NOON).batches(60, 25):
        insert_rows(database, rows)
    finish(database)
    return database


def test_rows_added_at_once_read_as_if_they_had_been_said(filled: Database) -> None:
    conversations = SqlConversations(filled, lambda text: text)
    newest = conversations.inbox(limit=1)[0]
    messages = conversations.messages(newest.id)

    assert newest.number == 60
    assert messages[0].text
    assert any(message.answer and message.answer.outcome in set(Outcome) for message in messages)


def test_numbers_go_on_after_the_highest_and_words_are_found(filled: Database) -> None:
    conversations = SqlConversations(filled, lambda text: text)
    said = conversations.receive(None, "A quagga ate my homework")

    assert said.conversation.number == 61
    assert [one.conversation.number for one in SqlInbox(filled).page(Wanted(words=searched("quagga")))] == [61]
    assert SqlInbox(filled).page(Wanted(words=searched("customer")))


def test_what_was_added_at_once_can_be_forgotten(filled: Database) -> None:
    conversations = SqlConversations(filled, lambda text: text)
    for conversation in conversations.inbox(limit=60):
        conversations.delete(conversation.id)

    assert conversations.inbox() == ()
    assert conversations.inbox(Status.CLOSED) == ()
