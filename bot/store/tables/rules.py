"""Pinned answers, blocked topics, and topics that go to people."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, String, Table

from bot.store.tables.schema import metadata
from bot.store.types import Moment, Number, Words

rules = Table(
    "rules",
    metadata,
    Column("number", Number, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("name", Words, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("examples", Words, nullable=False),  # a list as JSON, as are the words
    Column("words", Words, nullable=False),
    Column("strictness", String(16), nullable=False),
    Column("locale", String(64)),
    Column("article_kind", String(16)),
    Column("answer", Words, nullable=False),
    Column("article_id", Words),
    Column("reason", String(32)),
    Column("note", Words, nullable=False),
    Column("last_day", String(10)),  # in ISO 8601
    Column("created_at", Moment, nullable=False),
    Column("created_by", Words, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("changed_by", Words, nullable=False),
    sqlite_autoincrement=True,  # a number is never given to a second rule: answers keep it
)

# One row, by which every server notices that any rule has changed.
rule_revisions = Table(
    "rule_revisions",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("revision", Number, nullable=False),
)
