"""Forgets conversations in which nothing has been said for long."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread

from bot.clock import now_utc
from bot.conversation import Conversations
from corpus.errors import StoreError

INTERVAL_SECONDS = 3600.0
STOP_SECONDS = 5.0
MANY = 100

_log = logging.getLogger(__name__)


class Retention:
    """Deletes what is older than `days`, at the start and then once in an interval; 0 days keep it for ever.

    A clock that is ahead by mistake must not cost every conversation: many of them, and more than half, are deleted
    only when the run after says the same.
    """

    def __init__(
        self,
        conversations: Conversations,
        days: int,
        interval_seconds: float = INTERVAL_SECONDS,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._conversations, self._days = conversations, days
        self._interval_seconds, self._clock = interval_seconds, clock
        self._was_most = False
        self._stopping = Event()
        self._thread = Thread(target=self._keep_forgetting, name="retention", daemon=True)

    def start(self) -> None:
        """Begins in a thread of its own."""
        if self._days:
            self._thread.start()

    def stop(self) -> None:
        """Ends the thread, and gives a deletion that has begun a moment to finish."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def forget(self) -> int:
        """How many conversations were deleted; a database that can't be used is logged and tried again next time."""
        before = self._clock() - timedelta(days=self._days)
        try:
            if self._is_surprising(before):
                return 0
            count = self._conversations.delete_inactive(before)
        except StoreError as error:
            _log.warning("Old conversations could not be deleted; trying again later: %s", error)
            return 0
        if count:
            _log.info("Deleted %d conversations in which nothing was said for %d days.", count, self._days)
        return count

    def _is_surprising(self, before: datetime) -> bool:
        """Whether most would go, and the run before did not say so."""
        count, total = self._conversations.count_inactive(before)
        was_most, self._was_most = self._was_most, count > MANY and count * 2 > total
        if not self._was_most or was_most:
            return False
        _log.warning(
            "In %d of %d conversations nothing was said for %d days, if the clock is right (%s). They go in %.0f "
            "minutes if that is so then; if it is not meant, set the clock or CITEDESK_RETENTION_DAYS.",
            count,
            total,
            self._days,
            self._clock().isoformat(timespec="minutes"),
            self._interval_seconds / 60,
        )
        return True

    def _keep_forgetting(self) -> None:
        self.forget()
        while not self._stopping.wait(self._interval_seconds):
            self.forget()
