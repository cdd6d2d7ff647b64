"""Who has which conversation open, kept in the database so that all servers know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.accounts.team import Agent
from bot.clock import now_utc
from bot.desk import Presence, PresentAgent
from bot.store import statements as sql
from bot.store.database import Database
from bot.store.tables.conversations import conversations
from bot.store.tables.team import presence

PRESENT = timedelta(seconds=25)
TYPING = timedelta(seconds=5)
KEPT = timedelta(minutes=5)
MAX_PRESENT = 5000
CUSTOMER = "customer"
_AT_ONCE = 500


class SqlPresences:
    """The presence rows of one database. A row that is not renewed counts for nothing, and is deleted in time."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now_utc) -> None:
        self._database, self._clock = database, clock

    def agent_is_here(self, number: int, agent: Agent, *, is_typing: bool) -> None:
        """Keeps that the agent has the conversation of this number open. Raises NotFoundError."""
        now = self._clock()
        row = {"is_customer": False, "agent": agent.number, "name": agent.name, "seen_at": now}
        with self._database.writing() as connection:
            if connection.execute(sql.UNDELETED_NUMBER, {"number": number}).first() is None:
                raise sql.missing()
            _keep(
                connection,
                [{"conversation": number, "who": _who(agent), **row, "typing_at": now if is_typing else None}],
            )

    def agent_left(self, number: int, agent: Agent) -> None:
        """Keeps that the agent has it open no more."""
        with self._database.writing() as connection:
            its = presence.c.conversation == number
            connection.execute(delete(presence).where(its, presence.c.who == _who(agent)))

    def customer_is_typing(self, conversation_id: str) -> None:
        """Keeps that the customer is writing. Raises NotFoundError."""
        now = self._clock()
        with self._database.writing() as connection:
            row = connection.execute(sql.UNDELETED_ID, {"id": sql.known(conversation_id)}).first()
            if row is None:
                raise sql.missing()
            _keep(connection, [{"conversation": row.number, **_customer(CUSTOMER, now), "typing_at": now}])

    def customers_are_here(self, server: str, conversation_ids: Collection[str]) -> None:
        """Keeps that the customers of these conversations have them open at the server of that name."""
        now = self._clock()
        with self._database.writing() as connection:
            connection.execute(delete(presence).where(presence.c.seen_at < now - KEPT))
            for some in _batches(conversation_ids):
                # Locked against deletion in PostgreSQL; in SQLite nobody else writes now.
                there = select(conversations.c.number).where(conversations.c.id.in_(some)).with_for_update(read=True)
                numbers = connection.execute(there.order_by(conversations.c.number)).scalars().all()
                if numbers:
                    here = _customer(f"{CUSTOMER}:{server}", now)
                    _keep(connection, [{"conversation": number, **here, "typing_at": None} for number in numbers])

    def customers_left(self, server: str, conversation_ids: Collection[str]) -> None:
        """Keeps that they have them open there no more."""
        gone = presence.c.who.in_([f"{CUSTOMER}:{server}", CUSTOMER])
        with self._database.writing() as connection:
            for some in _batches(conversation_ids):
                theirs = select(conversations.c.number).where(conversations.c.id.in_(some))
                connection.execute(delete(presence).where(gone, presence.c.conversation.in_(theirs)))

    def everywhere(self) -> Mapping[int, Presence]:
        """Who is present in which conversation, by its number; conversations with nobody are left out."""
        return self._present(select(presence, presence.c.conversation.label("key")))

    def among(self, conversation_ids: Collection[str]) -> Mapping[str, Presence]:
        """The same of these conversations, by their ids."""
        joined = select(presence, conversations.c.id.label("key")).join(conversations)
        found: dict[str, Presence] = {}
        for some in _batches(conversation_ids):
            found |= self._present(joined.where(conversations.c.id.in_(some)))
        return found

    def _present(self, wanted: Select[Any]) -> dict[Any, Presence]:
        now = self._clock()
        rows: dict[Any, list[Row[Any]]] = {}
        fresh = wanted.where(presence.c.seen_at > now - PRESENT).order_by(presence.c.seen_at.desc()).limit(MAX_PRESENT)
        with self._database.reading() as connection:
            for row in connection.execute(fresh):
                rows.setdefault(row.key, []).append(row)
        return {key: _presence(theirs, now) for key, theirs in rows.items()}


def _presence(rows: Sequence[Row[Any]], now: datetime) -> Presence:
    is_typing = {row.who: row.typing_at is not None and now - row.typing_at < TYPING for row in rows}
    agents = [PresentAgent(row.agent, row.name, is_typing[row.who]) for row in rows if not row.is_customer]
    customers = [row for row in rows if row.is_customer]
    return Presence(
        customer_online=bool(customers),
        customer_typing=any(is_typing[row.who] for row in customers),
        agents=tuple(sorted(agents, key=lambda agent: (agent.name, agent.number))),
    )


def _who(agent: Agent) -> str:
    return f"agent:{agent.number}"


def _customer(who: str, now: datetime) -> dict[str, Any]:
    return {"who": who, "is_customer": True, "agent": None, "name": None, "seen_at": now}


def _batches(ids: Collection[str]) -> Iterator[Sequence[str]]:
    listed = [each for each in ids if sql.is_id(each)]
    yield from (listed[at : at + _AT_ONCE] for at in range(0, len(listed), _AT_ONCE))


def _keep(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = insert(presence)
    renewed = {name: row.excluded[name] for name in ("name", "seen_at", "typing_at")}
    connection.execute(
        row.on_conflict_do_update(index_elements=["conversation", "who"], set_=renewed), [dict(each) for each in rows]
    )
