"""GET /v1/agent/events: what changes in the inbox, as it changes."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sse_starlette import EventSourceResponse

from bot.accounts.sessions import digest
from bot.accounts.team import Agent
from bot.api.desk_updates import DeskListener, DeskUpdates
from bot.api.errors import documented
from bot.api.services import Services
from bot.api.sign_in import COOKIE, has_bearer, signed_in
from bot.api.sse import RETRY_MS, EndingStream, documented_stream

PATIENCE_SECONDS = 15.0
_DOCUMENTATION = documented_stream(
    "The events, until the session ends.",
    "a conversation, counts, presence, number or reason as JSON",
    ("conversation", "counts", "presence", "gone", "ended"),
)


def desk_events_router(services: Services, desk_updates: DeskUpdates) -> APIRouter:
    """The route for what changes in the inbox."""
    router = APIRouter(prefix="/v1/agent", tags=["agents"])
    whoever = signed_in(services, renews=False)

    @router.get(
        "/events",
        summary="Follow the inbox",
        response_class=EventSourceResponse,
        responses=documented(401, 429, 500, 503) | _DOCUMENTATION,
    )
    async def follow_inbox(request: Request, agent: Agent = whoever) -> Response:
        """Sends server-sent events for as long as the connection is open: for browsers' `EventSource`.

        `conversation` is one that is new or has changed, as the inbox lists it. `counts` come first, and at every
        change; `presence` says who has a conversation open; `gone` that one was deleted. `ended` is the last: the
        session has ended, its `reason` being `signed_out`, or `removed` with the account. What happened before the
        connection is not sent: load the list once it is open.
        """
        token = None if has_bearer(request) else request.cookies.get(COOKIE)
        listener = DeskListener(agent.number, token and digest(token))
        return EndingStream(_sent_to(listener), desk_updates.listening(listener), listener.end)

    return router


async def _sent_to(listener: DeskListener) -> AsyncIterator[bytes]:
    """The encoded events, until the session ends or the server stops."""
    yield f"retry: {RETRY_MS}\n\n".encode()
    while listener.waiting or not listener.is_ending:
        if news := await listener.next(PATIENCE_SECONDS):
            yield news
