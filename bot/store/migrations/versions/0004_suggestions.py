"""Keeps drafts for agents, and what became of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "suggestions",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("conversation", NUMBER, sa.ForeignKey("conversations.number")),
        sa.Column("agent", sa.Text()),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(16)),
        sa.Column("decided_at", sa.BigInteger()),
        sa.Column("sent", sa.Text()),
        sa.Column("distance", sa.Float()),
    )
    op.create_index("suggestions_by_id", "suggestions", ["id"], unique=True)
    op.create_index("suggestions_by_conversation", "suggestions", ["conversation"])
    op.create_index("suggestions_by_time", "suggestions", ["created_at", "outcome"])
    op.create_index("suggestions_by_outcome", "suggestions", ["outcome", "decided_at"])
    op.create_table(
        "suggestion_articles",
        sa.Column("suggestion", NUMBER, sa.ForeignKey("suggestions.number"), primary_key=True, autoincrement=False),
        sa.Column("article_id", sa.Text(), primary_key=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("suggestion_articles_by_article", "suggestion_articles", ["article_id"])


def downgrade() -> None:
    """Drops the tables with all that is in them."""
    op.drop_table("suggestion_articles")
    op.drop_table("suggestions")
