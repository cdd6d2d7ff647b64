"""Deletes conversations with all that belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select

from bot.learning.candidate import State
from bot.store.candidate_rows import drop_wordless
from bot.store.tables import (
    answer_articles,
    answers,
    conversations,
    deliveries,
    feedback,
    handoffs,
    helpdesk_conversations,
    messages,
    takeovers,
)
from bot.store.tables.learning import candidate_sightings
from bot.store.tables.suggestions import suggestion_articles, suggestions
from bot.store.tables.team import departures, notes, presence
from bot.store.words import forget_words

DEPARTURES_KEPT = timedelta(hours=1)


def forget(connection: Connection, numbers: Sequence[int]) -> None:
    """Deletes the conversations of these numbers, which the transaction has locked."""
    _forget_drafts(connection, suggestions.c.conversation.in_(numbers))
    forget_words(connection, numbers)
    connection.execute(delete(notes).where(notes.c.conversation.in_(numbers)))
    connection.execute(delete(presence).where(presence.c.conversation.in_(numbers)))
    _forget_sightings(connection, numbers)
    theirs = select(messages.c.number).where(messages.c.conversation.in_(numbers))
    connection.execute(delete(feedback).where(feedback.c.message.in_(theirs)))
    connection.execute(delete(answer_articles).where(answer_articles.c.answer.in_(theirs)))
    connection.execute(delete(answers).where(answers.c.conversation.in_(numbers)))
    connection.execute(delete(deliveries).where(deliveries.c.conversation.in_(numbers)))
    connection.execute(delete(helpdesk_conversations).where(helpdesk_conversations.c.conversation.in_(numbers)))
    asked = select(handoffs.c.number).where(handoffs.c.conversation.in_(numbers))
    connection.execute(delete(takeovers).where(takeovers.c.handoff.in_(asked)))
    connection.execute(delete(handoffs).where(handoffs.c.conversation.in_(numbers)))
    connection.execute(delete(messages).where(messages.c.conversation.in_(numbers)))
    connection.execute(delete(conversations).where(conversations.c.number.in_(numbers)))


def _forget_sightings(connection: Connection, numbers: Sequence[int]) -> None:
    """Deletes what candidates saw in the conversations, and those that saw nothing else and nobody accepted."""
    theirs = candidate_sightings.c.conversation.in_(numbers)
    seen = connection.execute(select(candidate_sightings.c.candidate).where(theirs).distinct()).scalars().all()
    if seen:
        connection.execute(delete(candidate_sightings).where(theirs))
        drop_wordless(connection, seen, State.OPEN, State.DROPPED)


def note_departures(connection: Connection, numbers: Sequence[int], now: datetime) -> None:
    """Keeps the numbers of deleted conversations, and nothing else of them, until all servers have heard."""
    connection.execute(delete(departures).where(departures.c.gone_at < now - DEPARTURES_KEPT))
    if numbers:
        connection.execute(insert(departures), [{"conversation": number, "gone_at": now} for number in numbers])


def forget_drafts_before(connection: Connection, before: datetime) -> None:
    """Deletes drafts older than that which belong to no conversation of ours, and so go with none.

    Those of a conversation that is gone go at any age: older versions could keep drafts of one deleted meanwhile.
    """
    _forget_drafts(connection, and_(suggestions.c.conversation.is_(None), suggestions.c.created_at < before))
    there = select(conversations.c.number)
    _forget_drafts(connection, and_(suggestions.c.conversation.is_not(None), suggestions.c.conversation.not_in(there)))


def _forget_drafts(connection: Connection, which: ColumnElement[bool]) -> None:
    theirs = select(suggestions.c.number).where(which)
    connection.execute(delete(suggestion_articles).where(suggestion_articles.c.suggestion.in_(theirs)))
    connection.execute(delete(suggestions).where(which))
