"""/v1/hooks: what other helpdesks send."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field

from bot.answer import NO_FILTERS
from bot.api.chat import Turn
from bot.api.chatwoot import ChatwootTurn
from bot.api.errors import check_length, documented
from bot.api.people import People
from bot.api.requests.hooks import ChatwootEvent, HelpdeskMessage, parsed
from bot.api.schemas.conversations import ChatReply
from bot.api.services import Services
from bot.api.updates import Updates
from bot.api.urls import site_address
from bot.conversation import Customer, Status
from bot.helpdesks.chatwoot_events import Incoming, check_origin, read
from bot.outbox import CHATWOOT
from corpus.errors import NotAllowedError

GENERIC = "generic"
_STATUSES = (400, 401, 409, 413, 422, 429, 500, 503)


class HelpdeskReply(BaseModel):
    """The answer to a message that a helpdesk has handed in."""

    number: int = Field(description="what agents call the conversation by")
    reply: ChatReply


class Noted(BaseModel):
    """What became of a webhook."""

    answered: bool
    why: str | None = Field(description="why there is nothing to answer")


async def _raw(request: Request) -> bytes:
    return await request.body()


RawBody = Annotated[bytes, Depends(_raw)]  # a signature is of the very bytes


def hooks_router(services: Services, people: People, updates: Updates) -> APIRouter:
    """The routes that other helpdesks call; each is signed with a secret of its own."""
    router = APIRouter(prefix="/v1/hooks", tags=["helpdesks"])
    desks = services.helpdesks

    @router.post(
        "/generic",
        summary="Hand in a customer's message",
        responses=documented(*_STATUSES),
        openapi_extra=_takes(HelpdeskMessage),
    )
    def hand_in(body: RawBody, request: Request) -> HelpdeskReply:
        """Answers a customer who writes in another helpdesk; signed as Standard Webhooks has it.

        The same `webhook-id` is stored and answered once, and gets the same answer however often it comes. What the
        helpdesk calls the conversation comes back as `external` in the events of CITEDESK_WEBHOOK_URL.
        """
        if desks is None or desks.signatures is None:
            raise NotAllowedError("No helpdesk can hand in messages here: CITEDESK_WEBHOOK_SECRET is not set.")
        webhook_id = desks.signatures.check(body, request.headers)
        said = parsed(HelpdeskMessage, body)
        check_length("message", said.message, services.settings.max_message_chars)
        services.live.current()
        who = Customer(said.customer.id, said.customer.name, said.customer.email) if said.customer else None
        ours = desks.conversations.open(GENERIC, said.conversation, who, said.locale)
        services.limits.message("", ours.id)
        key = f"{GENERIC}:{webhook_id}"
        received = services.conversations.receive(ours.id, said.message, key, who, said.locale)
        updates.changed(ours.id)
        locale, site = said.locale or received.conversation.locale, site_address(services.settings, request)
        turn = Turn(services, people, updates, received, said.message, locale, NO_FILTERS, site)
        return HelpdeskReply(number=ours.number, reply=turn.reply())

    @router.post(
        "/chatwoot",
        summary="Tell the agent bot what happens in Chatwoot",
        responses=documented(*_STATUSES),
        openapi_extra=_takes(ChatwootEvent),
    )
    def chatwoot(
        body: RawBody,
        request: Request,
        secret: Annotated[str | None, Query(max_length=200, description="for a Chatwoot that does not sign")] = None,
    ) -> Noted:
        """Answers customers' messages of conversations that are pending; the answer goes out by Chatwoot's API.

        Whatever else happens there is noted and needs no answer. A message that comes twice is answered once.
        """
        if desks is None or not desks.chatwoot_secret:
            raise NotAllowedError("Chatwoot is not connected: CITEDESK_CHATWOOT_URL is not set.")
        check_origin(desks.chatwoot_secret, body, request.headers, secret)
        event = parsed(ChatwootEvent, body)
        if event.event == "conversation_resolved":
            close(event)
        found = read(event.model_dump())
        if not isinstance(found, Incoming):
            return Noted(answered=False, why=found)
        turn = ChatwootTurn(services, desks, updates, found, site_address(services.settings, request))
        is_answered = turn.answer()
        return Noted(answered=is_answered, why=None if is_answered else "an agent answers it from here")

    def close(event: ChatwootEvent) -> None:
        account = event.account_id
        ours = desks.conversations.find(CHATWOOT, f"{account}/{event.id}") if desks and account else None
        if ours:
            services.conversations.set_status(ours.id, Status.CLOSED)
            updates.changed(ours.id)

    return router


def _takes(model: type[BaseModel]) -> dict[str, Any]:
    """The part of the OpenAPI description that a body read as bytes leaves out."""
    schema = model.model_json_schema()
    schema = _inlined(schema, schema.pop("$defs", {}))
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    """The schema with the definitions that it refers to in their places."""
    if isinstance(schema, list):
        return [_inlined(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    return {name: _inlined(part, definitions) for name, part in schema.items()}
