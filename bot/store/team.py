"""Accounts and sessions kept in the database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.accounts.team import Agent, AgentRole, Credentials
from bot.clock import now_utc
from bot.conversation import Status
from bot.store.database import Database
from bot.store.handoffs import passed_on
from bot.store.rows import conversation_of
from bot.store.statements import CHANGED, save
from bot.store.tables.conversations import conversations
from bot.store.tables.team import agent_sessions, agents
from corpus.errors import ConflictError, NotFoundError

# A session is written to no more often: many requests come in a minute, and each would wait for SQLite's one writer.
RENEWED_AFTER = timedelta(minutes=1)


class SqlTeam:
    """The accounts and sessions of one database, shared with however many threads and servers."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now_utc) -> None:
        self._database, self._clock = database, clock

    def agents(self) -> Sequence[Agent]:
        """All accounts, by name."""
        with self._database.reading() as connection:
            rows = connection.execute(select(agents).order_by(func.lower(agents.c.name), agents.c.number))
            return tuple(_agent(row) for row in rows)

    def find(self, number: int) -> Agent:
        """The account of this number. Raises NotFoundError."""
        with self._database.reading() as connection:
            return _found(connection, number)

    def is_empty(self) -> bool:
        """Whether there is no account at all."""
        with self._database.reading() as connection:
            return not connection.execute(select(exists(select(agents.c.number)))).scalar_one()

    def credentials(self, email: str) -> Credentials | None:
        """The account of this address; None where there is none."""
        with self._database.reading() as connection:
            row = connection.execute(select(agents).where(agents.c.email == email)).first()
            return None if row is None else Credentials(_agent(row), row.password)

    def add(self, email: str, name: str, role: AgentRole, password: str) -> Agent:
        """The new account; `password` is its hash. Raises ConflictError when the address has one already."""
        values = {"email": email, "name": name, "role": role, "password": password, "created_at": self._clock()}
        with self._database.writing() as connection:
            # Not before: in PostgreSQL another transaction may add it between a look and this.
            try:
                with connection.begin_nested():
                    added = connection.execute(insert(agents).returning(agents.c.number), values).scalar_one()
            except IntegrityError as error:
                raise ConflictError(f"There is an account of '{email}' already.") from error
            return _found(connection, added)

    def change(
        self, number: int, name: str | None = None, role: AgentRole | None = None, password: str | None = None
    ) -> Agent:
        """The account with all that is given changed. Raises NotFoundError, ConflictError when no admin would be left.

        `password` is the hash of a new one, which ends all sessions of before.
        """
        with self._database.writing() as connection:
            if role is AgentRole.AGENT:
                _leave_an_admin(connection, number, "give up that role")
            values = {"name": name, "role": role, "password": password}
            given = {column: value for column, value in values.items() if value is not None}
            if given:
                connection.execute(update(agents).where(agents.c.number == number).values(given))
            if password is not None:
                connection.execute(delete(agent_sessions).where(agent_sessions.c.agent == number))
            return _found(connection, number)

    def set_password(self, number: int, password: str, *, ends_sessions: bool = True) -> None:
        """Keeps the hash of a password, and ends all sessions of before. Raises NotFoundError."""
        with self._database.writing() as connection:
            _found(connection, number)
            connection.execute(update(agents).where(agents.c.number == number).values(password=password))
            if ends_sessions:
                connection.execute(delete(agent_sessions).where(agent_sessions.c.agent == number))

    def remove(self, number: int) -> None:
        """Forgets the account, ends its sessions and leaves its conversations to others.

        Raises NotFoundError, ConflictError when no admin would remain.
        """
        with self._database.writing() as connection:
            _found(connection, number)
            _leave_an_admin(connection, number, "be removed")
            connection.execute(delete(agent_sessions).where(agent_sessions.c.agent == number))
            _leave_conversations(connection, number, self._clock())
            connection.execute(delete(agents).where(agents.c.number == number))

    def start_session(self, number: int, digest: str, now: datetime, expires_at: datetime) -> None:
        """Keeps a session of the account, and forgets those of anybody that have expired."""
        values = {"digest": digest, "agent": number, "started_at": now, "expires_at": expires_at}
        with self._database.writing() as connection:
            connection.execute(delete(agent_sessions).where(agent_sessions.c.expires_at <= now))
            connection.execute(insert(agent_sessions), values)

    def alive(self, digests: Collection[str], now: datetime) -> Collection[str]:
        """Those of the sessions that have not ended; they last no longer by this."""
        its = agent_sessions.c
        with self._database.reading() as connection:
            wanted = select(its.digest).where(its.digest.in_(digests), its.expires_at > now)
            return set(connection.execute(wanted).scalars())

    def of_session(
        self, digest: str, now: datetime, lasting: timedelta, at_most: timedelta, *, renews: bool = True
    ) -> Agent | None:
        """Whose session it is, for that long again from now on; None when there is none or it has expired."""
        wanted = select(agents, agent_sessions.c.started_at, agent_sessions.c.expires_at).join(agent_sessions)
        with self._database.reading() as connection:
            row = connection.execute(wanted.where(agent_sessions.c.digest == digest)).first()
        if row is None or row.expires_at <= now:
            return None
        until = min(now + lasting, row.started_at + at_most)
        if renews and until - row.expires_at > min(RENEWED_AFTER, lasting / 10):
            with self._database.writing() as connection:
                known = agent_sessions.c.digest == digest
                connection.execute(update(agent_sessions).where(known).values(expires_at=until))
        return _agent(row)

    def end_session(self, digest: str) -> None:
        """Ends the session, if there is one."""
        with self._database.writing() as connection:
            connection.execute(delete(agent_sessions).where(agent_sessions.c.digest == digest))


def _found(connection: Connection, number: int) -> Agent:
    row = connection.execute(select(agents).where(agents.c.number == number)).first()
    if row is None:
        raise NotFoundError(f"There is no account number {number}.")
    return _agent(row)


def _leave_conversations(connection: Connection, number: int, now: datetime) -> None:
    """Assigns the account's conversations to nobody; the customers whom it answers wait for another agent."""
    its = conversations.c.assignee == number
    answered = select(conversations).where(its, conversations.c.status == Status.AGENT)
    for row in connection.execute(answered.order_by(conversations.c.number).with_for_update()).all():
        before = conversation_of(row)
        save(connection, before, passed_on(before, now), now)
    connection.execute(update(conversations).where(its).values(assignee=None, changed_at=CHANGED), {"now": now})


def _leave_an_admin(connection: Connection, number: int, what: str) -> None:
    """Keeps the last admin as long as there are others. Raises ConflictError."""
    # Locked, lest two admins take each other's role away at once.
    admins = connection.execute(select(agents.c.number).where(agents.c.role == AgentRole.ADMIN).with_for_update())
    others = connection.execute(select(func.count()).where(agents.c.number != number)).scalar_one()
    if set(admins.scalars()) == {number} and others:
        raise ConflictError(f"The only admin can't {what}. Make another agent an admin first.")


def _agent(row: Row[Any]) -> Agent:
    return Agent(row.number, row.email, row.name, AgentRole(row.role))
