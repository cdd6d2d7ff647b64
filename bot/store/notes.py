"""Notes on conversations, how these went between bot and people, and replies kept ready."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.accounts.team import Agent
from bot.answer import Reason
from bot.clock import now_utc
from bot.conversation import Status
from bot.desk import CannedReply, Move, Note, Step
from bot.store import statements as sql
from bot.store.database import Database
from bot.store.tables.conversations import conversations, handoffs, takeovers
from bot.store.tables.team import canned_replies, notes
from bot.store.types import storable
from bot.store.words import add_words, index_again
from corpus.errors import ConflictError, NotFoundError

_ENDED = {Status.WAITING: Step.PASSED_ON, Status.BOT: Step.RETURNED, Status.CLOSED: Step.CLOSED}


class SqlNotes:
    """The notes and moves of one database."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now_utc) -> None:
        self._database, self._clock = database, clock

    def of(self, number: int) -> Sequence[Note]:
        """The notes on the conversation of this number, oldest first."""
        theirs = select(notes).where(notes.c.conversation == number).order_by(notes.c.number)
        with self._database.reading() as connection:
            rows = connection.execute(theirs)
            return tuple(Note(row.number, row.agent, row.author, row.text, row.created_at) for row in rows)

    def add(self, number: int, author: Agent, text: str) -> Note:
        """The note as stored. Raises NotFoundError for an unknown conversation."""
        now, kept = self._clock(), storable(text)
        values = {"conversation": number, "agent": author.number, "author": author.name, "text": kept}
        with self._database.writing() as connection:
            _lock(connection, number)
            added = connection.execute(insert(notes).returning(notes.c.number), {**values, "created_at": now})
            note = Note(added.scalar_one(), author.number, author.name, kept, now)
            add_words(connection, number, (kept,))
            sql.touch(connection, number, now)
        return note

    def remove(self, number: int, note: int, account: int | None) -> None:
        """Forgets the note; given an account only one of its own. Raises NotFoundError."""
        its = delete(notes).where(notes.c.conversation == number, notes.c.number == note)
        its = its if account is None else its.where(notes.c.agent == account)
        with self._database.writing() as connection:
            _lock(connection, number)
            if not connection.execute(its).rowcount:
                raise NotFoundError("This note does not exist, or is another agent's.")
            index_again(connection, number)
            sql.touch(connection, number, self._clock())
        self._database.scrub()

    def moves(self, number: int) -> Sequence[Move]:
        """What became of the conversation's requests for a person, in order."""
        theirs = select(handoffs).where(handoffs.c.conversation == number).order_by(handoffs.c.number)
        moves: list[Move] = []
        with self._database.reading() as connection:
            over = _takeovers(connection, number)
            for row in connection.execute(theirs):
                reason = row.reason and Reason(row.reason)
                if row.requested_at is not None:
                    moves.append(Move(row.requested_at, Step.REQUESTED, None, reason))
                if row.taken_at is not None:
                    moves.append(Move(row.taken_at, Step.TAKEN, row.agent, reason))
                moves += [Move(one.at, Step.TAKEN, one.agent, reason) for one in over if one.handoff == row.number]
                if row.ended_at is not None:
                    moves.append(Move(row.ended_at, _ENDED[Status(row.ending)], row.ended_by, reason))
        return tuple(moves)


class SqlCannedReplies:
    """The replies kept ready of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> Sequence[CannedReply]:
        """All of them, by title."""
        with self._database.reading() as connection:
            rows = connection.execute(select(canned_replies)).all()
        replies = [CannedReply(row.number, row.title, row.shortcut, row.text) for row in rows]
        return tuple(sorted(replies, key=lambda reply: (reply.title.casefold(), reply.number)))

    def save(self, reply: CannedReply) -> CannedReply:
        """The reply as stored: a new one for the number 0. Raises NotFoundError, ConflictError."""
        values = {"title": storable(reply.title), "shortcut": reply.shortcut, "text": storable(reply.text)}
        with self._database.writing() as connection:
            # A nested transaction, for in PostgreSQL nothing can follow a statement that failed.
            try:
                with connection.begin_nested():
                    number = _saved(connection, reply.number, values)
            except IntegrityError as error:
                raise ConflictError(f"Another reply has the shortcut '{reply.shortcut}' already.") from error
        return CannedReply(number, str(values["title"]), reply.shortcut, str(values["text"]))

    def remove(self, number: int) -> None:
        """Forgets the reply. Raises NotFoundError."""
        with self._database.writing() as connection:
            if not connection.execute(delete(canned_replies).where(canned_replies.c.number == number)).rowcount:
                raise _no_reply()


def _takeovers(connection: Connection, number: int) -> Sequence[Row[Any]]:
    its = select(takeovers).join(handoffs).where(handoffs.c.conversation == number)
    return connection.execute(its.order_by(takeovers.c.number)).all()


def _saved(connection: Connection, number: int, values: dict[str, str | None]) -> int:
    if not number:
        return int(connection.execute(insert(canned_replies).returning(canned_replies.c.number), values).scalar_one())
    its = update(canned_replies).where(canned_replies.c.number == number)
    if not connection.execute(its.values(values)).rowcount:
        raise _no_reply()
    return number


def _no_reply() -> NotFoundError:
    return NotFoundError("This reply does not exist or has been removed.")


def _lock(connection: Connection, number: int) -> None:
    """Keeps the conversation from being deleted meanwhile. Raises NotFoundError."""
    known = select(conversations.c.number).where(conversations.c.number == number).with_for_update()
    if connection.execute(known).first() is None:
        raise sql.missing()
