"""Lets indexes alone tell what is counted over a year: each has all that one of the team's figures asks for."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


class _Index(NamedTuple):
    name: str
    table: str
    columns: tuple[str, ...]
    where: str | None = None

    def create(self) -> None:
        only = None if self.where is None else sa.text(self.where)
        op.create_index(self.name, self.table, list(self.columns), sqlite_where=only, postgresql_where=only)

    def drop(self) -> None:
        op.drop_index(self.name, self.table)


_CITED = "citations > 0"
_OLD = (
    _Index("answers_by_time", "answers", ("created_at", "outcome", "reason")),
    _Index("answers_by_outcome", "answers", ("outcome", "created_at")),
    _Index("answer_articles_cited", "answer_articles", ("created_at", "article_id"), _CITED),
    _Index("handoffs_by_time", "handoffs", ("requested_at", "reason")),
    _Index("suggestions_by_time", "suggestions", ("created_at", "outcome")),
)
_NEW = (
    _Index("answers_by_kind", "answers", ("outcome", "reason", "created_at")),
    _Index(
        "answers_timed", "answers", ("created_at", "total_ms", "confidence", "top_article_id"), "total_ms IS NOT NULL"
    ),
    _Index("answer_articles_cited", "answer_articles", ("article_id", "created_at", "citations"), _CITED),
    _Index("answer_articles_cited_by", "answer_articles", ("answer", "article_id", "created_at", "citations"), _CITED),
    _Index("handoffs_by_time", "handoffs", ("requested_at", "reason", "taken_at", "ended_at")),
    _Index("suggestions_by_time", "suggestions", ("created_at", "conversation", "rank", "outcome", "distance")),
)


def upgrade() -> None:
    """Puts the new indexes in the place of the old."""
    _replace(_OLD, _NEW)


def downgrade() -> None:
    """Puts the old indexes back."""
    _replace(_NEW, _OLD)


def _replace(gone: tuple[_Index, ...], made: tuple[_Index, ...]) -> None:
    for index in gone:
        index.drop()
    for index in made:
        index.create()
