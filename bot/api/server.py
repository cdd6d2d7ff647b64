"""How the application is served: by uvicorn, with bounds on what may come before a request reaches the application."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from bot.api.errors import PublicError, envelope
from bot.settings import Settings
from corpus.errors import ConfigurationError

MAX_HEAD_BYTES = 32_768
MAX_HEADERS = 100
HEAD_SECONDS = 20.0
SHUTDOWN_SECONDS = 10


def server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """The configuration of uvicorn. Raises ConfigurationError when the trusted proxies can't be read."""
    return uvicorn.Config(
        app,
        http=BoundedProtocol,
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        forwarded_allow_ips=trusted_proxies(settings.trusted_proxies),
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )


def trusted_proxies(text: str) -> list[str] | str:
    """Addresses and networks as uvicorn takes them; "*" is everybody. Raises ConfigurationError.

    Those of IPv4 stand there twice: a server that listens on IPv6 too is told of them as ::ffff:192.0.2.1.
    """
    if text.strip() == "*":
        return "*"
    trusted = []
    for part in text.replace(",", " ").split():
        try:
            network = ipaddress.ip_network(part)
        except ValueError as error:
            raise ConfigurationError(
                f"CITEDESK_TRUSTED_PROXIES names '{part}', which is no address and no network ({error}). "
                "Write addresses and networks separated by commas, as in '127.0.0.1,10.0.0.0/8', or * for everybody."
            ) from error
        trusted.append(str(network) if "/" in part else part)
        if network.version == 4:
            trusted.append(f"::ffff:{network.network_address}/{96 + network.prefixlen}")
    return trusted


class HeadTooLargeError(Exception):
    """What comes before a body is larger than anything a browser or a proxy sends."""


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a limit on the size, the number and the time of headers, none of which it has.

    The parser keeps a header until it is complete, and uvicorn every header until the last: both without end.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_bytes = self._header_count = self._unreported_bytes = 0
        self._is_reported = False
        self._head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Waits for a request, but not for long."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parses the data, and gives up on a peer that sends on and on without completing anything."""
        self._is_reported = False
        super().data_received(data)
        self._unreported_bytes = 0 if self._is_reported else self._unreported_bytes + len(data)
        if self._unreported_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
            self._refuse(431)
        if self._head_timer is None and (self.cycle is None or self.cycle.response_complete):
            self._await_head()

    def on_message_begin(self) -> None:
        """Starts to count."""
        self._head_bytes = self._header_count = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Counts a piece of the address."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Counts a header, or one that follows a body in chunks."""
        self._header_count += 1
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Lets the request begin."""
        self._is_reported = True
        self._stop_waiting()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Takes a piece of the body, which the application bounds."""
        self._is_reported = True
        super().on_body(body)

    def send_400_response(self, _msg: str) -> None:
        """Answers what could not be parsed, which what is too large becomes."""
        is_too_large = self._head_bytes > MAX_HEAD_BYTES or self._header_count > MAX_HEADERS
        self._refuse(431 if is_too_large else 400)

    def _count(self, size: int) -> None:
        self._is_reported = True
        self._head_bytes += size
        if self._head_bytes > MAX_HEAD_BYTES or self._header_count > MAX_HEADERS:
            raise HeadTooLargeError

    def _refuse(self, status: int) -> None:
        """Ends the connection, with an answer where none is under way."""
        if self.cycle is None or self.cycle.response_complete:
            response = envelope(_REFUSALS[status], {"Connection": "close", "X-Content-Type-Options": "nosniff"})
            headers = [name + b": " + value + b"\r\n" for name, value in response.raw_headers]
            self.transport.write(b"".join([STATUS_LINE[status], *headers, b"\r\n", bytes(response.body)]))
        self.transport.close()

    def _await_head(self) -> None:
        if not self.transport.is_closing():
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None


_REFUSALS = {
    400: PublicError(400, "bad_request", "This is not HTTP/1.1."),
    431: PublicError(
        431,
        "request_header_fields_too_large",
        f"The request's headers are larger than {MAX_HEAD_BYTES:,} bytes, or more than {MAX_HEADERS}.",
    ),
}
