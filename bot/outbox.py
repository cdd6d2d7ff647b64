"""Sends what other programs are to be told: kept until they have it, tried again for a day, never holding up a chat."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Event, Thread
from typing import Protocol

from bot.clock import now_utc
from corpus.errors import StoreError

# Those who are told something.
WEBHOOK, CHATWOOT = "webhook", "chatwoot"

POLL_SECONDS = 1.0
CHORES_SECONDS = 10.0
STOP_SECONDS = 5.0
SENDERS_PER_TARGET = 2  # so that one slow request does not hold up every other conversation
LEASE_SECONDS = 120.0  # an attempt that takes longer is lost, with the process that made it
FIRST_DELAY_SECONDS, GROWTH, LONGEST_DELAY_SECONDS = 5.0, 3.0, 4 * 3600.0
JITTER = 0.2
TRIED_FOR = timedelta(days=1)
KEPT_DELIVERED, KEPT_FAILED = timedelta(days=1), timedelta(days=30)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A request that is to be made; `attempts` counts this one. `id` is the same for every attempt.

    `kind` says what is told, as in "message.created"; `body` is what the target's sender makes its request of.
    """

    number: int
    id: str
    target: str
    kind: str
    body: str
    attempts: int
    created_at: datetime


class Result(StrEnum):
    """What became of an attempt."""

    DELIVERED = "delivered"
    FAILED = "failed"  # to be tried again
    REFUSED = "refused"  # it would be refused every time
    GONE = "gone"  # the receiver wants nothing more


@dataclass(frozen=True, slots=True)
class Attempt:
    """The result of an attempt; `why` names the receiver and the error, never what was sent.

    `retry_after` is how many seconds the receiver asks to be left alone.
    """

    result: Result
    why: str = ""
    retry_after: float = 0.0


class Sender(Protocol):
    """Makes the requests for one target."""

    def send(self, delivery: Delivery) -> Attempt:
        """What became of one attempt; it takes less than a minute, far less than a lease, and raises nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits for one target, or was given up: how many, since when, and the last error."""

    target: str
    count: int
    oldest: datetime
    error: str
    is_given_up: bool


class Deliveries(Protocol):
    """Where deliveries are kept. Every method raises StoreError when the database can't be used."""

    def add(self, target: str, kind: str, body: str, conversation: int, delivery_id: str) -> None:
        """Keeps what is to be told; what is there with this id already stays as it is."""
        ...

    def claim(self, target: str, lease_seconds: float) -> Delivery | None:
        """The next delivery that is due, which nobody else is given for so long; None when there is none.

        Of one conversation only the first is due: its order is kept.
        """
        ...

    def finish(self, delivery: Delivery) -> None:
        """Notes that it was delivered, and forgets what it said."""
        ...

    def postpone(self, delivery: Delivery, seconds: float, why: str) -> None:
        """Notes that it is to be tried again so much later, and why."""
        ...

    def give_up(self, delivery: Delivery, why: str) -> None:
        """Notes that it is not tried again, and why, and forgets what it said."""
        ...

    def report_unattended(self, after: timedelta) -> int:
        """How many hand-offs were found for which nobody has come for longer; each wait is told of once."""
        ...

    def forget_old(self, delivered: timedelta, given_up: timedelta) -> int:
        """How many were deleted that are older than the ages given, since they were begun."""
        ...

    def backlogs(self, older_than: timedelta) -> Collection[Backlog]:
        """What has waited longer, and what was given up, for each target."""
        ...


