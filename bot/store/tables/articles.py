"""What is counted of articles."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from bot.store.tables.schema import metadata

article_views = Table(
    "article_views",
    metadata,
    Column("article_id", String(500), primary_key=True),
    Column("views", Integer, nullable=False),
)
