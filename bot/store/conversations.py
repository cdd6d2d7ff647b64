"""Conversations kept in the database."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.answer import Answer, Reason
from bot.clock import now_utc
from bot.conversation import Conversation, Customer, Feedback, Message, Received, Role, Status
from bot.store import statements as sql
from bot.store.customers import named
from bot.store.database import Database
from bot.store.forgetting import forget, forget_drafts_before, note_departures
from bot.store.handoffs import assigned, moved, passed_on
from bot.store.repeats import Attempt
from bot.store.rows import conversation_of, message_of
from bot.store.tables import conversations, feedback, messages
from bot.store.telling import tell_feedback
from bot.store.types import storable
from bot.store.unaware import Writer, check_heard, name_of
from corpus.errors import ConflictError, StoreError

HISTORY_MESSAGES = 50
FORGOTTEN_AT_ONCE = 25  # about 40 ms in a database of 100,000 conversations
_ASKED_AT_ONCE = 500

_log = logging.getLogger(__name__)


class SqlConversations:
    """The conversations of one database, shared with however many threads and servers.

    What customers write goes through `mask` before it is stored. Every change of a conversation counts its version up
    under the conversation's lock, and a message's `seq` is that version: messages become visible in the order of `seq`.

    What was deleted is gone from SQLite's files when the method returns, unless a long read keeps its write-ahead log
    busy. PostgreSQL hides deleted rows at once, but keeps their bytes until its autovacuum has cleared them away, and
    for as long as its own archives and backups are kept.
    """

    def __init__(self, database: Database, mask: Callable[[str], str], clock: Callable[[], datetime] = now_utc) -> None:
        self._database, self._mask, self._clock = database, mask, clock

    def start(self, customer: Customer | None = None, locale: str | None = None) -> Conversation:
        """A new, empty conversation."""
        with self._database.writing() as connection:
            return sql.create(connection, self._clock(), customer, locale)

    def find(self, conversation_id: str) -> Conversation:
        """The conversation as it is now. Raises NotFoundError."""
        with self._database.reading() as connection:
            return _one(connection.execute(sql.BY_ID, {"id": sql.known(conversation_id)}).first())

    def numbered(self, number: int) -> Conversation:
        """The conversation that agents call by this number. Raises NotFoundError."""
        with self._database.reading() as connection:
            return _one(connection.execute(sql.BY_NUMBER, {"number": number}).first())

    def messages(self, conversation_id: str, after: int = 0) -> Sequence[Message]:
        """The messages whose `seq` is above `after`, oldest first. Raises NotFoundError."""
        with self._database.reading() as connection:
            which = {"id": sql.known(conversation_id), "after": after}
            rows = connection.execute(sql.OF_CONVERSATION, which).all()
            if not rows:
                _one(connection.execute(sql.BY_ID, which).first())
        return tuple(message_of(row) for row in rows)

    def receive(
        self,
        conversation_id: str | None,
        text: str,
        key: str | None = None,
        customer: Customer | None = None,
        locale: str | None = None,
    ) -> Received:
        """The customer's message as stored, once for each `key`. Raises NotFoundError, ConflictError."""
        masked = storable(self._mask(text))
        attempt = None if key is None else Attempt.of(key, text)
        while True:
            try:
                received = self._received(conversation_id, masked, attempt, customer, locale)
                break
            except sql.KeyTakenError:
                continue
        with self._database.reading() as connection:
            before = sql.history(connection, received.conversation.number, received.message.seq, HISTORY_MESSAGES)
        return replace(received, history=before)

    def reply(self, conversation_id: str, message_id: str | None, answer: Answer) -> Message:
        """The bot's reply as stored, or the one that the message has already. Raises NotFoundError."""
        with self._database.writing() as connection:
            before, now = sql.lock(connection, conversation_id), self._clock()
            question = None
            if message_id is not None:
                which = {"id": sql.known(message_id, "message"), "of": before.number}
                asked = connection.execute(sql.QUESTION, which).first()
                if asked is None:
                    raise sql.missing("message")
                if asked.reply is not None:
                    earlier = connection.execute(sql.BY_MESSAGE_NUMBER, {"number": asked.reply})
                    return message_of(earlier.one())
                question = asked.number
            after = sql.save(connection, before, replace(before, active_at=now), now)
            return sql.add_message(connection, after, Role.BOT, answer.answer, reply_to=question, answer=answer)

    def say(
        self,
        conversation_id: str,
        author: str,
        text: str,
        *,
        account: int | None = None,
        after: int | None = None,
        take_over: bool = False,
    ) -> Message:
        """An agent's message as stored; from it on the agent answers. Raises NotFoundError, ConflictError."""
        with self._database.writing() as connection:
            before, now = sql.lock(connection, conversation_id), self._clock()
            writer = Writer(author, account)
            writer.check_read(connection, before, after)
            if account is not None and not take_over:
                writer.check_free(connection, before)
            taken = moved(before, Status.AGENT, now, agent=author, account=account)
            saved = sql.save(connection, before, replace(taken, active_at=now), now)
            return sql.add_message(connection, saved, Role.AGENT, text, author=author, agent=account)

    def set_status(
        self,
        conversation_id: str,
        status: Status,
        reason: Reason | None = None,
        agent: str | None = None,
        *,
        account: int | None = None,
        after: int | None = None,
        take_over: bool = True,
    ) -> Conversation:
        """The conversation with its status changed; nothing changes where it is so already.

        Raises NotFoundError, ConflictError.
        """
        with self._database.writing() as connection:
            before, now = sql.lock(connection, conversation_id), self._clock()
            changed = moved(before, status, now, reason, agent, account)
            if changed is before:
                return before
            if agent is not None and not take_over:
                Writer(agent, account).check_untaken(connection, before)
            if status in (Status.BOT, Status.CLOSED):
                check_heard(connection, before, after)
            return sql.save(connection, before, changed, now, agent)

    def assign(self, conversation_id: str, account: int | None, by: str | None = None) -> Conversation:
        """The conversation assigned to the account, or to nobody. Raises NotFoundError."""
        with self._database.writing() as connection:
            before, now = sql.lock(connection, conversation_id), self._clock()
            name = None if account is None else name_of(connection, account)
            after = assigned(before, account, name, now)
            return before if after == before else sql.save(connection, before, after, now, by)

    def pass_on(
        self, conversation_id: str, agent: str | None = None, *, account: int | None = None, take_over: bool = True
    ) -> Conversation:
        """The conversation waiting for another agent, or for the first. Raises NotFoundError, ConflictError."""
        with self._database.writing() as connection:
            before, now = sql.lock(connection, conversation_id), self._clock()
            if agent is not None and not take_over:
                Writer(agent, account).check_untaken(connection, before)
            after = passed_on(before, now)
            return before if after is before else sql.save(connection, before, after, now, agent)

    def identify(self, conversation_id: str, customer: Customer) -> Conversation:
        """The conversation with its customer named. Raises NotFoundError, ConflictError."""
        with self._database.writing() as connection:
            before = sql.lock(connection, conversation_id)
            after = replace(before, customer=named(before.customer, customer))
            return before if after == before else sql.save(connection, before, after, self._clock())

    def rate(self, message_id: str, given: Feedback) -> None:
        """Keeps the feedback on a message of the bot or an agent, in place of an earlier one. Raises NotFoundError."""
        given = replace(given, comment=given.comment and self._mask(given.comment))
        now = self._clock()
        values = {"created_at": now, "rating": given.rating, "reason": given.reason, "comment": given.comment}
        rated = (
            select(messages.c.number, messages.c.conversation)
            .join(conversations)
            .where(messages.c.id == sql.known(message_id, "message"), messages.c.role != Role.USER)
            .with_for_update(of=conversations)
        )
        with self._database.writing() as connection:
            found = connection.execute(rated).first()
            if found is None:
                raise sql.missing("message")
            insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            row = insert(feedback).values(message=found.number, **values)
            connection.execute(row.on_conflict_do_update(index_elements=["message"], set_=values))
            sql.sum_up_ratings(connection, found.conversation, now)
            tell_feedback(connection, found.number, given, now)

    def delete(self, conversation_id: str) -> None:
        """Forgets the conversation, and all that belongs to it, for good. Raises NotFoundError."""
        with self._database.writing() as connection:
            number = sql.lock(connection, conversation_id).number
            forget(connection, [number])
            note_departures(connection, [number], self._clock())
        try:
            self._database.scrub()
        except StoreError as error:
            _log.warning("What was deleted still stands in the database's files until the next deletion: %s", error)

    def delete_inactive(self, before: datetime) -> int:
        """How many conversations were forgotten because nothing was said in them since `before`.

        They go in batches, between which others have their turn.
        """
        inactive = (
            select(conversations.c.number)
            .where(conversations.c.active_at < before)
            .limit(FORGOTTEN_AT_ONCE)
            .with_for_update(skip_locked=True)  # whoever has locked one is saying something in it
        )
        with self._database.writing() as connection:
            forget_drafts_before(connection, before)
        forgotten = 0
        while True:
            with self._database.writing() as connection:
                numbers = connection.execute(inactive).scalars().all()
                forget(connection, numbers)
                note_departures(connection, numbers, self._clock())
            forgotten += len(numbers)
            if len(numbers) < FORGOTTEN_AT_ONCE:
                break
        self._database.scrub()
        self._database.refresh_statistics()
        return forgotten

    def count_inactive(self, before: datetime) -> tuple[int, int]:
        """How many conversations `delete_inactive` would forget, and how many there are."""
        inactive = func.count().filter(conversations.c.active_at < before)
        with self._database.reading() as connection:
            row = connection.execute(select(inactive, func.count()).select_from(conversations)).one()
        return row[0], row[1]

    def versions(self, conversation_ids: Collection[str]) -> Mapping[str, int]:
        """The versions of those of the conversations that exist."""
        wanted = list(conversation_ids)
        found: dict[str, int] = {}
        with self._database.reading() as connection:
            for at in range(0, len(wanted), _ASKED_AT_ONCE):
                some = conversations.c.id.in_([storable(each) for each in wanted[at : at + _ASKED_AT_ONCE]])
                found.update(connection.execute(select(conversations.c.id, conversations.c.version).where(some)).all())
        return found

    def inbox(self, status: Status | None = None, limit: int = 50, before: int | None = None) -> Sequence[Conversation]:
        """The conversations that come after number `before`, newest first; the waiting, longest wait first."""
        wanted = select(conversations).limit(limit)
        if status is not None:
            wanted = wanted.where(conversations.c.status == status)
        if status is Status.WAITING:
            wanted = wanted.order_by(conversations.c.requested_at, conversations.c.number)
        else:
            wanted = wanted.order_by(conversations.c.number.desc())
        if before is not None:
            wanted = wanted.where(
                sql.waits_less_than(before) if status is Status.WAITING else conversations.c.number < before
            )
        with self._database.reading() as connection:
            return tuple(conversation_of(row) for row in connection.execute(wanted))

    def _received(
        self,
        conversation_id: str | None,
        text: str,
        attempt: Attempt | None,
        customer: Customer | None,
        locale: str | None,
    ) -> Received:
        with self._database.writing() as connection:
            if attempt is not None:
                seen = connection.execute(sql.BY_KEY, {"key": attempt.key}).first()
                if seen is not None:
                    return _again(connection, seen, conversation_id, attempt)
            now = self._clock()
            if conversation_id is None:
                before = sql.create(connection, now, customer, locale)
            else:
                before = sql.lock(connection, conversation_id)
            after = moved(before, Status.BOT, now) if before.status is Status.CLOSED else before
            who = named(before.customer, customer) if customer else before.customer
            after = replace(after, active_at=now, customer=who, locale=locale or before.locale)
            after = sql.save(connection, before, after, now)
            return Received(after, sql.add_message(connection, after, Role.USER, text, attempt=attempt))


def _again(connection: Connection, seen: Row[Any], conversation_id: str | None, attempt: Attempt) -> Received:
    """What was stored for the key before, unless the message is another one."""
    conversation = _one(connection.execute(sql.BY_NUMBER, {"number": seen.conversation}).first())
    elsewhere = conversation_id not in (None, conversation.id) and _exists(connection, str(conversation_id))
    if seen.sent != attempt.sent or elsewhere:
        raise ConflictError("This idempotency key came with another message before; give every message its own.")
    reply = connection.execute(sql.REPLY_TO, {"number": seen.number}).first()
    return Received(conversation, message_of(seen), reply=None if reply is None else message_of(reply))


def _exists(connection: Connection, conversation_id: str) -> bool:
    return connection.execute(sql.BY_ID, {"id": storable(conversation_id)}).first() is not None


def _one(row: Row[Any] | None) -> Conversation:
    if row is None:
        raise sql.missing()
    return conversation_of(row)
