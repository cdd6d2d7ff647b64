from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from bot.accounts.team import AgentRole, Team
from bot.conversation import Conversations, Rating
from bot.desk import Desk
from bot.desk.words import searched
from bot.store.conversations import SqlConversations
from bot.store.database import MIGRATIONS, Database
from bot.store.inbox import SqlInbox
from bot.store.notes import SqlCannedReplies, SqlNotes
from bot.store.presences import SqlPresences
from bot.store.store import desk_in
from bot.store.team import SqlTeam
from bot.store.words import index_all
from corpus.errors import ConflictError
from tests.contracts.conversations import mask
from tests.contracts.desk import (
    AwarenessContract,
    Clock,
    InboxContract,
    NotesContract,
    found,
    numbers,
)
from tests.contracts.presences import PresencesContract


class TestSqlDesk(InboxContract, AwarenessContract, NotesContract, PresencesContract):
    @pytest.fixture
    def conversations(self, database: Database, clock: Clock) -> Conversations:
        return SqlConversations(database, mask, clock)

    @pytest.fixture
    def team(self, database: Database, clock: Clock) -> Team:
        return SqlTeam(database, clock)

    @pytest.fixture
    def desk(self, database: Database, clock: Clock) -> Desk:
        return Desk(
            SqlInbox(database), SqlNotes(database, clock), SqlCannedReplies(database), SqlPresences(database, clock)
        )


@pytest.fixture
def conversations(database: Database) -> SqlConversations:
    return SqlConversations(database, mask)


def test_of_two_agents_who_answer_at_once_one_is_told_of_the_other(
    database: Database, conversations: SqlConversations
) -> None:
    team = SqlTeam(database)
    agents = [team.add(f"{name}@x.example", name, AgentRole.AGENT, "$hash") for name in ("Lena", "Kim")]
    for _ in range(5):
        of, ready = conversations.receive(None, "Hello?"), threading.Barrier(2)
        refused: list[str] = []

        def answer(number: int, of: str = of.conversation.id, ready: threading.Barrier = ready) -> None:
            ready.wait()
            try:
                conversations.say(of, agents[number].name, "Hi!", account=agents[number].number, after=1)
            except ConflictError as error:
                refused.append(str(error))  # noqa: B023 (joined below)

        threads = [threading.Thread(target=answer, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        said = [message.author for message in conversations.messages(of.conversation.id, 1)]
        assert len(said) == len(refused) == 1
        assert refused[0].startswith(f"{said[0]} has answered meanwhile.")


def test_older_database_is_brought_up_to_date_with_what_was_said(tmp_path: Path) -> None:
    file = tmp_path / "citedesk.db"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        row = (
            "INSERT INTO conversations (number, id, status, version, created_at, active_at, customer_id, customer_name)"
        )
        connection.exec_driver_sql(f"{row} VALUES (7, 'a-long-enough-id', 'bot', 1, 0, 5, 'c', 'Zoë')")
        row = "INSERT INTO messages (number, id, conversation, seq, role, text, created_at)"
        connection.exec_driver_sql(f"{row} VALUES (1, 'another-long-one', 7, 1, 'user', 'Wo ist mein Paket?', 5)")
        connection.exec_driver_sql("INSERT INTO feedback (message, created_at, rating) VALUES (1, 6, 'down')")
    engine.dispose()
    database = Database(f"sqlite:///{file}")
    desk = desk_in(database)

    assert found(desk, "paket") == found(desk, "zoe") == found(desk, "#7") == numbers(desk, rating=Rating.DOWN) == [7]
    SqlConversations(database, mask).delete("a-long-enough-id")
    assert found(desk, "paket") == []
    database.close()


def test_conversations_of_an_older_version_are_indexed(database: Database, conversations: SqlConversations) -> None:
    of = conversations.receive(None, "Wo ist mein Paket?").conversation
    with database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM conversation_words")
        if connection.dialect.name == "sqlite":
            words = f"wo ist mein paket №{of.number}"
            order = "INSERT INTO conversation_index (conversation_index, rowid, words) VALUES ('delete', ?, ?)"
            connection.exec_driver_sql(order, (of.number, words))
    desk = Desk(SqlInbox(database), SqlNotes(database), SqlCannedReplies(database), SqlPresences(database))
    assert found(desk, "paket") == []
    with database.writing() as connection:
        assert (index_all(connection), index_all(connection)) == (1, 0)

    assert found(desk, "paket") == found(desk, f"#{of.number}") == [of.number]
    assert searched("paket") is not None
