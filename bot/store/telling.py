"""Keeps, in the transaction that changes a conversation, what others are to be told of it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.conversation import Conversation, Feedback, Message, Role, Status
from bot.outbox import WEBHOOK
from bot.store.tables import conversations, deliveries, helpdesk_conversations, messages

# Who is told rides on the connection: whatever statement changes a conversation tells of it, whoever has called it.
TOLD = "citedesk_told"
PENDING = "pending"
MAX_TEXT_CHARS = 20_000

_ADD = {
    dialect.name: insert_into(deliveries).on_conflict_do_nothing(index_elements=["id"])
    for dialect, insert_into in ((sqlite.dialect, sqlite.insert), (postgresql.dialect, postgresql.insert))
}
_ELSEWHERE = (
    select(helpdesk_conversations)
    .where(helpdesk_conversations.c.conversation == bindparam("of"))
    .order_by(helpdesk_conversations.c.helpdesk, helpdesk_conversations.c.external)
)
_RATED = (
    select(messages.c.id.label("message_id"), messages.c.role, conversations.c.number)
    .join(conversations, conversations.c.number == messages.c.conversation)
    .where(messages.c.number == bindparam("message"))
)


def ask_for(
    connection: Connection,
    target: str,
    kind: str,
    body: str,
    conversation: int | None,
    now: datetime,
    delivery_id: str | None = None,
) -> None:
    """Keeps what is to be told; what is there with this id already stays as it is."""
    row = {
        "id": delivery_id or f"msg_{secrets.token_urlsafe(18)}",
        "target": target,
        "kind": kind,
        "conversation": conversation,
        "body": body,
        "state": PENDING,
        "attempts": 0,
        "created_at": now,
        "due_at": now,
    }
    connection.execute(_ADD[connection.dialect.name], row)


def tell_change(
    connection: Connection, before: Conversation, after: Conversation, now: datetime, by: str | None = None
) -> None:
    """Tells of a hand-off that was asked for or taken, and of a conversation's end and who has ended it."""
    if WEBHOOK not in _told(connection) or before.status is after.status:
        return
    if after.status is Status.WAITING:
        _tell(connection, "handoff.requested", after, now, {"handoff": _handoff(after)})
    elif after.status is Status.AGENT:
        asked = before.requested_at if before.status is Status.WAITING else None
        waited = None if asked is None else round((now - asked).total_seconds(), 1)
        taken = {**_handoff(after), "agent": after.agent, "waited_seconds": waited}
        _tell(connection, "handoff.taken", after, now, {"handoff": taken})
    elif after.status is Status.CLOSED:
        _tell(connection, "conversation.closed", after, now, {"agent": by})


def tell_message(connection: Connection, conversation: Conversation, message: Message) -> None:
    """Tells of a message; what an agent says here goes to the helpdesk that the customer writes from as well."""
    told = _told(connection)
    if not told:
        return
    if message.role is Role.AGENT:
        for row in connection.execute(_ELSEWHERE, {"of": conversation.number}):
            if row.helpdesk in told:
                body = json.dumps({"external": row.external, "text": message.text})
                ask_for(connection, row.helpdesk, "message", body, conversation.number, message.created_at)
    if WEBHOOK in told:
        _tell(connection, "message.created", conversation, message.created_at, {"message": _message(message)})


def tell_feedback(connection: Connection, message: int, given: Feedback, now: datetime) -> None:
    """Tells what a customer thinks of the message of this number."""
    if WEBHOOK not in _told(connection):
        return
    row = connection.execute(_RATED, {"message": message}).one()
    said = {"message_id": row.message_id, "role": row.role, "rating": given.rating, "reason": given.reason}
    data = {"conversation": _named(connection, row.number), "feedback": {**said, "comment": given.comment}}
    _keep(connection, "feedback.given", row.number, now, data)


def tell_unattended(connection: Connection, conversation: Conversation, now: datetime) -> None:
    """Tells of a customer to whom nobody has come for too long."""
    if WEBHOOK in _told(connection):
        waited = round((now - (conversation.requested_at or now)).total_seconds(), 1)
        unattended = {**_handoff(conversation), "waited_seconds": waited}
        _tell(connection, "handoff.unattended", conversation, now, {"handoff": unattended})


def _told(connection: Connection) -> Collection[str]:
    told: Collection[str] = connection.get_execution_options().get(TOLD, ())
    return told


def _tell(
    connection: Connection, event: str, conversation: Conversation, now: datetime, data: Mapping[str, Any]
) -> None:
    customer = conversation.customer
    about = {
        **_named(connection, conversation.number),
        "status": conversation.status,
        "locale": conversation.locale,
        "customer": customer and {"id": customer.id, "name": customer.name, "email": customer.email},
        "created_at": conversation.created_at.isoformat(),
    }
    _keep(connection, event, conversation.number, now, {"conversation": about, **data})


def _keep(connection: Connection, event: str, number: int, now: datetime, data: Mapping[str, Any]) -> None:
    body = json.dumps({"type": event, "timestamp": now.isoformat(), "data": data}, ensure_ascii=False)
    ask_for(connection, WEBHOOK, event, body, number, now)


def _named(connection: Connection, number: int) -> dict[str, Any]:
    """What the conversation is called: here by agents, and in the helpdesk that it comes from."""
    row = connection.execute(_ELSEWHERE, {"of": number}).first()
    return {"number": number, "external": row and {"helpdesk": row.helpdesk, "id": row.external}}


def _handoff(conversation: Conversation) -> dict[str, Any]:
    asked = conversation.requested_at
    return {"reason": conversation.reason, "requested_at": asked and asked.isoformat()}


def _message(message: Message) -> dict[str, Any]:
    answer = message.answer
    return {
        "id": message.id,
        "role": message.role,
        "text": message.text[:MAX_TEXT_CHARS],
        "author": message.author,
        "created_at": message.created_at.isoformat(),
        "answer": answer
        and {
            "outcome": answer.outcome,
            "reason": answer.reason,
            "confidence": answer.confidence,
            "articles": list(dict.fromkeys(citation.article_id for citation in answer.citations)),
        },
    }
