from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect

from bot.answer import Answer, Outcome, Reason
from bot.conversation import Feedback, Rating, Status
from bot.insights.facts import ArticleUse, InsightFacts
from bot.store.conversations import SqlConversations
from bot.store.database import MIGRATIONS, Database, is_current
from bot.store.insights import SqlInsights
from bot.store.notes import SqlNotes
from bot.store.suggestions import SqlSuggestionLog
from tests.contracts.insights import END, GAP, NOON, START, Clock, InsightWorld, answer


def told(facts: InsightFacts) -> object:
    """All that the indexes of the database are there for."""
    waits = facts.waits(START, END)
    return (
        facts.outcomes((START, NOON, END)),
        facts.reasons(START, END),
        facts.article_use(START, END),
        (waits.reasons, list(waits.seconds), waits.open),
        list(facts.timings(START, END, 10).total_ms),
    )


def to_revision(database: Database, revision: str) -> None:
    """Leaves the database as an older version of Citedesk would have it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine().begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def index_names(database: Database) -> set[str]:
    names = inspect(database.engine())
    return {str(index["name"]) for table in ("answers", "answer_articles") for index in names.get_indexes(table)}


def test_database_with_conversations_tells_the_same_after_an_upgrade(database: Database) -> None:
    clock = Clock()
    drafts = SqlSuggestionLog(database, str, clock)
    world = InsightWorld(SqlConversations(database, str, clock), drafts, SqlInsights(database), clock)
    refused, _ = world.ask(GAP)
    world.conversations.set_status(refused, Status.WAITING, Reason.MISSING_KNOWLEDGE)
    world.conversations.rate(world.ask(answer())[1], Feedback(Rating.UP))
    world.ask(Answer(Outcome.ANSWERED, Reason.THANKS, "You're welcome.", 0.0, "r1"))
    before, indexes = told(world.facts), index_names(database)

    to_revision(database, "0007")
    assert "answers_by_outcome" in index_names(database)
    database.close()
    assert told(world.facts) == before
    assert index_names(database) == indexes
    assert world.facts.article_use(START, END) == {"fees": ArticleUse(1, up=1)}
    with database.engine().connect() as connection:
        assert is_current(connection)


def test_moves_of_an_older_version_name_who_answered_last(database: Database) -> None:
    conversations, notes = SqlConversations(database, str), SqlNotes(database)
    of = conversations.start()
    conversations.say(of.id, "Kim", "Hello!")
    conversations.say(of.id, "Lou", "I know more.")
    conversations.set_status(of.id, Status.CLOSED, agent="Zoe")
    assert [move.agent for move in notes.moves(of.number)] == ["Kim", "Lou", "Zoe"]

    to_revision(database, "0008")
    database.close()
    assert [move.agent for move in notes.moves(of.number)] == ["Lou", "Lou"]
