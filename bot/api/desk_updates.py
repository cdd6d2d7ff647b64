"""Tells the agents who listen what changes in the inbox, whichever process changed it."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.accounts.sessions import Ending, Sessions
from bot.api.people import People
from bot.api.schemas.agents import AgentConversation, InboxCounts, PresenceOf, presence_fields
from bot.api.sse import event
from bot.desk import Counts, Desk, Presence
from corpus.errors import UsageLimitError

POLL_SECONDS = 0.5
LEAST_SECONDS = 0.1  # between two looks, however much is going on
# A transaction is seen only once it has ended, but says when it began; and the clocks of servers differ.
OVERLAP = timedelta(seconds=60)
BEGINNING = timedelta(seconds=5)
UNATTENDED_SECONDS = 5.0
MAX_LISTENERS = 500
MAX_PER_AGENT = 20
MAX_BACKLOG = 1000
MAX_TOLD_AT_ONCE = 200
RETRY_SECONDS = 10

_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class DeskListener:
    """One agent's open stream, and what is still to be sent on it.

    `session` is the digest of the session that it was opened by; None for the agents' key.
    """

    account: int
    session: str | None = None
    waiting: deque[bytes] = field(default_factory=deque)
    counts: Counts | None = None
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    is_ending: bool = False

    async def next(self, timeout_seconds: float) -> bytes:
        """What is to be sent, as soon as there is something; empty after the timeout."""
        if not self.waiting:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), timeout_seconds)
        self.woken.clear()
        news = b"".join(self.waiting)
        self.waiting.clear()
        return news

    def tell(self, *events: bytes) -> None:
        """Sends the events; one who does not take them for long is let go, and comes back to a fresh list."""
        self.waiting.extend(events)
        if len(self.waiting) > MAX_BACKLOG:
            self.end()
        self.woken.set()

    def end(self, *last: bytes) -> None:
        """Lets the stream end of itself, at once; nothing more is sent on it than what is given."""
        self.waiting = deque(last)
        self.is_ending = True
        self.woken.set()


@dataclass(frozen=True, slots=True)
class News:
    """What one look at the database has found."""

    events: Sequence[bytes]
    counts: Mapping[int, Counts]


class Watch:
    """What was seen of the database, and what is new in it; used by one thread at a time."""

    def __init__(self, desk: Desk, people: People) -> None:
        self._desk, self._people = desk, people
        self._changed: dict[int, datetime | None] = {}
        self._gone: frozenset[int] = frozenset()
        self._present: Mapping[int, Presence] = {}
        self._unattended: frozenset[int] = frozenset()
        self._looked_at: datetime | None = None
        self._unattended_at: datetime | None = None

    def look(self, accounts: Sequence[int]) -> News:
        """What has changed since the last look. Raises StoreError, after which nothing counts as seen."""
        now, is_first = self._people.now(), self._looked_at is None
        since = (self._looked_at or now) - OVERLAP
        inbox = self._desk.inbox
        seen = {one.number: one.at for one in inbox.changed_since(since)}
        gone = frozenset(inbox.gone_since(since))
        unattended = self._overdue(now)
        present = self._desk.presences.everywhere()
        if is_first:
            # What has changed while the first listener was loading the list is new to them all the same.
            self._changed = {number: at for number, at in seen.items() if at < now - BEGINNING}
            self._gone = gone - frozenset(inbox.gone_since(now - BEGINNING))
            self._present, self._unattended = present, unattended
        changed = [number for number, at in seen.items() if self._changed.get(number) != at]
        late = {number: self._changed.get(number) for number in changed[:-MAX_TOLD_AT_ONCE]}  # told by the next look
        numbers = {*changed[-MAX_TOLD_AT_ONCE:], *(unattended - self._unattended)} - gone
        told = self._conversations(sorted(numbers)) + self._departures(gone - self._gone) + self._presences(present)
        news = News(told, inbox.counts(accounts) if changed or gone - self._gone else {})
        self._looked_at, self._changed, self._gone = now, {**seen, **late}, gone
        self._unattended, self._present = unattended, present
        return news

    def counts(self, accounts: Sequence[int]) -> Mapping[int, Counts]:
        """The counts as each of the accounts sees them."""
        return self._desk.inbox.counts(accounts)

    @property
    def has_looked(self) -> bool:
        """Whether there was a look before, so that the next one tells only what is new since."""
        return self._looked_at is not None

    def recent(self) -> list[bytes]:
        """What others were told while one who begins to listen now was loading the list."""
        since = (self._looked_at or self._people.now()) - BEGINNING
        numbers = [number for number, at in self._changed.items() if at and at >= since and number not in self._gone]
        gone = sorted(self._gone)[-MAX_TOLD_AT_ONCE:]
        return self._conversations(sorted(numbers)) + self._departures(gone)

    def presences(self) -> list[bytes]:
        """Who is present now, for one who begins to listen."""
        return [_presence(number, here) for number, here in self._present.items()]

    def _conversations(self, numbers: Sequence[int]) -> list[bytes]:
        listed = self._desk.inbox.listed(numbers) if numbers else ()
        items = (AgentConversation.of(one, self._people.is_unattended(one.conversation)) for one in listed)
        return [event("conversation", item.model_dump_json()) for item in items]

    def _departures(self, numbers: Iterable[int]) -> list[bytes]:
        return [event("gone", f'{{"number":{number}}}') for number in sorted(numbers)]

    def _presences(self, present: Mapping[int, Presence]) -> list[bytes]:
        before, nobody = self._present, Presence()
        numbers = sorted(before.keys() | present.keys())
        pairs = ((number, before.get(number, nobody), present.get(number, nobody)) for number in numbers)
        return [_presence(number, here) for number, was, here in pairs if was != here]

    def _overdue(self, now: datetime) -> frozenset[int]:
        """Who has become unattended, which no change tells of; not looked at so often."""
        if self._unattended_at and (now - self._unattended_at).total_seconds() < UNATTENDED_SECONDS:
            return self._unattended
        self._unattended_at = now
        patience = timedelta(minutes=self._people.settings.handoff_minutes)
        return frozenset(self._desk.inbox.waiting_since(now - patience))


class DeskUpdates:
    """The agents' open streams of this process.

    The database is looked at twice a second, once for all and not at all while nobody listens; at once when something
    changes in this process. A change is known by its moment, and every look goes back a minute, so that a transaction
    that ends late, or a server whose clock is slow, is not missed. A stream ends with the session that opened it.
    """

    def __init__(self, desk: Desk, people: People, sessions: Sessions, poll_seconds: float = POLL_SECONDS) -> None:
        self._desk, self._people, self._sessions, self._poll_seconds = desk, people, sessions, poll_seconds
        self._listeners: set[DeskListener] = set()
        self._per_agent: Counter[int] = Counter()
        self._looking: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        self._watch = Watch(desk, people)

    @contextmanager
    def listening(self, listener: DeskListener) -> Iterator[None]:
        """Keeps the listener told while the block runs, on the event loop. Raises UsageLimitError where many listen."""
        if len(self._listeners) >= MAX_LISTENERS or self._per_agent[listener.account] >= MAX_PER_AGENT:
            raise UsageLimitError(RETRY_SECONDS, is_quota=False)
        self._listeners.add(listener)
        self._per_agent[listener.account] += 1
        if self._looking is None:
            self._loop = asyncio.get_running_loop()
            self._woken, self._watch = asyncio.Event(), Watch(self._desk, self._people)
            self._looking = self._loop.create_task(self._look())
        self._woken.set()
        try:
            yield
        finally:
            self._listeners.discard(listener)
            self._per_agent[listener.account] -= 1
            self._per_agent += Counter()  # forgets those that have none left
            if not self._listeners and self._looking is not None:
                self._looking.cancel()
                self._looking = self._loop = None

    def changed(self) -> None:
        """Looks for what is new at once; may be called from any thread."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._woken.set)

    async def _look(self) -> None:
        is_failing = False
        while True:
            self._woken.clear()
            accounts = sorted({listener.account for listener in self._listeners})
            new = [listener for listener in self._listeners if listener.counts is None]
            sessions = {one.session: one.account for one in self._listeners if one.session and not one.is_ending}
            has_looked = self._watch.has_looked
            try:
                self._end(await asyncio.to_thread(self._sessions.endings, sessions) if sessions else {})
                news = await asyncio.to_thread(self._watch.look, accounts)
                recent = await asyncio.to_thread(self._watch.recent) if new and has_looked else []
                if new and not news.counts:
                    news = News(news.events, await asyncio.to_thread(self._watch.counts, accounts))
                self._tell(news, new, recent)
                is_failing = False
            except Exception as error:  # noqa: BLE001 (whatever it is, no stream may fall silent for good)
                if not is_failing:
                    _log.warning("What changes in the inbox is not seen until the database answers: %s", error)
                is_failing = True
            await asyncio.sleep(LEAST_SECONDS)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), self._poll_seconds - LEAST_SECONDS)

    def _end(self, endings: Mapping[str, Ending]) -> None:
        for listener in self._listeners:
            if listener.session is not None and listener.session in endings:
                listener.end(event("ended", f'{{"reason":"{endings[listener.session]}"}}'))

    def _tell(self, news: News, new: Sequence[DeskListener], recent: Sequence[bytes]) -> None:
        present = self._watch.presences() if new else []
        for listener in self._listeners:
            if listener.is_ending:
                continue
            if listener in new:
                listener.tell(*recent, *present)
            listener.tell(*news.events)
            counts = news.counts.get(listener.account)
            if listener.counts is None and listener not in new:
                continue  # it came while the database was looked at: it is new to the next look
            if counts is not None and counts != listener.counts:
                listener.counts = counts
                listener.tell(event("counts", InboxCounts.of(counts).model_dump_json()))


def _presence(number: int, here: Presence) -> bytes:
    return event("presence", PresenceOf(number=number, **presence_fields(here)).model_dump_json())
