"""Deliveries kept in the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, delete, exists, func, or_, select, update

from bot.clock import now_utc
from bot.conversation import Status
from bot.outbox import Backlog, Delivery
from bot.store.database import Database
from bot.store.rows import conversation_of
from bot.store.tables import conversations, deliveries, handoffs
from bot.store.telling import PENDING, ask_for, tell_unattended

DELIVERED, GIVEN_UP = "delivered", "given_up"
FOUND_AT_ONCE = 50
_earlier = deliveries.alias()


class SqlDeliveries:
    """The deliveries of one database, shared with however many threads and servers."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now_utc) -> None:
        self._database, self._clock = database, clock

    def add(self, target: str, kind: str, body: str, conversation: int, delivery_id: str) -> None:
        """Keeps what is to be told; what is there with this id already stays as it is."""
        known = select(conversations.c.number).where(conversations.c.number == conversation).with_for_update(read=True)
        with self._database.writing() as connection:
            # Of a conversation that was deleted meanwhile nothing may be kept.
            if connection.execute(known).first() is not None:
                ask_for(connection, target, kind, body, conversation, self._clock(), delivery_id)

    def claim(self, target: str, lease_seconds: float) -> Delivery | None:
        """The next delivery that is due, which nobody else is given for so long; None when there is none."""
        due = _due(target, self._clock())
        with self._database.reading() as connection:  # most of the time there is nothing, and no one need wait for that
            if connection.execute(due).first() is None:
                return None
        with self._database.writing() as connection:
            row = connection.execute(due.with_for_update(skip_locked=True)).first()
            if row is None:
                return None
            values = {"attempts": row.attempts + 1, "due_at": self._clock() + timedelta(seconds=lease_seconds)}
            connection.execute(update(deliveries).where(deliveries.c.number == row.number).values(values))
        return Delivery(row.number, row.id, row.target, row.kind, row.body, row.attempts + 1, row.created_at)

    def finish(self, delivery: Delivery) -> None:
        """Notes that it was delivered, and forgets what it said."""
        self._change(delivery, state=DELIVERED, body="", error=None)

    def postpone(self, delivery: Delivery, seconds: float, why: str) -> None:
        """Notes that it is to be tried again so much later, and why."""
        self._change(delivery, due_at=self._clock() + timedelta(seconds=seconds), error=why)

    def give_up(self, delivery: Delivery, why: str) -> None:
        """Notes that it is not tried again, and why, and forgets what it said."""
        self._change(delivery, state=GIVEN_UP, body="", error=why)

    def report_unattended(self, after: timedelta) -> int:
        """How many hand-offs were found for which nobody has come for longer; each wait is told of once."""
        now = self._clock()
        waiting = (
            select(conversations, handoffs.c.number.label("handoff"))
            .join(handoffs, handoffs.c.conversation == conversations.c.number)
            .where(
                conversations.c.status == Status.WAITING,
                conversations.c.requested_at < now - after,
                handoffs.c.ended_at.is_(None),
                handoffs.c.unattended_at.is_(None),
            )
            .order_by(conversations.c.requested_at)
            .limit(FOUND_AT_ONCE)
        )
        with self._database.reading() as connection:
            if connection.execute(waiting).first() is None:
                return 0
        with self._database.writing() as connection:
            found = connection.execute(waiting.with_for_update(of=[conversations, handoffs], skip_locked=True)).all()
            for row in found:
                told = update(handoffs).where(handoffs.c.number == row.handoff)
                connection.execute(told.values(unattended_at=now))
                tell_unattended(connection, conversation_of(row), now)
        return len(found)

    def forget_old(self, delivered: timedelta, given_up: timedelta) -> int:
        """How many were deleted that are older than the ages given, since they were begun."""
        now = self._clock()
        old = or_(
            and_(deliveries.c.state == DELIVERED, deliveries.c.created_at < now - delivered),
            deliveries.c.created_at < now - given_up,  # whatever waits longer is for a target that is no more
        )
        with self._database.reading() as connection:
            if connection.execute(select(deliveries.c.number).where(old).limit(1)).first() is None:
                return 0
        with self._database.writing() as connection:
            return connection.execute(delete(deliveries).where(old)).rowcount

    def backlogs(self, older_than: timedelta) -> Sequence[Backlog]:
        """What has waited longer, and what was given up, for each target."""
        is_late = and_(deliveries.c.state == PENDING, deliveries.c.created_at < self._clock() - older_than)
        stuck = (
            select(
                deliveries.c.target,
                deliveries.c.state,
                func.count().label("how_many"),
                func.min(deliveries.c.created_at).label("oldest"),
                func.max(deliveries.c.error).label("error"),
            )
            .where(or_(is_late, deliveries.c.state == GIVEN_UP))
            .group_by(deliveries.c.target, deliveries.c.state)
            .order_by(deliveries.c.target, deliveries.c.state)
        )
        with self._database.reading() as connection:
            return [
                Backlog(row.target, row.how_many, row.oldest, row.error or "", row.state == GIVEN_UP)
                for row in connection.execute(stuck)
            ]

    def _change(self, delivery: Delivery, **values: Any) -> None:
        # A conversation that was forgotten meanwhile took its deliveries along: then there is nothing to change.
        with self._database.writing() as connection:
            connection.execute(update(deliveries).where(deliveries.c.number == delivery.number).values(values))


def _due(target: str, now: datetime) -> Select[Any]:
    """The first delivery for the target that is due and has no other of its conversation before it."""
    waits_for_another = exists().where(
        _earlier.c.conversation == deliveries.c.conversation,
        _earlier.c.target == deliveries.c.target,
        _earlier.c.state == PENDING,
        _earlier.c.number < deliveries.c.number,
    )
    return (
        select(deliveries)
        .where(
            deliveries.c.state == PENDING,
            deliveries.c.target == target,
            deliveries.c.due_at <= now,
            ~waits_for_another,
        )
        .order_by(deliveries.c.due_at, deliveries.c.number)
        .limit(1)
    )
