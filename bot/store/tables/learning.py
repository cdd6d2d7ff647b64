"""Candidates for golden questions, and what a person decided of them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table, Text

from bot.store.tables.conversations import conversations, messages
from bot.store.tables.schema import metadata
from bot.store.types import Moment, Number, Words

# No customer's words but those that a person has accepted: the others are read where they stand, in the messages.
candidates = Table(
    "candidates",
    metadata,
    Column("number", Number, primary_key=True),
    Column("key", String(64), nullable=False),  # a digest of the words, by which the same question is known
    Column("state", String(16), nullable=False),
    Column("encoder", String(64), nullable=False),  # the fingerprint of what made the vector
    Column("vector", LargeBinary, nullable=False),  # float16, little-endian
    Column("decided_at", Moment),
    Column("decision", Text),  # JSON
    Index("candidates_by_key", "key", unique=True),
    Index("candidates_by_state", "state", "decided_at"),
    sqlite_autoincrement=True,  # a number is never given to a second candidate
)

# One row for each time that a question was asked and each reason to look at it.
candidate_sightings = Table(
    "candidate_sightings",
    metadata,
    Column("message", Number, ForeignKey(messages.c.number), primary_key=True, autoincrement=False),
    Column("origin", String(16), primary_key=True),
    Column("candidate", Number, ForeignKey("candidates.number"), nullable=False),
    Column("conversation", Number, ForeignKey(conversations.c.number), nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("article_ids", Text, nullable=False),  # JSON
    Column("reply", Words),  # what an agent sent
    Index("candidate_sightings_by_candidate", "candidate", "origin"),
    Index("candidate_sightings_by_conversation", "conversation"),
    sqlite_with_rowid=False,
)

# Up to where the evidence of each origin has been read.
candidate_reading = Table(
    "candidate_reading",
    metadata,
    Column("origin", String(16), primary_key=True),
    Column("read_to", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
