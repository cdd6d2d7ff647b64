"""Tells the listeners of conversations that something has changed, whichever process changed it."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from bot.conversation import Conversations
from bot.senders import sender_of
from corpus.errors import UsageLimitError

POLL_SECONDS = 0.5
MAX_PER_CONVERSATION = 10
MAX_PER_ADDRESS = 50
MAX_LISTENERS = 2000  # each is an open file
RETRY_SECONDS = 10

log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Listener:
    """One open stream; `version` is that of the conversation as it was last sent."""

    conversation_id: str
    address: str
    version: int = 0
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


class Updates:
    """The open streams of this process.

    Changes of this process are told by `changed`; for those of others the versions of the conversations with listeners
    are asked for twice a second, once for all, and not at all while nobody listens.
    """

    def __init__(self, conversations: Conversations, poll_seconds: float = POLL_SECONDS) -> None:
        self._conversations, self._poll_seconds = conversations, poll_seconds
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
        """Wakes the listeners of the conversation; may be called from any thread."""
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
        if not self._listeners and self._polling is not None:
            self._polling.cancel()
            self._polling = self._loop = None

    def _wake(self, conversation_id: str) -> None:
        for listener in self._listeners.get(conversation_id, ()):
            listener.woken.set()

    async def _poll(self) -> None:
        is_failing = False
        while True:
            await asyncio.sleep(self._poll_seconds)
            try:
                # Not on the threads that answer: an agent's message has to arrive while all of those are busy.
                versions = await asyncio.to_thread(self._conversations.versions, tuple(self._listeners))
            except Exception as error:  # noqa: BLE001 (whatever it is, no stream may fall silent for good)
                if not is_failing:
                    log.warning(
                        "What other processes change in conversations is not seen until the database answers: %s", error
                    )
                is_failing = True
                continue
            is_failing = False
            for conversation_id, listeners in self._listeners.items():
                for listener in listeners:
                    if versions.get(conversation_id) != listener.version:
                        listener.woken.set()
