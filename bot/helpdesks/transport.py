"""Makes one HTTP request to an address of the settings: bounded in time and size, followed nowhere else."""

from __future__ import annotations

import asyncio
import email.utils
import re
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC
from threading import Lock, Thread
from urllib.parse import urlsplit

import httpx

from bot.clock import now_utc

CONNECT_SECONDS, TIMEOUT_SECONDS = 5.0, 15.0
EXCHANGE_SECONDS = 25.0  # two of them stay far below the lease of a delivery
BODY_SECONDS = 2.0
MAX_SENT_BYTES = 262_144
MAX_READ_BYTES = 16_384
USER_AGENT = "Citedesk"
_UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")


@dataclass(frozen=True, slots=True)
class Response:
    """What came back: the status, or 0 and what went wrong in a few words.

    `retry_after` is in seconds, 0 where the receiver asks for nothing.
    """

    status: int
    wrong: str = ""
    retry_after: float = 0.0


class Transport:
    """Posts to other programs over connections that it keeps open. May be used from any thread.

    Nobody is waited for longer than `timeout_seconds` at a time, nor longer than `exchange_seconds` in all: from the
    look-up of the name to the last header, and to the last byte that is read of the body. Only an event loop can end
    all of these, so the requests are made by one in a thread of its own.
    """

    def __init__(self, timeout_seconds: float = TIMEOUT_SECONDS, exchange_seconds: float = EXCHANGE_SECONDS) -> None:
        timeout = httpx.Timeout(timeout_seconds, connect=min(CONNECT_SECONDS, timeout_seconds))
        # Certificates are verified. A redirect would take what was signed, or the key, to an address nobody has chosen.
        self._client = httpx.AsyncClient(timeout=timeout, follow_redirects=False, headers={"User-Agent": USER_AGENT})
        self._exchange_seconds = exchange_seconds
        self._loop: asyncio.AbstractEventLoop | None = None
        self._starting = Lock()

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Response:
        """What became of the request; it raises nothing."""
        if len(body) > MAX_SENT_BYTES:
            return Response(413, f"it has {len(body):,} bytes, of which {MAX_SENT_BYTES:,} are sent at most")
        sent = {"Content-Type": "application/json", **headers}
        return asyncio.run_coroutine_threadsafe(self._post(url, body, sent), self._running()).result()

    def close(self) -> None:
        """Ends the connections."""
        with self._starting:
            if self._loop is not None:
                asyncio.run_coroutine_threadsafe(self._client.aclose(), self._loop).result()
                self._loop.call_soon_threadsafe(self._loop.stop)

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                Thread(target=_run, args=(self._loop,), name="transport", daemon=True).start()
            return self._loop

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Response:
        try:
            async with (
                asyncio.timeout(self._exchange_seconds),
                self._client.stream("POST", url, content=body, headers=headers) as response,
            ):
                await _read_short(response)
                return Response(response.status_code, "", _seconds(response.headers.get("retry-after", "")))
        except TimeoutError:
            return Response(0, f"it took longer than {self._exchange_seconds:g} seconds in all")
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            return Response(0, _UNREADABLE.sub(" ", str(error)).strip() or type(error).__name__)


def _run(loop: asyncio.AbstractEventLoop) -> None:
    with closing(loop):
        loop.run_forever()


async def _read_short(response: httpx.Response) -> None:
    """Reads a body that is short and there, so that the connection can be used again; nobody needs what it says."""
    read = 0
    with suppress(TimeoutError, httpx.HTTPError):  # the status has been told
        async with asyncio.timeout(BODY_SECONDS):
            async for part in response.aiter_raw():
                read += len(part)
                if read >= MAX_READ_BYTES:
                    return


def host_of(url: str) -> str:
    """The address as a log may show it: its path, and what stands before an @, may hold a secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _seconds(retry_after: str) -> float:
    """The seconds that a Retry-After asks for, as a number or a date; 0 for none and for what can't be read."""
    if retry_after.isascii() and retry_after.isdecimal():
        return float(retry_after[:9])
    try:
        at = email.utils.parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return 0.0
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now_utc()).total_seconds())
