"""The tables; their history stands in migrations/."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, String, Table

HEAD = "0001"  # the last revision in migrations/versions: what the tables below need

metadata = MetaData()

article_views = Table(
    "article_views",
    metadata,
    Column("article_id", String(500), primary_key=True),
    Column("views", Integer, nullable=False),
)
