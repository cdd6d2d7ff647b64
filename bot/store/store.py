"""All that Citedesk remembers, in one database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.views import SqlArticleViews


@dataclass(frozen=True, slots=True)
class Store:
    """The database, and what is kept in it."""

    database: Database
    conversations: SqlConversations
    views: SqlArticleViews


def open_store_at(url: str, mask: Callable[[str], str]) -> Store:
    """The store in the database at `url`, which is opened at its first use. Raises ConfigurationError for a bad URL."""
    database = Database(url)
    return Store(database, SqlConversations(database, mask), SqlArticleViews(database))
