"""The tables, a module for each matter; their history stands in migrations/."""

from __future__ import annotations

from bot.store.tables import learning, rules, suggestions, team, words
from bot.store.tables.articles import article_views
from bot.store.tables.conversations import (
    answer_articles,
    answers,
    conversations,
    feedback,
    handoffs,
    messages,
    takeovers,
)
from bot.store.tables.deliveries import deliveries, helpdesk_conversations
from bot.store.tables.schema import metadata

__all__ = [
    "HEAD",
    "answer_articles",
    "answers",
    "article_views",
    "conversations",
    "deliveries",
    "feedback",
    "handoffs",
    "helpdesk_conversations",
    "learning",
    "messages",
    "metadata",
    "rules",
    "suggestions",
    "takeovers",
    "team",
    "words",
]

HEAD = "0009"  # the last revision in migrations/versions: what the tables need
