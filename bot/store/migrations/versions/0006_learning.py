"""Keeps candidates for golden questions, and what a person decided of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "candidates",
        sa.Column("number", NUMBER, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("encoder", sa.String(64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("decided_at", sa.BigInteger()),
        sa.Column("decision", sa.Text()),
        sqlite_autoincrement=True,
    )
    op.create_index("candidates_by_key", "candidates", ["key"], unique=True)
    op.create_index("candidates_by_state", "candidates", ["state", "decided_at"])
    _add_sightings()
    op.create_table(
        "candidate_reading",
        sa.Column("origin", sa.String(16), primary_key=True),
        sa.Column("read_to", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drops the tables with all that is in them."""
    for table in ("candidate_reading", "candidate_sightings", "candidates"):
        op.drop_table(table)


def _add_sightings() -> None:
    op.create_table(
        "candidate_sightings",
        sa.Column("message", NUMBER, sa.ForeignKey("messages.number"), primary_key=True, autoincrement=False),
        sa.Column("origin", sa.String(16), primary_key=True),
        sa.Column("candidate", NUMBER, sa.ForeignKey("candidates.number"), nullable=False),
        sa.Column("conversation", NUMBER, sa.ForeignKey("conversations.number"), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("article_ids", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text()),
        sqlite_with_rowid=False,
    )
    op.create_index("candidate_sightings_by_candidate", "candidate_sightings", ["candidate", "origin"])
    op.create_index("candidate_sightings_by_conversation", "candidate_sightings", ["conversation"])
