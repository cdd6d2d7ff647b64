"""Keeps conversations: messages, answers, feedback and hand-offs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds the tables."""
    _add_conversations()
    _add_messages()
    _add_answers()
    _add_feedback()
    _add_handoffs()


def downgrade() -> None:
    """Drops the tables with all that was said."""
    for table in ("handoffs", "feedback", "answer_articles", "answers", "messages", "conversations"):
        op.drop_table(table)


def _add_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("active_at", sa.BigInteger(), nullable=False),
        sa.Column("requested_at", sa.BigInteger()),
        sa.Column("reason", sa.String(32)),
        sa.Column("agent", sa.Text()),
        sa.Column("locale", sa.Text()),
        sa.Column("customer_id", sa.Text()),
        sa.Column("customer_name", sa.Text()),
        sa.Column("customer_email", sa.Text()),
        sqlite_autoincrement=True,
    )
    op.create_index("conversations_by_id", "conversations", ["id"], unique=True)
    op.create_index("conversations_by_status", "conversations", ["status", "number"])
    op.create_index("conversations_by_wait", "conversations", ["status", "requested_at"])
    op.create_index("conversations_by_start", "conversations", ["created_at"])
    op.create_index("conversations_by_activity", "conversations", ["active_at"])


def _add_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("conversation", NUMBER, sa.ForeignKey("conversations.number"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.Text()),
        sa.Column("key", sa.String(64)),
        sa.Column("sent", sa.String(64)),
        sa.Column("reply_to", NUMBER, sa.ForeignKey("messages.number")),
        sa.Column("answer", sa.Text()),
    )
    op.create_index("messages_by_id", "messages", ["id"], unique=True)
    op.create_index("messages_in_order", "messages", ["conversation", "seq"], unique=True)
    op.create_index("messages_by_key", "messages", ["key"], unique=True)
    op.create_index("messages_by_question", "messages", ["reply_to"], unique=True)


def _add_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("message", NUMBER, sa.ForeignKey("messages.number"), primary_key=True, autoincrement=False),
        sa.Column("conversation", NUMBER, sa.ForeignKey("conversations.number"), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32)),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("top_article_id", sa.Text()),
        sa.Column("total_ms", sa.Float()),
    )
    op.create_index("answers_by_conversation", "answers", ["conversation"])
    op.create_index("answers_by_time", "answers", ["created_at", "outcome", "reason"])
    op.create_index("answers_by_outcome", "answers", ["outcome", "created_at"])
    op.create_table(
        "answer_articles",
        sa.Column("answer", NUMBER, sa.ForeignKey("answers.message"), primary_key=True, autoincrement=False),
        sa.Column("article_id", sa.Text(), primary_key=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.Integer()),
        sa.Column("score", sa.Float()),
        sa.Column("citations", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("answer_articles_by_article", "answer_articles", ["article_id", "created_at"])
    cited = sa.text("citations > 0")
    op.create_index(
        "answer_articles_cited",
        "answer_articles",
        ["created_at", "article_id"],
        sqlite_where=cited,
        postgresql_where=cited,
    )


def _add_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("message", NUMBER, sa.ForeignKey("messages.number"), primary_key=True, autoincrement=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("rating", sa.String(8), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("comment", sa.Text()),
    )
    op.create_index("feedback_by_time", "feedback", ["created_at", "rating"])


def _add_handoffs() -> None:
    op.create_table(
        "handoffs",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("conversation", NUMBER, sa.ForeignKey("conversations.number"), nullable=False),
        sa.Column("requested_at", sa.BigInteger()),
        sa.Column("reason", sa.String(32)),
        sa.Column("taken_at", sa.BigInteger()),
        sa.Column("agent", sa.Text()),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("ending", sa.String(16)),
    )
    op.create_index("handoffs_by_conversation", "handoffs", ["conversation"])
    op.create_index("handoffs_by_time", "handoffs", ["requested_at", "reason"])
