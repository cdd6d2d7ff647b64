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


def index_order(name: str, value: int) -> str:
    """The statement that gives SQLite's index of words an order or a setting.

    Source: https://sqlite.org/fts5.html, "Special INSERT Commands".
    """
    return f"INSERT INTO {FULL_TEXT} ({FULL_TEXT}, rank) VALUES ('{name}', {value})"


# Write SQLite's index anew without what was deleted, MERGED_PAGES of 4 kB at a time: until all of it is written deleted
# words stand in it, for only SQLite 3.42 and later could take them out at once. Meanwhile the index must not merge by
# itself (`automerge`): it would do most of the work within some message of a chat.
MERGED_PAGES = 64
BEGIN_MERGE = tuple(index_order(*order) for order in (("automerge", 0), ("usermerge", 2), ("merge", -MERGED_PAGES)))
GO_ON_MERGING, END_MERGE = index_order("merge", MERGED_PAGES), index_order("automerge", 4)
