from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.suggestions import SqlSuggestionLog
from bot.store.tables.suggestions import suggestion_articles, suggestions
from corpus.errors import NotFoundError
from tests.contracts.suggestions import DRAFT, SuggestionLogContract, mask, suggested

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class TestSqlSuggestionLog(SuggestionLogContract):
    @pytest.fixture
    def log(self, database: Database) -> SqlSuggestionLog:
        return SqlSuggestionLog(database, mask)

    @pytest.fixture
    def conversation(self, database: Database) -> int:
        return SqlConversations(database, mask).start().number


def _rows(database: Database) -> list[int]:
    with database.reading() as connection:
        counts = [
            connection.execute(select(func.count()).select_from(one)) for one in (suggestions, suggestion_articles)
        ]
        return [count.scalar_one() for count in counts]


def test_deleting_a_conversation_deletes_its_drafts(database: Database) -> None:
    conversations, log = SqlConversations(database, mask), SqlSuggestionLog(database, mask)
    gone, stays = conversations.start(), conversations.start()
    (one,) = log.record(suggested(DRAFT), gone.number)
    (other,) = log.record(suggested(DRAFT), stays.number)
    conversations.delete(gone.id)

    with pytest.raises(NotFoundError):
        log.find(one)
    assert log.find(other).conversation == stays.number
    assert _rows(database) == [1, 2]


def test_nothing_is_kept_for_a_conversation_that_was_deleted_meanwhile(database: Database) -> None:
    conversations, log = SqlConversations(database, mask), SqlSuggestionLog(database, mask)
    gone = conversations.start()
    (elsewhere,) = log.record(suggested(DRAFT))
    conversations.delete(gone.id)

    assert log.record(suggested(DRAFT), gone.number) == ()
    assert log.sent(elsewhere, "Words of that conversation.", "Kim", gone.number) is None
    assert (log.find(elsewhere).sent, log.find(elsewhere).conversation) == (None, None)
    assert _rows(database) == [1, 2]


def test_drafts_left_of_a_deleted_conversation_are_forgotten(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'citedesk.db'}")
    conversations, log = SqlConversations(database, mask), SqlSuggestionLog(database, mask)
    stays = conversations.start()
    (orphan,) = log.record(suggested(DRAFT), conversations.start().number)
    (other,) = log.record(suggested(DRAFT), stays.number)
    with database.writing() as connection:
        connection.execute(update(suggestions).where(suggestions.c.id == orphan).values(conversation=4711))
    conversations.delete_inactive(NOW - timedelta(days=365))

    assert log.find(other).conversation == stays.number
    assert _rows(database) == [1, 2]
    database.close()


def test_drafts_for_conversations_from_elsewhere_are_forgotten_with_age(database: Database) -> None:
    old, new = NOW - timedelta(days=400), NOW - timedelta(days=2)
    SqlSuggestionLog(database, mask, lambda: old).record(suggested(DRAFT, "B"))
    (kept,) = SqlSuggestionLog(database, mask, lambda: new).record(suggested(DRAFT))
    SqlConversations(database, mask).delete_inactive(NOW - timedelta(days=365))

    assert SqlSuggestionLog(database, mask).find(kept).text == DRAFT
    assert _rows(database) == [1, 2]
