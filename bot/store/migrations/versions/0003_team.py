"""Keeps those who answer: accounts, sessions, notes, replies kept ready, who is present, and words to search by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from bot.store.settled import note_all
from bot.store.words import index_all

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COLUMNS = ("changed_at", "assignee", "outcome", "rating", "has_question", "is_unsettled")
_SETTLED = ["has_question", "is_unsettled", "rating", "customer_id"]
_INDEXES = {
    "conversations_by_change": ["changed_at"],
    "conversations_by_assignee": ["assignee", "status", "number"],
    "conversations_by_reason": ["reason", "number"],
    "conversations_by_outcome": ["outcome", "number"],
    "conversations_by_rating": ["rating", "number"],
}


def upgrade() -> None:
    """Adds the tables, and what the inbox lists conversations by."""
    _add_columns()
    _add_accounts()
    _add_notes()
    _add_presence()
    _add_words()


def downgrade() -> None:
    """Drops the tables with all that is in them."""
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TABLE conversation_index")
    for table in (
        "conversation_words",
        "departures",
        "presence",
        "canned_replies",
        "notes",
        "agent_sessions",
        "agents",
    ):
        op.drop_table(table)
    for index in (*_INDEXES, "conversations_by_start"):
        op.drop_index(index, "conversations")
    op.create_index("conversations_by_start", "conversations", ["created_at"])
    for column in _COLUMNS:
        op.drop_column("conversations", column)
    op.drop_column("messages", "agent")


def _add_columns() -> None:
    op.add_column(
        "conversations", sa.Column("changed_at", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column("conversations", sa.Column("assignee", NUMBER))
    op.add_column("conversations", sa.Column("outcome", sa.String(16)))
    op.add_column("conversations", sa.Column("rating", sa.String(8)))
    for name in ("has_question", "is_unsettled"):
        op.add_column("conversations", sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("messages", sa.Column("agent", NUMBER))
    op.execute(
        "UPDATE conversations SET changed_at = active_at, outcome = (SELECT a.outcome FROM answers a "
        "WHERE a.conversation = conversations.number ORDER BY a.message DESC LIMIT 1)"
    )
    # 'down' comes before 'up': one bad answer makes the conversation one to look at.
    op.execute(
        "UPDATE conversations SET rating = (SELECT min(f.rating) FROM feedback f JOIN messages m "
        "ON m.number = f.message WHERE m.conversation = conversations.number) WHERE number IN "
        "(SELECT m.conversation FROM feedback f JOIN messages m ON m.number = f.message)"
    )
    note_all(op.get_bind())
    op.drop_index("conversations_by_start", "conversations")
    op.create_index("conversations_by_start", "conversations", ["created_at", *_SETTLED])
    for index, columns in _INDEXES.items():
        op.create_index(index, "conversations", columns)


def _add_accounts() -> None:
    op.create_table(
        "agents",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("agents_by_email", "agents", ["email"], unique=True)
    op.create_table(
        "agent_sessions",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("agent", NUMBER, sa.ForeignKey("agents.number"), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("agent_sessions_by_agent", "agent_sessions", ["agent"])
    op.create_index("agent_sessions_by_end", "agent_sessions", ["expires_at"])


def _add_notes() -> None:
    op.create_table(
        "notes",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("conversation", NUMBER, sa.ForeignKey("conversations.number"), nullable=False),
        sa.Column("agent", NUMBER, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("notes_by_conversation", "notes", ["conversation"])
    op.create_table(
        "canned_replies",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("shortcut", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("canned_replies_by_shortcut", "canned_replies", ["shortcut"], unique=True)


def _add_presence() -> None:
    op.create_table(
        "presence",
        sa.Column("conversation", NUMBER, sa.ForeignKey("conversations.number"), primary_key=True, autoincrement=False),
        sa.Column("who", sa.String(64), primary_key=True),
        sa.Column("is_customer", sa.Boolean(), nullable=False),
        sa.Column("agent", NUMBER),
        sa.Column("name", sa.Text()),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("typing_at", sa.BigInteger()),
    )
    op.create_index("presence_by_time", "presence", ["seen_at"])
    op.create_table(
        "departures",
        sa.Column("conversation", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("gone_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("departures_by_time", "departures", ["gone_at"])


def _add_words() -> None:
    op.create_table(
        "conversation_words",
        sa.Column("conversation", NUMBER, sa.ForeignKey("conversations.number"), primary_key=True, autoincrement=False),
        sa.Column("words", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
    )
    if op.get_context().dialect.name == "sqlite":
        # Without words of its own and without places in the text: an index of 20 MB for 100,000 conversations.
        op.execute(
            "CREATE VIRTUAL TABLE conversation_index "
            "USING fts5(words, content='', detail=none, columnsize=0, tokenize='ascii', prefix='2 3')"
        )
    index_all(op.get_bind())
    if op.get_context().dialect.name != "sqlite":  # quicker than word by word
        op.create_index("conversation_words_by_word", "conversation_words", ["words"], postgresql_using="gin")
