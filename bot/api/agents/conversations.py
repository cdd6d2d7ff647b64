"""/v1/agent: the conversations as agents see and answer them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from bot.api.errors import documented
from bot.api.people import People
from bot.api.requests.agents import AgentText, InboxQuery, StatusChange
from bot.api.requests.fields import MAX_INTEGER
from bot.api.schemas.agents import AgentConversation, AgentConversationDetail, AgentMessage, Inbox
from bot.api.services import Services
from bot.api.sign_in import signed_in
from bot.api.updates import Updates
from bot.api.urls import site_address
from bot.conversation import Status

Number = Annotated[int, Path(ge=1, le=MAX_INTEGER, description="what agents call the conversation by")]


def agents_router(services: Services, people: People, updates: Updates) -> APIRouter:
    """The routes for agents, all of which need their key. Raises ConfigurationError for a key of no use."""
    router = APIRouter(prefix="/v1/agent/conversations", tags=["agents"], dependencies=[signed_in(services)])
    conversations = services.conversations

    @router.get("", summary="List conversations", responses=documented(401, 422, 500, 503))
    def list_conversations(query: Annotated[InboxQuery, Query()], response: Response) -> Inbox:
        """Lists the latest conversations first; of those that wait for a person, the longest wait first."""
        response.headers["Cache-Control"] = "no-store"
        found = conversations.inbox(query.status, query.limit, query.before)
        return Inbox(items=[AgentConversation.of(c, people.is_unattended(c)) for c in found])

    @router.get("/{number}", summary="Open a conversation", responses=documented(401, 404, 422, 500, 503))
    def open_conversation(number: Number, request: Request, response: Response) -> AgentConversationDetail:
        """Gives a conversation with all its messages, and what the bot's answers stand on."""
        response.headers["Cache-Control"] = "no-store"
        conversation = conversations.numbered(number)
        messages, site = conversations.messages(conversation.id), site_address(services.settings, request)
        return AgentConversationDetail.with_messages(conversation, people.is_unattended(conversation), messages, site)

    @router.post(
        "/{number}/messages",
        summary="Answer a customer",
        status_code=201,
        responses=documented(400, 401, 404, 413, 422, 500, 503),
    )
    def say(number: Number, body: AgentText, request: Request) -> AgentMessage:
        """Sends the customer a message; from it on the agent answers the conversation, and the bot is silent."""
        conversation = conversations.numbered(number)
        message = conversations.say(conversation.id, body.author, body.text)
        updates.changed(conversation.id)
        return AgentMessage.of(message, site_address(services.settings, request))

    @router.put(
        "/{number}/status",
        summary="Take over or give back a conversation",
        responses=documented(400, 401, 404, 413, 422, 500, 503),
    )
    def change_status(number: Number, body: StatusChange) -> AgentConversation:
        """Says who answers from now on.

        `agent` takes a conversation over, `waiting` leaves it to another agent, `bot` gives it back and `closed` ends
        it.
        """
        conversation = conversations.numbered(number)
        if body.status is Status.WAITING:
            conversation = conversations.pass_on(conversation.id)
        else:
            conversation = conversations.set_status(conversation.id, body.status, agent=body.author)
        updates.changed(conversation.id)
        return AgentConversation.of(conversation, people.is_unattended(conversation))

    return router
