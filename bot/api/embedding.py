"""Which other sites may use the chat: refuses requests of their pages, or tells browsers what those may do."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from fastapi.responses import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.api.errors import PublicError, envelope
from bot.api.text import readable
from bot.api.urls import site_address
from bot.settings import Settings

API, AGENTS, CONFIGURATION = "/v1/", "/v1/agent/", "/v1/widget"
MAX_LOGGED_ORIGINS = 1000
MAX_ORIGIN_CHARS = 260
# No credentials: who somebody is comes in the body, and a conversation's id is all that opens it.
FOR_ANYBODY = {"Access-Control-Allow-Origin": "*"}
PUBLIC_FILE = FOR_ANYBODY | {"Cross-Origin-Resource-Policy": "cross-origin"}
EXPOSED = {"Access-Control-Expose-Headers": "Retry-After"}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Content-Type, Idempotency-Key, Last-Event-ID",
    "Access-Control-Max-Age": "7200",  # Chromium keeps it no longer
}
_DEFAULT_PORTS = {"http": 80, "https": 443}

_log = logging.getLogger(__name__)


def is_allowed_origin(origin: str, own: str, allowed: Collection[str]) -> bool:
    """Whether a page of the origin may talk to the server at the address `own`.

    Scheme, host and port have to be the same, letter for letter; only the scheme's default port may be left out. An
    `own` of http stands for https too: the proxy that adds it does not always say so.
    """
    origin, own = _without_default_port(origin), _origin_of(own)
    if origin in (_without_default_port(one) for one in allowed):
        return True
    return bool(own) and origin in (own, _without_default_port(own.replace("http://", "https://", 1)))


def refusal_of(origin: str) -> str:
    """What the developer of a page of the origin is told where it is not allowed: which setting lets it in."""
    shown = readable(origin[:MAX_ORIGIN_CHARS])
    return (
        f"Pages of '{shown}' may not use this chat. If they should, add the origin to CITEDESK_ALLOWED_ORIGINS; "
        "if it is the server's own, set CITEDESK_PUBLIC_URL to the address customers see."
    )


def _origin_of(address: str) -> str:
    """The origin as browsers would name it: in lower case, names in other scripts encoded, without a default port."""
    try:
        parts = urlsplit(address)
        host = parts.netloc.lower()
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError:  # a Host header may be anything
        return ""
    return _without_default_port(f"{parts.scheme}://{host}")


def _without_default_port(origin: str) -> str:
    scheme = origin.partition("://")[0]
    return origin.removesuffix(f":{_DEFAULT_PORTS.get(scheme, 0)}")


class Embedding:
    """Answers preflight requests, refuses what pages of unknown origins send to the API, and opens the rest to them.

    The widget's files and its configuration may be read from anywhere; what is for agents from no other site at all.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self._logged: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers in place of the application."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not (path.startswith((API, "/widget/")) or path == "/widget.js"):
            await self.app(scope, receive, send)
        elif path.startswith(API):
            await self._call_api(scope, receive, send)
        else:
            await self.app(scope, receive, _adding(PUBLIC_FILE, send))

    async def _call_api(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        # More than one comes from no browser; joined they are equal to nothing.
        origin = ", ".join(request.headers.getlist("origin"))
        app = self.app
        added: Mapping[str, str] = {}
        if scope["path"] == CONFIGURATION:
            added = FOR_ANYBODY | EXPOSED
        elif origin and (refusal := self._refusal(request, origin)):
            app = envelope(PublicError(403, "origin_not_allowed", refusal))
        elif origin and not scope["path"].startswith(AGENTS):
            added = {"Access-Control-Allow-Origin": origin} | EXPOSED
        if added and scope["method"] == "OPTIONS" and "access-control-request-method" in request.headers:
            app = Response(status_code=204, headers=PREFLIGHT)
        await app(scope, receive, _adding(added, send, vary="Origin"))

    def _refusal(self, request: Request, origin: str) -> str | None:
        """Why a page of the origin gets no answer; None if it does."""
        if self._is_own_page(request.headers, origin):
            return None
        is_for_agents = request.scope["path"].startswith(AGENTS)
        own = site_address(self.settings, request)
        if is_allowed_origin(origin, own, () if is_for_agents else self.settings.allowed_origins):
            return None
        shown = readable(origin[:MAX_ORIGIN_CHARS])
        if is_for_agents:
            return (
                f"A page of '{shown}' can't use the agents' part of the API: no other site's can, those in "
                "CITEDESK_ALLOWED_ORIGINS included. Call it from a server."
            )
        self._log_once(shown)
        return refusal_of(origin)

    def _is_own_page(self, headers: Headers, origin: str) -> bool:
        """Whether the browser itself says so: all that is to be had where a proxy passes its own name as the host."""
        told = headers.get("sec-fetch-site") == "same-origin" and not self.settings.public_url
        return told and origin != "null"

    def _log_once(self, origin: str) -> None:
        if origin not in self._logged and len(self._logged) < MAX_LOGGED_ORIGINS:
            self._logged.add(origin)
            _log.warning("A page of %r was refused: its origin is not in CITEDESK_ALLOWED_ORIGINS", origin)


def _adding(added: Mapping[str, str], send: Send, vary: str = "") -> Send:
    """The `send` that adds the headers to the response."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(added)
            if vary:
                headers.add_vary_header(vary)
        await send(message)

    return send_with_headers
