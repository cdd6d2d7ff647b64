"""Keeps what is still to be told to other programs, and whose conversations they are there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds the tables, and when a wait was found unattended."""
    op.create_table(
        "deliveries",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("target", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("conversation", NUMBER),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text()),
        sqlite_autoincrement=True,
    )
    op.create_index("deliveries_by_id", "deliveries", ["id"], unique=True)
    op.create_index("deliveries_due", "deliveries", ["state", "target", "due_at"])
    op.create_index("deliveries_in_order", "deliveries", ["conversation", "target", "state", "number"])
    op.create_table(
        "helpdesk_conversations",
        sa.Column("helpdesk", sa.String(16), primary_key=True),
        sa.Column("external", sa.String(200), primary_key=True),
        sa.Column("conversation", NUMBER, sa.ForeignKey("conversations.number"), nullable=False),
    )
    op.create_index("helpdesk_conversations_by_conversation", "helpdesk_conversations", ["conversation"])
    op.add_column("handoffs", sa.Column("unattended_at", sa.BigInteger()))


def downgrade() -> None:
    """Drops the tables with all that is in them."""
    with op.batch_alter_table("handoffs") as handoffs:
        handoffs.drop_column("unattended_at")
    op.drop_table("helpdesk_conversations")
    op.drop_table("deliveries")
