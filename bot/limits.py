"""How much may come from one address, in one conversation and to the whole site: counted in memory, or in Redis."""

from __future__ import annotations

import hashlib
import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import RedisStorage

from bot.senders import sender_of
from bot.settings import PREFIX, Settings
from corpus.errors import ConfigurationError, SignInLimitError, UsageLimitError

READS_PER_MESSAGE = 10
QUOTA_SECONDS = 3600
MAX_KEYS = 100_000
MEMORY = "memory://"
REDIS_TIMEOUT_SECONDS = 0.25
REDIS_PAUSE_SECONDS = 5.0
WARNING_SECONDS = 60.0
# How often somebody may try to sign in: enough for a forgotten password, and far too little to find one. One address
# can't lock an agent out, for it has places of its own for each account.
SIGN_IN_ADDRESS, SIGN_IN_PAIR, SIGN_IN_EMAIL = "30/15minute", "10/15minute", "100/hour"
_MOMENT = 0.001

_log = logging.getLogger(__name__)


class Claim(NamedTuple):
    """One request's place in one window: at most `amount` in `seconds` under the key."""

    key: str
    amount: int
    seconds: int


class Counters(Protocol):
    """Sliding window counters as the `limits` library's storages have them: two numbers a key, however much is allowed.

    What the window before held counts by the share of it that the sliding window still covers.
    """

    def get_sliding_window(self, key: str, expiry: int, /) -> tuple[int, float, int, float]:
        """Count and seconds left of the window before, and of this one, which is kept for a further window."""
        ...

    def acquire_sliding_window_entry(self, key: str, limit: int, expiry: int, /) -> bool:
        """Whether there was a place, which is then taken."""
        ...