class Outbox:
    """The threads that send; several servers share one database.

    What ends in the middle of an attempt is sent again: a receiver may be told twice, and knows it by the id.
    """

    def __init__(
        self,
        deliveries: Deliveries,
        senders: Mapping[str, Sender],
        unattended_after: timedelta,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._deliveries, self._senders, self._unattended_after = deliveries, senders, unattended_after
        self._poll_seconds = poll_seconds
        self._stopping = Event()
        self._woken = {target: Event() for target in senders}
        self._gone: set[str] = set()
        self._threads = [
            Thread(target=self._keep_sending, args=(target,), name=f"outbox-{target}-{n}", daemon=True)
            for target in senders
            for n in range(1, SENDERS_PER_TARGET + 1)
        ]
        if senders:
            self._threads.append(Thread(target=self._keep_house, name="outbox-chores", daemon=True))

    def start(self) -> None:
        """Begins, in threads of its own; without anybody to tell it does nothing."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends the threads, and gives requests under way a moment to finish."""
        self._stopping.set()
        self.wake()
        until = time.monotonic() + STOP_SECONDS
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, until - time.monotonic()))

    def wake(self) -> None:
        """Lets the senders look at once for what is due."""
        for event in self._woken.values():
            event.set()

    def send_next(self, target: str) -> bool:
        """Whether there was a delivery for the target that was due; it has been tried."""
        if target in self._gone:
            return False
        delivery = self._deliveries.claim(target, LEASE_SECONDS)
        if delivery is None:
            return False
        attempt = self._attempt(delivery)
        if attempt.result is Result.DELIVERED:
            self._deliveries.finish(delivery)
        else:
            self._tell_failure(delivery, attempt)
        return True

    def _attempt(self, delivery: Delivery) -> Attempt:
        try:
            return self._senders[delivery.target].send(delivery)
        except Exception as error:  # noqa: BLE001 (whatever one delivery does, the others must go out)
            _log.exception("Sending %s to '%s' failed by a mistake in Citedesk", delivery.kind, delivery.target)
            return Attempt(Result.FAILED, f"{type(error).__name__} while it was being sent")

    def _tell_failure(self, delivery: Delivery, attempt: Attempt) -> None:
        what = f"{delivery.kind} (attempt {delivery.attempts})"
        if attempt.result is Result.GONE:
            self._gone.add(delivery.target)
            _log.error("%s: %s. Nothing more is sent there until the server is started again.", what, attempt.why)
        delay = max(delay_seconds(delivery.attempts), attempt.retry_after)
        is_too_late = now_utc() + timedelta(seconds=delay) > delivery.created_at + TRIED_FOR
        if attempt.result is Result.REFUSED or is_too_late:
            _log.error("%s: %s. It is given up.", what, attempt.why)
            self._deliveries.give_up(delivery, attempt.why)
            return
        if attempt.result is Result.FAILED:
            _log.warning("%s: %s. The next attempt is in %.0f s.", what, attempt.why, delay)
        self._deliveries.postpone(delivery, delay, attempt.why)

    def _keep_sending(self, target: str) -> None:
        woken, is_failing = self._woken[target], False
        while not self._stopping.is_set():
            woken.clear()
            try:
                while not self._stopping.is_set() and self.send_next(target):
                    pass
                is_failing = False
            except StoreError as error:
                if not is_failing:
                    _log.warning("Nothing can be sent to '%s' until the database answers: %s", target, error)
                is_failing = True
            woken.wait(self._poll_seconds)

    def _keep_house(self) -> None:
        while not self._stopping.is_set():
            try:
                if self._deliveries.report_unattended(self._unattended_after):
                    self.wake()
                self._deliveries.forget_old(KEPT_DELIVERED, KEPT_FAILED)
            except StoreError as error:
                _log.warning("Hand-offs that nobody takes can't be looked for; trying again later: %s", error)
            self._stopping.wait(CHORES_SECONDS)


def delay_seconds(attempts: int, spread: float | None = None) -> float:
    """How long to wait after so many attempts: growing, and spread lest all receivers' senders come at once."""
    grown = FIRST_DELAY_SECONDS * GROWTH ** min(attempts - 1, 20)
    at_random = random.uniform(-JITTER, JITTER) if spread is None else spread
    return min(grown, LONGEST_DELAY_SECONDS) * (1 + at_random)
