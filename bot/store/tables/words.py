"""The words by which conversations are found."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text
from sqlalchemy.dialects.postgresql import TSVECTOR

from bot.store.tables.schema import metadata
from bot.store.types import Number

# Folded, and each once: in SQLite separated by blanks and indexed by the virtual table FULL_TEXT, in PostgreSQL a
# tsvector with a GIN index.
conversation_words = Table(
    "conversation_words",
    metadata,
    Column("conversation", Number, ForeignKey("conversations.number"), primary_key=True, autoincrement=False),
    Column("words", Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
)
FULL_TEXT = "conversation_index"
# Writes SQLite's index anew without what was deleted: a quarter of a second for 100,000 conversations, and nothing
# where nothing was. Until then deleted words stand in it; only SQLite 3.42 and later could take them out at once.
MERGE_WORDS = f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}) VALUES ('optimize')"
