"""GET /v1/conversations/{id}/events: what happens in a conversation, as it happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from bot.api.callers import address_of, counted
from bot.api.errors import documented
from bot.api.people import People
from bot.api.requests.fields import MAX_INTEGER, ConversationId
from bot.api.schemas.conversations import AgentTyping, ConversationMessage, Handoff
from bot.api.services import Services
from bot.api.sse import RETRY_MS, EndingStream, documented_stream, event
from bot.api.updates import NOBODY_THERE, Listener, Updates
from bot.api.urls import site_address
from bot.conversation import Conversation, Message
from corpus.errors import NotFoundError, StoreError

# How late it may be noticed that people have come to work, or not come for too long: no version changes by that.
CLOCK_SECONDS = 5.0
STORE_RETRY_SECONDS = 2.0
_DOCUMENTATION = documented_stream(
    "The events, without an end.",
    "a message, a hand-off or who is writing, as JSON",
    ("message", "handoff", "typing", "gone"),
    event_id="the `seq` of the message",
)

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Feed:
    """The events for one listener; `after` is the `seq` of the last message it has, `handoff` what it was told last."""

    services: Services
    people: People
    listener: Listener
    conversation: Conversation
    site: str
    after: int
    handoff: Handoff | None = None
    typing: str | None = None

    async def events(self) -> AsyncIterator[bytes]:
        """The encoded events, until the conversation is deleted or the server stops."""
        yield f"retry: {RETRY_MS}\n\n".encode()
        is_changed = True
        while not self.listener.is_ending:
            try:
                messages = await asyncio.to_thread(self._read) if is_changed else ()
            except NotFoundError:
                yield event("gone", "{}")
                return
            except StoreError as error:
                # The stream stays: a browser that is refused once does not come back by itself.
                _log.warning("The events of a conversation are late: %s", error)
                await asyncio.sleep(STORE_RETRY_SECONDS)
                continue
            if self.people.staff.is_due:
                await asyncio.to_thread(self.people.staff.ask)
            if news := self._news(messages):
                yield news
            is_changed = await self.listener.wait(CLOCK_SECONDS)

    def _read(self) -> Sequence[Message]:
        conversations, conversation_id = self.services.conversations, self.listener.conversation_id
        present = self.services.desk.presences.among([conversation_id])
        self.listener.presence = present.get(conversation_id, NOBODY_THERE)
        # In this order what is said in between is seen twice, once as news and once as nothing new, but never missed.
        self.conversation = conversations.find(conversation_id)
        self.listener.version = self.conversation.version
        return conversations.messages(conversation_id, self.after)

    def _news(self, messages: Sequence[Message]) -> bytes:
        """What the listener does not know yet; empty when that is nothing."""
        sent = (ConversationMessage.of(message, self.listener.conversation_id, self.site) for message in messages)
        events = [event("message", message.model_dump_json(), message.seq) for message in sent]
        self.after = messages[-1].seq if messages else self.after
        here = self.listener.presence
        handoff = self.people.handoff(self.conversation, self.site, here.answering(self.conversation))
        if handoff != self.handoff:
            self.handoff = handoff
            events.append(event("handoff", handoff.model_dump_json()))
        if here.agent_typing != self.typing:
            self.typing = here.agent_typing
            events.append(event("typing", AgentTyping(agent=self.typing).model_dump_json()))
        return b"".join(events)


def events_router(services: Services, people: People, updates: Updates) -> APIRouter:
    """The route for what happens in a conversation."""
    router = APIRouter(prefix="/v1/conversations", tags=["conversations"], dependencies=[counted(services)])

    @router.get(
        "/{conversation_id}/events",
        summary="Follow a conversation",
        response_class=EventSourceResponse,
        responses=documented(404, 422, 429, 500, 503) | _DOCUMENTATION,
    )
    async def follow(
        conversation_id: ConversationId,
        request: Request,
        after: Annotated[int, Query(ge=0, le=MAX_INTEGER, description="the `seq` of the last known message")] = 0,
        last_event_id: Annotated[int, Header(ge=0, le=MAX_INTEGER, description="as `after`; browsers send it")] = 0,
    ) -> Response:
        """Sends server-sent events for as long as the connection is open: for browsers' `EventSource`.

        `message` is a message of anybody, from the first that is not known yet; its `id` is the `seq`. `handoff` says
        who answers: first on connecting, then at every change; `typing` which agent is writing, or none. `gone` says
        that the conversation was deleted.
        """
        conversation = await run_in_threadpool(services.conversations.find, conversation_id)
        listener, site = Listener(conversation_id, address_of(request)), site_address(services.settings, request)
        feed = Feed(services, people, listener, conversation, site, max(after, last_event_id))
        return EndingStream(feed.events(), updates.listening(listener), listener.end)

    return router
