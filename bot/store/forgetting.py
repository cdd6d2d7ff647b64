"""Deletes conversations with all that belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, select

from bot.store.tables import (
    answer_articles,
    answers,
    conversations,
    deliveries,
    feedback,
    handoffs,
    helpdesk_conversations,
    messages,
)
from bot.store.tables.suggestions import suggestion_articles, suggestions


def forget(connection: Connection, numbers: Sequence[int]) -> None:
    """Deletes the conversations of these numbers, which the transaction has locked."""
    _forget_drafts(connection, suggestions.c.conversation.in_(numbers))
    theirs = select(messages.c.number).where(messages.c.conversation.in_(numbers))
    connection.execute(delete(feedback).where(feedback.c.message.in_(theirs)))
    connection.execute(delete(answer_articles).where(answer_articles.c.answer.in_(theirs)))
    connection.execute(delete(answers).where(answers.c.conversation.in_(numbers)))
    connection.execute(delete(deliveries).where(deliveries.c.conversation.in_(numbers)))
    connection.execute(delete(helpdesk_conversations).where(helpdesk_conversations.c.conversation.in_(numbers)))
    connection.execute(delete(handoffs).where(handoffs.c.conversation.in_(numbers)))
    connection.execute(delete(messages).where(messages.c.conversation.in_(numbers)))
    connection.execute(delete(conversations).where(conversations.c.number.in_(numbers)))


def forget_drafts_before(connection: Connection, before: datetime) -> None:
    """Deletes drafts older than that which belong to no conversation of ours, and so go with none."""
    _forget_drafts(connection, and_(suggestions.c.conversation.is_(None), suggestions.c.created_at < before))


def _forget_drafts(connection: Connection, which: ColumnElement[bool]) -> None:
    theirs = select(suggestions.c.number).where(which)
    connection.execute(delete(suggestion_articles).where(suggestion_articles.c.suggestion.in_(theirs)))
    connection.execute(delete(suggestions).where(which))
