"""Keeps who ended each hand-off, and each time that one agent took a conversation from another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds both; who ended an older hand-off is taken to be who answered last, as it was shown until now."""
    op.add_column("handoffs", sa.Column("ended_by", sa.Text()))
    op.execute("UPDATE handoffs SET ended_by = agent WHERE ended_at IS NOT NULL")
    op.create_table(
        "takeovers",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("handoff", NUMBER, sa.ForeignKey("handoffs.number"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
    )
    op.create_index("takeovers_by_handoff", "takeovers", ["handoff"])


def downgrade() -> None:
    """Drops both; of several agents the last stays as the one who answered."""
    last = "SELECT t.agent FROM takeovers t WHERE t.handoff = handoffs.number ORDER BY t.number DESC LIMIT 1"
    op.execute(f"UPDATE handoffs SET agent = COALESCE(({last}), agent)")
    op.drop_table("takeovers")
    with op.batch_alter_table("handoffs") as handoffs:
        handoffs.drop_column("ended_by")
