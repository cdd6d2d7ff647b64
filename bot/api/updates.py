"""Tells the listeners of conversations that something has changed, whichever process changed it."""

from __future__ import annotations

import asyncio
import logging
import math
import secrets
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from bot.conversation import Conversations
from bot.desk import Presence, Presences
from bot.senders import sender_of
from corpus.errors import UsageLimitError

POLL_SECONDS = 0.5
MAX_PER_CONVERSATION = 10
MAX_PER_ADDRESS = 50
MAX_LISTENERS = 2000  # each is an open file
RETRY_SECONDS = 10

SEEN_SECONDS = 10.0  # how often it is said again that customers are there
NOBODY_THERE = Presence()

_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Listener:
    """One open stream; `version` and `presence` are those of the conversation as it was last sent."""

    conversation_id: str
    address: str
    version: int = 0
    presence: Presence = NOBODY_THERE
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    is_ending: bool = False

    async def wait(self, timeout_seconds: float) -> bool:
        """Whether something has changed, as soon as it has; False after the timeout."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.woken.wait(), timeout_seconds)
        is_woken = self.woken.is_set()
        self.woken.clear()
        return is_woken

    def end(self) -> None:
        """Lets the stream end of itself, at once."""
        self.is_ending = True
        self.woken.set()


class Attendance:
    """Tells all servers which customers have a stream of this one open; used by one thread at a time."""

    def __init__(self, presences: Presences, clock: Callable[[], float] = time.monotonic) -> None:
        self._presences, self._clock = presences, clock
        self._server = secrets.token_hex(4)
        self._told: frozenset[str] = frozenset()
        self._told_at = -math.inf

    def keep(self, conversation_ids: Collection[str]) -> None:
        """Keeps that the customers of these conversations are there, and no others. Raises StoreError."""
        here = frozenset(conversation_ids)
        is_due = self._clock() - self._told_at >= SEEN_SECONDS
        if new := here if is_due else here - self._told:
            self._presences.customers_are_here(self._server, sorted(new))
        if left := self._told - here:
            self._presences.customers_left(self._server, sorted(left))
        self._told = here
        if is_due:
            self._told_at = self._clock()


class Updates:
    """The open streams of this process.

    Changes of this process are told by `changed`; for those of others the versions of the conversations with listeners
    are asked for twice a second, once for all, and not at all while nobody listens.
    """

    def __init__(
        self,
        conversations: Conversations,
        presences: Presences,
        poll_seconds: float = POLL_SECONDS,
        also: Callable[[], None] = lambda: None,
        is_attended: Callable[[], bool] = lambda: True,
    ) -> None:
        self._conversations, self._poll_seconds, self._also = conversations, poll_seconds, also
        self._presences, self._attendance, self._is_attended = presences, Attendance(presences), is_attended
        self._listeners: dict[str, set[Listener]] = {}
        self._senders: Counter[str] = Counter()
        self._polling: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @contextmanager
    def listening(self, listener: Listener) -> Iterator[None]:
        """Keeps the listener told while the block runs, on the event loop. Raises UsageLimitError where many listen."""
        others = self._listeners.get(listener.conversation_id, ())
        sender = sender_of(listener.address)
        is_sender_full = sender and self._senders[sender] >= MAX_PER_ADDRESS
        if len(others) >= MAX_PER_CONVERSATION or is_sender_full or self._senders.total() >= MAX_LISTENERS:
            raise UsageLimitError(RETRY_SECONDS, is_quota=False)
        self._add(listener)
        try:
            yield
        finally:
            self._remove(listener)

    def changed(self, conversation_id: str) -> None:
        """Wakes the listeners of the conversation, and the agents'; may be called from any thread."""
        self.stirred(conversation_id)

    def stirred(self, conversation_id: str) -> None:
        """The same where only who is there has changed."""
        self._also()
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake, conversation_id)

    def _add(self, listener: Listener) -> None:
        self._listeners.setdefault(listener.conversation_id, set()).add(listener)
        self._senders[sender_of(listener.address) or ""] += 1
        if self._polling is None:
            self._loop = asyncio.get_running_loop()
            self._polling = self._loop.create_task(self._poll())

    def _remove(self, listener: Listener) -> None:
        listeners = self._listeners[listener.conversation_id]
        listeners.discard(listener)
        if not listeners:
            del self._listeners[listener.conversation_id]
        self._senders[sender_of(listener.address) or ""] -= 1
        self._senders += Counter()  # forgets those that have none left

    def _wake(self, conversation_id: str) -> None:
        for listener in self._listeners.get(conversation_id, ()):
            listener.woken.set()

    async def _poll(self) -> None:
        is_failing = False
        while True:
            await asyncio.sleep(self._poll_seconds)
            is_last = not self._listeners  # it says that the last ones have left
            try:
                # Not on the threads that answer: an agent's message has to arrive while all of those are busy.
                versions, present = await asyncio.to_thread(self._ask, tuple(self._listeners))
            except Exception as error:  # noqa: BLE001 (whatever it is, no stream may fall silent for good)
                if not is_failing:
                    _log.warning(
                        "What other processes change in conversations is not seen until the database answers: %s", error
                    )
                is_failing = True
                versions, present = {}, {}
            else:
                is_failing = False
            if is_last and not self._listeners:
                self._polling = self._loop = None
                return
            if is_failing:
                continue
            for conversation_id, listeners in self._listeners.items():
                for listener in listeners:
                    here = present.get(conversation_id, NOBODY_THERE)
                    is_seen = (here.agents, versions.get(conversation_id)) == (
                        listener.presence.agents,
                        listener.version,
                    )
                    if not is_seen:
                        listener.woken.set()

    def _ask(self, conversation_ids: Sequence[str]) -> tuple[Mapping[str, int], Mapping[str, Presence]]:
        if self._is_attended():  # else there is nobody whom it could matter to
            self._attendance.keep(conversation_ids)
        return self._conversations.versions(conversation_ids), self._presences.among(conversation_ids)
