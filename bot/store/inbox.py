"""The inbox in the database: filters, search, counts, and what has changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select

from bot.conversation import Conversation, Status
from bot.desk import NOBODY, Changed, Counts, Listed, Wanted
from bot.desk.words import Searched, snippet
from bot.store import statements as sql
from bot.store.database import Database
from bot.store.previews import previews
from bot.store.rows import conversation_of
from bot.store.tables.conversations import conversations, messages
from bot.store.tables.team import agents, departures, notes
from bot.store.words import found_by

MAX_CHANGED = 2000
MAX_WAITING = 500
# Enough to show where a hit is; a longer conversation shows its beginning instead.
MAX_LOOKED_THROUGH = 200
_LISTED = select(conversations, agents.c.name.label("assignee_name")).select_from(
    conversations.outerjoin(agents, agents.c.number == conversations.c.assignee)
)
_OPEN = (Status.WAITING, Status.AGENT)


class SqlInbox:
    """The inbox of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, wanted: Wanted) -> Sequence[Listed]:
        """The conversations, latest first; of the waiting ones, the longest wait first."""
        with self._database.reading() as connection:
            rows = connection.execute(_page(wanted, connection.dialect.name)).all()
            return _listed(connection, rows, wanted.words)

    def listed(self, numbers: Collection[int]) -> Sequence[Listed]:
        """Those of these conversations that exist."""
        with self._database.reading() as connection:
            rows = connection.execute(_LISTED.where(conversations.c.number.in_(numbers))).all()
            return _listed(connection, rows)

    def counts(self, accounts: Collection[int]) -> Mapping[int, Counts]:
        """The counts as each of the accounts sees them."""
        by_status = select(conversations.c.status, func.count()).group_by(conversations.c.status)
        own = (
            select(conversations.c.assignee, func.count())
            .where(conversations.c.assignee.in_(accounts), conversations.c.status.in_(_OPEN))
            .group_by(conversations.c.assignee)
        )
        with self._database.reading() as connection:
            all_of: dict[str, int] = {row[0]: row[1] for row in connection.execute(by_status)}
            mine: dict[int, int] = {row[0]: row[1] for row in connection.execute(own)}
        return {
            one: Counts(**{each.value: all_of.get(each, 0) for each in Status}, mine=mine.get(one, 0))
            for one in accounts
        }

    def changed_since(self, moment: datetime) -> Sequence[Changed]:
        """The conversations that have changed since; of very many the latest."""
        at = conversations.c.changed_at
        changed = select(conversations.c.number, at).where(at > moment).order_by(at.desc()).limit(MAX_CHANGED)
        with self._database.reading() as connection:
            return tuple(Changed(row.number, row.changed_at) for row in connection.execute(changed))

    def gone_since(self, moment: datetime) -> Sequence[int]:
        """The numbers of the conversations that were deleted since, for an hour at most; of very many the latest."""
        at = departures.c.gone_at
        gone = select(departures.c.conversation).where(at > moment).order_by(at.desc()).limit(MAX_CHANGED)
        with self._database.reading() as connection:
            return tuple(connection.execute(gone).scalars())

    def waiting_since(self, moment: datetime) -> Sequence[int]:
        """The numbers of those that wait for a person since before the moment, the longest wait first."""
        asked = conversations.c.requested_at
        waiting = select(conversations.c.number).where(conversations.c.status == Status.WAITING, asked < moment)
        with self._database.reading() as connection:
            return tuple(connection.execute(waiting.order_by(asked).limit(MAX_WAITING)).scalars())


def _page(wanted: Wanted, dialect: str) -> Select[Any]:
    column = conversations.c
    page = _LISTED.limit(wanted.limit)
    is_by_wait = wanted.status is Status.WAITING
    page = page.order_by(column.requested_at, column.number) if is_by_wait else page.order_by(column.number.desc())
    for given, its in (
        (wanted.status, column.status),
        (wanted.reason, column.reason),
        (wanted.outcome, column.outcome),
        (wanted.rating, column.rating),
    ):
        if given is not None:
            page = page.where(its == given)
    if wanted.before is not None:
        page = page.where(sql.waits_less_than(wanted.before) if is_by_wait else column.number < wanted.before)
    if wanted.assigned is not None:
        page = page.where(
            column.assignee.is_(None) if wanted.assigned == NOBODY else column.assignee == wanted.assigned
        )
    if wanted.locale is not None:
        page = page.where(
            or_(column.locale == wanted.locale, column.locale.startswith(f"{wanted.locale}-", autoescape=True))
        )
    if wanted.since is not None:
        page = page.where(column.created_at >= wanted.since)
    if wanted.until is not None:
        page = page.where(column.created_at < wanted.until)
    if wanted.words is not None:
        page = page.where(column.number.in_(found_by(wanted.words, dialect)))
    return page


def _listed(connection: Connection, rows: Sequence[Row[Any]], words: Searched | None = None) -> Sequence[Listed]:
    found = [conversation_of(row) for row in rows]
    shown = previews(connection, [one.number for one in found])
    snippets = _snippets(connection, found, words) if words else {}
    return tuple(
        Listed(one, shown.get(one.number), row.assignee_name, *snippets.get(one.number, (None, False)))
        for one, row in zip(found, rows, strict=True)
    )


def _snippets(connection: Connection, found: Sequence[Conversation], words: Searched) -> Mapping[int, tuple[str, bool]]:
    """By number, what was searched for as the customer's name, the first message or else note with a hit has it.

    With it, whether it is a note.
    """
    shown: dict[int, tuple[str, bool]] = {}
    numbers = [one.number for one in found]
    said = (
        select(messages.c.conversation, messages.c.text)
        .where(messages.c.conversation.in_(numbers), messages.c.seq <= MAX_LOOKED_THROUGH)
        .order_by(messages.c.conversation, messages.c.seq)
    )
    noted = select(notes.c.conversation, notes.c.text).where(notes.c.conversation.in_(numbers)).order_by(notes.c.number)
    names = [(one.number, text) for one in found if one.customer for text in (one.customer.name, one.customer.email)]
    for texts, is_note in ((names, False), (connection.execute(said), False), (connection.execute(noted), True)):
        for number, text in texts:
            if text and number not in shown and (part := snippet(text, words)):
                shown[number] = part, is_note
    return shown
