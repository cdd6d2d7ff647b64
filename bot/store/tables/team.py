"""Those who answer: accounts, sessions, notes, replies kept ready, and who is present."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table

from bot.store.tables.schema import metadata
from bot.store.types import Moment, Number, Words

agents = Table(
    "agents",
    metadata,
    Column("number", Number, primary_key=True),
    Column("email", Words, nullable=False),  # in lower case
    Column("name", Words, nullable=False),
    Column("role", String(16), nullable=False),
    Column("password", Words, nullable=False),  # its argon2 hash
    Column("created_at", Moment, nullable=False),
    Index("agents_by_email", "email", unique=True),
    sqlite_autoincrement=True,  # a number is never given to a second person
)

agent_sessions = Table(
    "agent_sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("agent", Number, ForeignKey("agents.number"), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Index("agent_sessions_by_agent", "agent"),
    Index("agent_sessions_by_end", "expires_at"),
)

# What agents say to one another about a conversation. No foreign key to `agents`: it outlives the account.
notes = Table(
    "notes",
    metadata,
    Column("number", Number, primary_key=True),
    Column("conversation", Number, ForeignKey("conversations.number"), nullable=False),
    Column("agent", Number, nullable=False),
    Column("author", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index("notes_by_conversation", "conversation"),
    sqlite_autoincrement=True,
)

canned_replies = Table(
    "canned_replies",
    metadata,
    Column("number", Number, primary_key=True),
    Column("title", Words, nullable=False),
    Column("shortcut", Words),
    Column("text", Words, nullable=False),
    Index("canned_replies_by_shortcut", "shortcut", unique=True),
    sqlite_autoincrement=True,
)

# Who has a conversation open: an agent, or the customer by way of one server process. Stale rows mean nobody.
presence = Table(
    "presence",
    metadata,
    Column("conversation", Number, ForeignKey("conversations.number"), primary_key=True, autoincrement=False),
    Column("who", String(64), primary_key=True),
    Column("is_customer", Boolean, nullable=False),
    Column("agent", Number),
    Column("name", Words),
    Column("seen_at", Moment, nullable=False),
    Column("typing_at", Moment),
    Index("presence_by_time", "seen_at"),
)

# The numbers of conversations that were deleted a short while ago, so that other servers take them off the screens.
departures = Table(
    "departures",
    metadata,
    Column("conversation", Number, primary_key=True, autoincrement=False),
    Column("gone_at", Moment, nullable=False),
    Index("departures_by_time", "gone_at"),
)
