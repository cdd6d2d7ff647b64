"""Drafts for agents, and what became of them."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text

from bot.store.tables.conversations import conversations
from bot.store.tables.schema import metadata
from bot.store.types import Moment, Number, Words

# Those suggested together have the same `created_at`. Texts are masked.
suggestions = Table(
    "suggestions",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("conversation", Number, ForeignKey(conversations.c.number)),  # none for one of another helpdesk
    Column("agent", Words),  # who asked for it, and later who sent it
    Column("rank", Integer, nullable=False),
    Column("text", Words, nullable=False),
    Column("questions", Text, nullable=False),  # JSON: the open ones; empty for another helpdesk's conversation
    Column("missing", Text, nullable=False),  # JSON: those that no article answers
    Column("confidence", Float, nullable=False),
    Column("release", Words, nullable=False),
    Column("outcome", String(16)),
    Column("decided_at", Moment),
    Column("sent", Words),  # what was sent in its place
    Column("distance", Float),
    Index("suggestions_by_id", "id", unique=True),
    Index("suggestions_by_conversation", "conversation"),
    Index("suggestions_by_time", "created_at", "conversation", "rank", "outcome", "distance"),
    Index("suggestions_by_outcome", "outcome", "decided_at"),
)

# One row for each article that a draft stands on.
suggestion_articles = Table(
    "suggestion_articles",
    metadata,
    Column("suggestion", Number, ForeignKey("suggestions.number"), primary_key=True, autoincrement=False),
    Column("article_id", Words, primary_key=True),
    Column("place", Integer, nullable=False),  # in the order of the draft, from 0
    Index("suggestion_articles_by_article", "article_id"),
    sqlite_with_rowid=False,
)
