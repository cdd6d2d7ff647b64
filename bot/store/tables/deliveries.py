"""What is still to be told to other programs, and whose conversations they are there."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from bot.store.tables.conversations import conversations
from bot.store.tables.schema import metadata
from bot.store.types import Moment, Number, Words

# One row for each request that is to be made. What is pending goes out in the order of `number`, for each target and
# conversation on its own.
deliveries = Table(
    "deliveries",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", String(64), nullable=False),  # the same for every attempt, by which the receiver knows it again
    Column("target", String(16), nullable=False),
    Column("kind", String(64), nullable=False),
    Column("conversation", Number),  # none for what concerns no conversation
    Column("body", Words, nullable=False),  # emptied when it has been delivered
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),  # while an attempt is under way, when it counts as lost
    Column("error", Words),
    Index("deliveries_by_id", "id", unique=True),
    Index("deliveries_due", "state", "target", "due_at"),
    Index("deliveries_in_order", "conversation", "target", "state", "number"),
    sqlite_autoincrement=True,
)

# Whose conversation it is elsewhere: `external` is what the helpdesk calls it by.
helpdesk_conversations = Table(
    "helpdesk_conversations",
    metadata,
    Column("helpdesk", String(16), primary_key=True),
    Column("external", String(200), primary_key=True),
    Column("conversation", Number, ForeignKey(conversations.c.number), nullable=False),
    Index("helpdesk_conversations_by_conversation", "conversation"),
)
