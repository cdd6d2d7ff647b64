"""What wraps every request: security headers, limits on number, size and time, and an answer to what fails."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.api.errors import PublicError, envelope, http_error, public_error, request_name
from bot.links import HELP_PATH

MAX_BODY_BYTES = 262_144
BODY_SECONDS = 30.0
MAX_CONCURRENT = 1000
# They wait without working, and are bounded where they are opened.
_EVENTS = re.compile(r"/v1/(conversations/[^/]+|agent)/events")
PAGE_POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"


class SecurityHeaders:
    """Adds the security headers to every response.

    A page without a content policy of its own gets a strict one; all that don't say it themselves say which other sites
    may put them into a frame.
    """

    def __init__(self, app: ASGIApp, framing_origins: Sequence[str] = ()) -> None:
        self.app = app
        self._framing = "; frame-ancestors " + " ".join(["'self'", *framing_origins])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and adds the headers to its response."""

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
                if headers.get("content-type", "").startswith("text/html"):
                    policy = headers.get("content-security-policy", PAGE_POLICY)
                    framing = "" if "frame-ancestors" in policy else self._framing
                    headers["Content-Security-Policy"] = policy + framing
            await send(message)

        await self.app(scope, receive, send_secured if scope["type"] == "http" else send)


class LastResort:
    """Logs an unexpected exception and answers 500 without saying anything about the code.

    Starlette's own handler for this sits outside the other middleware, so its response would miss their headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on and answers for whatever fails."""
        started = False

        async def send_noticed(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_noticed)
        except Exception as error:
            if scope["type"] != "http" or started:
                raise
            failure = public_error(error, request_name(scope))
            await envelope(failure)(scope, receive, send)


class CompressedPages:
    """Compresses the pages of the help centre for those who take them so; nothing else, least of all a stream."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._compressed = GZipMiddleware(app, compresslevel=6, exclude_content_types=("text/css", "image/*"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        is_page = scope["type"] == "http" and (scope["path"] + "/").startswith(HELP_PATH + "/")
        await (self._compressed if is_page else self.app)(scope, receive, send)


class ConcurrencyLimit:
    """Refuses what comes to the API while very many requests are being served; /healthz and the pages stay.

    Streams of events are not among them: those who only listen must not keep others from asking.
    """

    def __init__(self, app: ASGIApp, limit: int = MAX_CONCURRENT) -> None:
        self.app, self.limit = app, limit
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, counted for as long as its response takes: a stream until it is closed."""
        if scope["type"] != "http" or _EVENTS.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        if scope["path"].startswith("/v1/") and self._running >= self.limit:
            message = f"The server is busy with {self.limit:,} requests. Please try again in a moment."
            await envelope(PublicError(503, "overloaded", message))(scope, receive, send)
            return
        self._running += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._running -= 1


class BodyLimit:
    """Refuses a body that is too large, by its declared length at once or as soon as it has grown so, or too slow."""

    def __init__(self, app: ASGIApp, max_bytes: int = MAX_BODY_BYTES, max_seconds: float = BODY_SECONDS) -> None:
        self.app, self.max_bytes, self.max_seconds = app, max_bytes, max_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on with its body counted."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > self.max_bytes:
            await http_error(self._too_large(), scope["method"], scope["path"])(scope, receive, send)
            return
        received, is_complete = 0, False
        deadline = asyncio.get_running_loop().time() + self.max_seconds

        async def receive_counted() -> Message:
            nonlocal received, is_complete
            if is_complete:
                return await receive()  # what ends a stream, which may take its time
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError as error:
                raise _cut_off(HTTPStatus.REQUEST_TIMEOUT, "The request body took too long to arrive.") from error
            is_complete = not message.get("more_body", False)
            received += len(message.get("body", b""))
            if received > self.max_bytes:
                raise self._too_large()
            return message

        await self.app(scope, receive_counted, send)

    def _too_large(self) -> HTTPException:
        return _cut_off(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The request body is larger than {self.max_bytes:,} bytes."
        )


def _cut_off(status: HTTPStatus, message: str) -> HTTPException:
    # The rest of the body is not read, so the connection cannot serve another request.
    return HTTPException(status, message, headers={"Connection": "close"})