class MemoryCounters:
    """Counters in memory, of the keys used last; not for several threads at once.

    The storage that comes with the library has no bound, and walks through all its keys on a thread of its own after
    nearly every request.
    """

    def __init__(self, clock: Callable[[], float], max_keys: int = MAX_KEYS) -> None:
        self._clock, self._max_keys = clock, max_keys
        self._counts: OrderedDict[str, tuple[int, int, int]] = OrderedDict()

    def get_sliding_window(self, key: str, expiry: int, /) -> tuple[int, float, int, float]:
        """Count and seconds left of the window before, and of this one."""
        window, seconds_in = divmod(self._clock(), expiry)
        counted, previous, current = self._counts.get(key, (0, 0, 0))
        if counted != window:
            previous, current = (current if counted == window - 1 else 0), 0
        return previous, expiry - seconds_in, current, 2 * expiry - seconds_in

    def acquire_sliding_window_entry(self, key: str, _limit: int, expiry: int, /) -> bool:
        """Takes a place; always true, because nobody else counts between the test and this."""
        previous, _, current, _ = self.get_sliding_window(key, expiry)
        self._counts[key] = int(self._clock() // expiry), previous, current + 1
        self._counts.move_to_end(key)
        if len(self._counts) > self._max_keys:
            self._counts.popitem(last=False)
        return True

    def clear_sliding_window(self, key: str, _expiry: int, /) -> None:
        """Forgets what was counted under the key."""
        self._counts.pop(key, None)


class UsageLimits:
    """The limits of the settings. Raises ConfigurationError, saying which setting is wrong and how to write it.

    Windows slide. Requests of the machine itself are not counted by address.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._address = _windows("limit_address", settings.limit_address)
        self._conversation = _windows("limit_conversation", settings.limit_conversation)
        self._site = _windows("limit_site", settings.limit_site)
        self._sign_in_address = _windows("sign_in_address", SIGN_IN_ADDRESS)
        self._sign_in_pair = _windows("sign_in_pair", SIGN_IN_PAIR)
        self._sign_in_email = _windows("sign_in_email", SIGN_IN_EMAIL)
        self._clock = clock
        self._lock = threading.Lock()
        self._memory = MemoryCounters(clock)
        self._redis_away_until = self._next_warning = -math.inf
        self._redis = None if settings.limit_storage == MEMORY else _redis(settings.limit_storage)
        if self._redis and not self._redis.check():
            self._without_redis("it does not answer")

    def message(self, address: str, conversation_id: str | None) -> None:
        """Counts a customer's message. Raises UsageLimitError."""
        claims = _claims("address", sender_of(address), self._address)
        claims += _claims("conversation", conversation_id and _digest(conversation_id), self._conversation)
        self._count(claims + _claims("site", "all", self._site))

    def read(self, address: str) -> None:
        """Counts any other request of the chat, of which ten times as many are allowed. Raises UsageLimitError."""
        self._count(_claims("read", sender_of(address), self._address, READS_PER_MESSAGE))

    def sign_in(self, address: str, email: str) -> None:
        """Counts an attempt to sign in. Raises SignInLimitError."""
        claims = _claims("sign-in-address", sender_of(address), self._sign_in_address)
        claims += _claims("sign-in-pair", _digest(f"{sender_of(address)} {email}"), self._sign_in_pair)
        try:
            self._count(claims + _claims("sign-in-email", _digest(email), self._sign_in_email))
        except UsageLimitError as error:
            raise SignInLimitError(error.retry_after) from error

    def signed_in(self, address: str, email: str) -> None:
        """Forgets the attempts at the account from there: the last one was right."""
        for claim in _claims("sign-in-pair", _digest(f"{sender_of(address)} {email}"), self._sign_in_pair):
            if self._redis:
                try:
                    self._redis.clear_sliding_window(claim.key, claim.seconds)
                except StorageError as error:
                    self._without_redis(str(error.storage_error))
            with self._lock:
                self._memory.clear_sliding_window(claim.key, claim.seconds)

    def close(self) -> None:
        """Ends the connections to Redis."""
        if self._redis:
            self._redis.storage.close()

    def _count(self, claims: Sequence[Claim]) -> None:
        if self._redis and self._clock() >= self._redis_away_until:
            try:
                _take(self._redis, claims)
            except StorageError as error:
                self._without_redis(str(error.storage_error))
            else:
                return
        with self._lock:
            _take(self._memory, claims)

    def _without_redis(self, why: str) -> None:
        now = self._clock()
        self._redis_away_until = now + REDIS_PAUSE_SECONDS
        if now >= self._next_warning:
            self._next_warning = now + WARNING_SECONDS
            _log.warning("Redis can't be used (%s): this server counts its limits by itself until it can be", why)


def _take(counters: Counters, claims: Sequence[Claim]) -> None:
    """Takes every place, or none: whoever is refused is not counted."""
    waits = [(_seconds_until_free(counters, claim), claim) for claim in claims]
    full = [wait for wait in waits if wait[0] > 0]
    if not full:
        # Between servers that share Redis another request may come in between; then the places before are lost.
        full = [(0.0, claim) for claim in claims if not counters.acquire_sliding_window_entry(*claim)][:1]
    if full:
        seconds, claim = max(full)
        # The place is free a moment after, never at, the second that was reckoned.
        raise UsageLimitError(math.floor(seconds) + 1, claim.seconds >= QUOTA_SECONDS)


def _seconds_until_free(counters: Counters, claim: Claim) -> float:
    """How long until there is a place; 0 when there is one."""
    previous, previous_left, current, current_left = counters.get_sliding_window(claim.key, claim.seconds)
    if previous * previous_left / claim.seconds + current < claim.amount:
        return 0.0
    if current >= claim.amount:
        return max(current_left - claim.seconds, _MOMENT)
    return max(previous_left - (claim.amount - current) * claim.seconds / previous, _MOMENT)


def _claims(scope: str, subject: str | None, windows: Sequence[RateLimitItem], times: int = 1) -> list[Claim]:
    """The places that a request takes; none without a subject."""
    if not subject:
        return []
    return [Claim(window.key_for(scope, subject), window.amount * times, window.get_expiry()) for window in windows]


def _digest(secret: str) -> str:
    """A name for a conversation or person that tells nothing, as its id does, to whoever reads it in Redis."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()[:32]


def _windows(name: str, text: str) -> list[RateLimitItem]:
    if not text.strip():
        return []
    try:
        windows = parse_many(text)
    except ValueError:
        windows = []
    if not windows or any(window.amount < 1 for window in windows):
        raise ConfigurationError(
            f"{PREFIX}{name.upper()} is '{text}', which is no limit. Write how many in what time, several separated by "
            "semicolons, as in '60/minute;1000/day'; leave it empty to have no limit."
        )
    return list(dict.fromkeys(windows))


def _redis(url: str) -> RedisStorage:
    """The counters in Redis, which is not asked yet."""
    setting = f"{PREFIX}LIMIT_STORAGE"
    try:
        from redis.backoff import NoBackoff  # the 'redis' extra
        from redis.retry import Retry
    except ImportError as error:
        raise ConfigurationError(
            f"{setting} names Redis, for which a package is missing ({error}). Install Citedesk with its 'redis' "
            "extra: pip install 'citedesk[redis]'; or leave the setting empty to count in memory."
        ) from error
    try:
        return RedisStorage(
            url,
            key_prefix="citedesk",
            wrap_exceptions=True,
            # A connection that was closed while idle is opened again; a server that hangs must not hold up a chat.
            retry=Retry(NoBackoff(), 1),  # type: ignore[arg-type]
            socket_timeout=REDIS_TIMEOUT_SECONDS,
            socket_connect_timeout=REDIS_TIMEOUT_SECONDS,
        )
    except ValueError as error:
        # The address may hold a password, and the error a part of it.
        raise ConfigurationError(
            f"{setting} is no address of Redis. Write it as in 'redis://:PASSWORD@HOST:6379/0', with special "
            "characters of the password as %-escapes."
        ) from error
