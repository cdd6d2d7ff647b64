"""Deletes conversations with all that belongs to them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from bot.store.tables import answer_articles, answers, conversations, feedback, handoffs, messages


def forget(connection: Connection, numbers: Sequence[int]) -> None:
    """Deletes the conversations of these numbers, which the transaction has locked."""
    theirs = select(messages.c.number).where(messages.c.conversation.in_(numbers))
    connection.execute(delete(feedback).where(feedback.c.message.in_(theirs)))
    connection.execute(delete(answer_articles).where(answer_articles.c.answer.in_(theirs)))
    connection.execute(delete(answers).where(answers.c.conversation.in_(numbers)))
    connection.execute(delete(handoffs).where(handoffs.c.conversation.in_(numbers)))
    connection.execute(delete(messages).where(messages.c.conversation.in_(numbers)))
    connection.execute(delete(conversations).where(conversations.c.number.in_(numbers)))
