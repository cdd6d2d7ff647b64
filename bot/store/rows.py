"""Rows of the database as the objects they stand for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from bot.answer import Reason
from bot.conversation import Conversation, Customer, Feedback, Message, Rating, Role, Status
from bot.store.answers import load_answer


def conversation_of(row: Row[Any]) -> Conversation:
    """The conversation of a row of `conversations`."""
    return Conversation(
        id=row.id,
        number=row.number,
        status=Status(row.status),
        version=row.version,
        created_at=row.created_at,
        active_at=row.active_at,
        requested_at=row.requested_at,
        reason=row.reason and Reason(row.reason),
        agent=row.agent,
        locale=row.locale,
        customer=None if row.customer_id is None else Customer(row.customer_id, row.customer_name, row.customer_email),
        assignee=row.assignee,
    )


def message_of(row: Row[Any]) -> Message:
    """The message of a row of `messages` that is joined with its feedback."""
    return Message(
        id=row.id,
        role=Role(row.role),
        text=row.text,
        created_at=row.created_at,
        answer=None if row.answer is None else load_answer(row.answer),
        seq=row.seq,
        author=row.author,
        feedback=None if row.rating is None else Feedback(Rating(row.rating), row.rating_reason, row.comment),
    )
