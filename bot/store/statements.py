"""The statements and small steps that the methods of SqlConversations are made of."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.answer import Answer
from bot.conversation import Conversation, Customer, Message, Role, Status
from bot.store.answers import article_rows, dump_answer, total_ms
from bot.store.handoffs import record_handoff
from bot.store.repeats import Attempt
from bot.store.rows import conversation_of, message_of
from bot.store.settled import note_answer
from bot.store.tables import answer_articles, answers, conversations, feedback, messages
from bot.store.telling import tell_change, tell_message
from bot.store.types import Moment, storable
from bot.store.words import add_words
from corpus.errors import NotFoundError

_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")

MESSAGES = select(
    messages, feedback.c.rating, feedback.c.reason.label("rating_reason"), feedback.c.comment
).select_from(messages.outerjoin(feedback))
OF_CONVERSATION = (
    MESSAGES.join(conversations)
    .where(conversations.c.id == bindparam("id"), messages.c.seq > bindparam("after"))
    .order_by(messages.c.seq)
)
BY_KEY = MESSAGES.where(messages.c.key == bindparam("key"))
BY_MESSAGE_NUMBER = MESSAGES.where(messages.c.number == bindparam("number"))
REPLY_TO = MESSAGES.where(messages.c.reply_to == bindparam("number"))
LAST_BEFORE = (
    MESSAGES.where(messages.c.conversation == bindparam("of"), messages.c.seq < bindparam("seq"))
    .order_by(messages.c.seq.desc())
    .limit(bindparam("limit"))
)
BY_ID = select(conversations).where(conversations.c.id == bindparam("id"))
BY_NUMBER = select(conversations).where(conversations.c.number == bindparam("number"))
# Whoever deletes the conversation waits until what belongs to it is there, and so is deleted with it.
UNDELETED_NUMBER, UNDELETED_ID = (one.with_for_update(read=True, key_share=True) for one in (BY_NUMBER, BY_ID))
# The number of a message of a conversation, and of its reply.
_reply = messages.alias()
QUESTION = (
    select(messages.c.number, _reply.c.number.label("reply"))
    .select_from(messages.outerjoin(_reply, _reply.c.reply_to == messages.c.number))
    .where(messages.c.id == bindparam("id"), messages.c.conversation == bindparam("of"))
)
_ADD_ANSWER, _ADD_ARTICLES = insert(answers), insert(answer_articles)
_CREATE = insert(conversations).returning(conversations.c.number)
_LOCK = BY_ID.with_for_update()
# What `changed_at` becomes `now`: it rises even where one server's clock is behind another's.
CHANGED = case(
    (conversations.c.changed_at >= bindparam("now", type_=Moment), literal_column("conversations.changed_at + 1")),
    else_=bindparam("now", type_=Moment),
)
_TOUCH = update(conversations).where(conversations.c.number == bindparam("of")).values(changed_at=CHANGED)
_SAVE = _TOUCH
_RATING = _TOUCH.values(
    # 'down' comes before 'up': one bad answer makes the conversation one to look at.
    rating=select(func.min(feedback.c.rating))
    .join(messages, messages.c.number == feedback.c.message)
    .where(messages.c.conversation == bindparam("of"))
    .scalar_subquery()
)
# A key that another transaction has stored meanwhile gives no row.
_ADD_MESSAGE = {
    dialect.name: insert_into(messages).on_conflict_do_nothing(index_elements=["key"]).returning(messages.c.number)
    for dialect, insert_into in ((sqlite.dialect, sqlite.insert), (postgresql.dialect, postgresql.insert))
}


class KeyTakenError(Exception):
    """Another transaction has stored a message with this key; trying again will find it."""


def is_id(public_id: str) -> bool:
    """Whether this can be an id at all."""
    return _ID.fullmatch(public_id) is not None


def known(public_id: str, what: str = "conversation") -> str:
    """The id, if it can be one at all. Raises NotFoundError."""
    if not is_id(public_id):
        raise missing(what)
    return public_id


def missing(what: str = "conversation") -> NotFoundError:
    """The error for an id that is unknown; it does not name it, for whoever reads a log must not learn one."""
    remedy = "; start a new one without its id." if what == "conversation" else "."
    return NotFoundError(f"This {what} does not exist or has been deleted{remedy}")


def create(connection: Connection, now: datetime, customer: Customer | None, locale: str | None) -> Conversation:
    """A new conversation as stored."""
    conversation = Conversation(
        id=secrets.token_urlsafe(24),
        number=0,
        status=Status.BOT,
        version=0,
        created_at=now,
        active_at=now,
        locale=locale,
        customer=customer,
    )
    values = {"id": conversation.id, "created_at": now, "changed_at": now, **_changing(conversation)}
    number = connection.execute(_CREATE, values).scalar_one()
    if customer:
        add_words(connection, number, (customer.name, customer.email))
    return replace(conversation, number=number)


def lock(connection: Connection, conversation_id: str) -> Conversation:
    """The conversation, which nobody else changes until the transaction ends. Raises NotFoundError."""
    row = connection.execute(_LOCK, {"id": known(conversation_id)}).first()
    if row is None:
        raise missing()
    return conversation_of(row)


def save(
    connection: Connection, before: Conversation, after: Conversation, now: datetime, by: str | None = None
) -> Conversation:
    """The changed conversation as stored, in its next version; `by` is the name of the agent who changes its status."""
    after = replace(after, version=before.version + 1)
    connection.execute(_SAVE, {"of": after.number, "now": now, **_changing(after)})
    if after.customer and after.customer != before.customer:
        add_words(connection, after.number, (after.customer.name, after.customer.email))
    record_handoff(connection, before, after, now, by)
    tell_change(connection, before, after, now, by)
    return after


def touch(connection: Connection, number: int, now: datetime) -> None:
    """Tells those who watch for changes that something has changed which is no part of the conversation itself."""
    connection.execute(_TOUCH, {"of": number, "now": now})


def sum_up_ratings(connection: Connection, number: int, now: datetime) -> None:
    """Keeps what its customer thinks of the conversation, as its messages were rated."""
    connection.execute(_RATING, {"of": number, "now": now})


def add_message(
    connection: Connection,
    conversation: Conversation,
    role: Role,
    text: str,
    *,
    author: str | None = None,
    agent: int | None = None,
    attempt: Attempt | None = None,
    reply_to: int | None = None,
    answer: Answer | None = None,
) -> Message:
    """The message as stored, with the version of the conversation as its `seq`. Raises KeyTakenError."""
    now = conversation.active_at
    message = Message(secrets.token_urlsafe(16), role, storable(text), now, answer, conversation.version, author)
    values = {
        "id": message.id,
        "conversation": conversation.number,
        "seq": message.seq,
        "role": role,
        "text": message.text,
        "created_at": now,
        "author": author,
        "agent": agent,
        "key": attempt and attempt.key,
        "sent": attempt and attempt.sent,
        "reply_to": reply_to,
        "answer": answer and dump_answer(answer),
    }
    number = connection.execute(_ADD_MESSAGE[connection.dialect.name], values).scalar()
    if number is None:
        raise KeyTakenError
    if answer is not None:
        _add_answer(connection, conversation, number, answer)
    add_words(connection, conversation.number, (message.text,))
    tell_message(connection, conversation, message)
    return message


def waits_less_than(number: int) -> ColumnElement[bool]:
    """Whether a conversation has waited for less long than that of the number, of equal ones the later."""
    last = conversations.alias()
    asked = select(last.c.requested_at).where(last.c.number == number).scalar_subquery()
    at, its_number = conversations.c.requested_at, conversations.c.number
    return or_(at > asked, and_(at == asked, its_number > number))


def history(connection: Connection, number: int, seq: int, limit: int) -> Sequence[Message]:
    """The last messages of a conversation before `seq`, oldest first."""
    rows = connection.execute(LAST_BEFORE, {"of": number, "seq": seq, "limit": limit}).all()
    return tuple(message_of(row) for row in reversed(rows))


def _add_answer(connection: Connection, conversation: Conversation, number: int, answer: Answer) -> None:
    now = conversation.active_at
    values = {
        "message": number,
        "conversation": conversation.number,
        "created_at": now,
        "outcome": answer.outcome,
        "reason": answer.reason,
        "confidence": answer.confidence,
        "release": answer.release,
        "top_article_id": answer.top_article_id,
        "total_ms": total_ms(answer),
        "rule": answer.rule,
    }
    connection.execute(_ADD_ANSWER, values)
    note_answer(connection, conversation.number, answer)
    if rows := article_rows(answer):
        connection.execute(_ADD_ARTICLES, [{"answer": number, "created_at": now, **row} for row in rows])


def _changing(conversation: Conversation) -> dict[str, Any]:
    customer = conversation.customer
    return {
        "status": conversation.status,
        "version": conversation.version,
        "active_at": conversation.active_at,
        "requested_at": conversation.requested_at,
        "reason": conversation.reason,
        "agent": conversation.agent,
        "assignee": conversation.assignee,
        "locale": conversation.locale,
        "customer_id": customer and customer.id,
        "customer_name": customer and customer.name,
        "customer_email": customer and customer.email,
    }
