"""GET /v1/agent/events: what changes in the inbox, as it changes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sse_starlette import EventSourceResponse

from bot.accounts.team import Agent
from bot.api.desk_updates import DeskListener, DeskUpdates
from bot.api.errors import documented
from bot.api.services import Services
from bot.api.sign_in import COOKIE, signed_in
from bot.api.sse import RETRY_MS, EndingStream, documented_stream
from corpus.errors import StoreError

# How long a stream outlives the session it was opened by.
CHECK_SECONDS = 15.0
_DOCUMENTATION = documented_stream(
    "The events, without an end.",
    "a conversation, counts, presence or number as JSON",
    ("conversation", "counts", "presence", "gone"),
)

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class DeskFeed:
    """The events for one agent, for as long as their session lasts; `token` is None for the agents' key."""

    services: Services
    listener: DeskListener
    token: str | None

    async def events(self) -> AsyncIterator[bytes]:
        """The encoded events, until the session ends or the server stops."""
        yield f"retry: {RETRY_MS}\n\n".encode()
        clock = asyncio.get_running_loop().time
        check_at = clock() + CHECK_SECONDS
        while not self.listener.is_ending:
            if news := await self.listener.next(max(0.0, check_at - clock())):
                yield news
            if clock() >= check_at:
                check_at = clock() + CHECK_SECONDS
                if not await asyncio.to_thread(self._is_signed_in):
                    return

    def _is_signed_in(self) -> bool:
        try:
            return self.token is None or self.services.sessions.is_alive(self.token)
        except StoreError as error:
            _log.warning("Whether an agent is still signed in is not known for the moment: %s", error)
            return True


def desk_events_router(services: Services, desk_updates: DeskUpdates) -> APIRouter:
    """The route for what changes in the inbox."""
    router = APIRouter(prefix="/v1/agent", tags=["agents"])
    whoever = signed_in(services)

    @router.get(
        "/events",
        summary="Follow the inbox",
        response_class=EventSourceResponse,
        responses=documented(401, 429, 500, 503) | _DOCUMENTATION,
    )
    async def follow_inbox(request: Request, agent: Agent = whoever) -> Response:
        """Sends server-sent events for as long as the connection is open: for browsers' `EventSource`.

        `conversation` is one that is new or has changed, as the inbox lists it. `counts` come first, and at every
        change; `presence` says who has a conversation open; `gone` that one was deleted. What happened before the
        connection is not sent: load the list once it is open.
        """
        token = None if "authorization" in request.headers else request.cookies.get(COOKIE)
        listener = DeskListener(agent.number)
        feed = DeskFeed(services, listener, token)
        return EndingStream(feed.events(), desk_updates.listening(listener), listener.end)

    return router
