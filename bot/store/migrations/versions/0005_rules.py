"""Keeps pinned answers, blocked topics, and topics that go to people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds the tables, and which rule made an answer."""
    op.create_table(
        "rules",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("examples", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("strictness", sa.String(16), nullable=False),
        sa.Column("locale", sa.String(64)),
        sa.Column("article_kind", sa.String(16)),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text()),
        sa.Column("reason", sa.String(32)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("last_day", sa.String(10)),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "rule_revisions",
        sa.Column("number", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("revision", NUMBER, nullable=False),
    )
    op.add_column("answers", sa.Column("rule", NUMBER))
    made = sa.text("rule IS NOT NULL")
    op.create_index("answers_by_rule", "answers", ["created_at", "rule"], sqlite_where=made, postgresql_where=made)


def downgrade() -> None:
    """Drops the tables with all that is in them."""
    op.drop_index("answers_by_rule", "answers")
    with op.batch_alter_table("answers") as answers:
        answers.drop_column("rule")
    op.drop_table("rule_revisions")
    op.drop_table("rules")
