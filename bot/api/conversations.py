"""/v1/conversations: starting one, what was said, who says it, and forgetting it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from bot.api.callers import counted, customer_of
from bot.api.errors import documented
from bot.api.people import People
from bot.api.requests.conversations import NewConversation
from bot.api.requests.fields import MAX_INTEGER, ConversationId
from bot.api.requests.identity import Identity
from bot.api.schemas.conversations import ConversationMessages, Identified
from bot.api.services import Services
from bot.api.updates import Updates
from bot.api.urls import site_address


def conversations_router(services: Services, people: People, updates: Updates) -> APIRouter:
    """The routes for conversations."""
    router = APIRouter(prefix="/v1/conversations", tags=["conversations"], dependencies=[counted(services)])
    conversations = services.conversations

    @router.post(
        "",
        summary="Start a conversation",
        status_code=201,
        responses=documented(400, 401, 413, 422, 429, 500, 503),
    )
    def start_conversation(
        request: Request, response: Response, body: NewConversation | None = None
    ) -> ConversationMessages:
        """Starts an empty conversation; a first message to `/v1/chat` without a conversation does so too."""
        new, site = body or NewConversation(), site_address(services.settings, request)
        customer = customer_of(services, new.identity) if new.identity else None
        conversation = conversations.start(customer, new.locale)
        response.headers["Cache-Control"] = "no-store"
        return ConversationMessages.of(conversation.id, (), people.handoff(conversation, site), site)

    @router.get(
        "/{conversation_id}/messages", summary="Read a conversation", responses=documented(404, 422, 429, 500, 503)
    )
    def read_messages(
        conversation_id: ConversationId,
        request: Request,
        response: Response,
        after: Annotated[int, Query(ge=0, le=MAX_INTEGER, description="only messages with a higher `seq`")] = 0,
    ) -> ConversationMessages:
        """Gives the messages, oldest first. Whoever holds the id may read the conversation."""
        response.headers["Cache-Control"] = "no-store"
        site = site_address(services.settings, request)
        handoff = people.handoff(conversations.find(conversation_id), site)
        messages = conversations.messages(conversation_id, after)
        return ConversationMessages.of(conversation_id, messages, handoff, site)

    @router.post(
        "/{conversation_id}/identify",
        summary="Say who the customer is",
        responses=documented(400, 401, 404, 409, 413, 422, 429, 500, 503),
    )
    def identify_customer(conversation_id: ConversationId, body: Identity) -> Identified:
        """Takes what the site has signed about its visitor: a JWT, or an id with its HMAC.

        A conversation has one customer for good: for another one start a new conversation.
        """
        customer = customer_of(services, body)
        conversations.identify(conversation_id, customer)
        updates.changed(conversation_id)
        return Identified(user_id=customer.id, name=customer.name)

    @router.post(
        "/{conversation_id}/typing",
        summary="Say that something is being written",
        status_code=204,
        responses=documented(404, 422, 429, 500, 503),
    )
    def say_typing(conversation_id: ConversationId) -> None:
        """Tells the agents that the customer is writing; to be said every few seconds, for it is forgotten after 5."""
        services.desk.presences.customer_is_typing(conversation_id)
        updates.stirred(conversation_id)

    @router.delete(
        "/{conversation_id}",
        summary="Delete a conversation",
        status_code=204,
        responses=documented(404, 422, 429, 500, 503),
    )
    def delete_conversation(conversation_id: ConversationId) -> None:
        """Forgets the conversation, and all that belongs to it, for good."""
        conversations.delete(conversation_id)
        updates.changed(conversation_id)

    return router
