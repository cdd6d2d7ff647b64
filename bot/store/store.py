"""All that Citedesk remembers, in one database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.desk import Desk
from bot.store.candidates import SqlCandidates
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.deliveries import SqlDeliveries
from bot.store.helpdesks import SqlHelpdeskConversations
from bot.store.inbox import SqlInbox
from bot.store.notes import SqlCannedReplies, SqlNotes
from bot.store.presences import SqlPresences
from bot.store.rules import SqlRules
from bot.store.suggestions import SqlSuggestionLog
from bot.store.team import SqlTeam
from bot.store.views import SqlArticleViews


@dataclass(frozen=True, slots=True)
class Store:
    """The database, and what is kept in it."""

    database: Database
    conversations: SqlConversations
    views: SqlArticleViews
    suggestions: SqlSuggestionLog
    team: SqlTeam
    rules: SqlRules
    deliveries: SqlDeliveries
    helpdesks: SqlHelpdeskConversations
    candidates: SqlCandidates
    desk: Desk


def desk_in(database: Database) -> Desk:
    """What agents work with, in the database."""
    return Desk(SqlInbox(database), SqlNotes(database), SqlCannedReplies(database), SqlPresences(database))


def store_in(database: Database, mask: Callable[[str], str]) -> Store:
    """What is kept in the database; what customers write goes through `mask` before."""
    return Store(
        database,
        SqlConversations(database, mask),
        SqlArticleViews(database),
        SqlSuggestionLog(database, mask),
        SqlTeam(database),
        SqlRules(database),
        SqlDeliveries(database),
        SqlHelpdeskConversations(database),
        SqlCandidates(database),
        desk_in(database),
    )
