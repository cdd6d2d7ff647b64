"""/v1/agent/conversations/{number}/…: answering a customer, and deciding who does."""

from __future__ import annotations

import logging

from fastapi import APIRouter, Request

from bot.accounts.team import Agent
from bot.api.agents.inbox import listed_one
from bot.api.agents.writers import account_of, writer_of
from bot.api.errors import documented
from bot.api.people import People
from bot.api.requests.agents import AgentText, Assignment, StatusChange
from bot.api.requests.fields import ConversationNumber
from bot.api.schemas.agents import AgentConversation, AgentMessage
from bot.api.services import Services
from bot.api.sign_in import signed_in
from bot.api.updates import Updates
from bot.api.urls import site_address
from bot.conversation import Status
from corpus.errors import StoreError

_log = logging.getLogger(__name__)


def answering_router(services: Services, people: People, updates: Updates) -> APIRouter:
    """The routes by which agents answer."""
    router = APIRouter(prefix="/v1/agent/conversations", tags=["agents"])
    whoever = signed_in(services)
    conversations = services.conversations

    def shown(number: int) -> AgentConversation:
        listed = listed_one(services, number)
        return AgentConversation.of(listed, people.is_unattended(listed.conversation))

    @router.post(
        "/{number}/messages",
        summary="Answer a customer",
        status_code=201,
        responses=documented(400, 401, 403, 404, 409, 413, 422, 500, 503),
    )
    def say(number: ConversationNumber, body: AgentText, request: Request, agent: Agent = whoever) -> AgentMessage:
        """Sends the customer a message; from it on the agent answers the conversation, and the bot is silent.

        Refused with 409, naming whom, when another agent has written what this one has not seen, or answers it.
        """
        writer = writer_of(agent, body.author)
        conversation = conversations.numbered(number)
        message = conversations.say(
            conversation.id,
            writer.name,
            body.text,
            account=account_of(agent),
            after=body.after,
            take_over=body.take_over,
        )
        updates.changed(conversation.id)
        if body.suggestion_id:
            _keep_outcome(services, body.suggestion_id, body.text, writer.name, number)
        return AgentMessage.of(message, site_address(services.settings, request))

    @router.put(
        "/{number}/status",
        summary="Take over or give back a conversation",
        responses=documented(400, 401, 403, 404, 409, 413, 422, 500, 503),
    )
    def change_status(number: ConversationNumber, body: StatusChange, agent: Agent = whoever) -> AgentConversation:
        """Says who answers from now on.

        `agent` takes a conversation over, `waiting` leaves it to another agent, `bot` gives it back and `closed` ends
        it. Refused with 409 when the customer has written what `after` says that the agent has not read, and
        without `take_over` when another agent answers it.
        """
        account = account_of(agent)
        writer = writer_of(agent, body.author, is_needed=False)
        name = writer.name if body.author or account is not None else None
        conversation = conversations.numbered(number)
        if body.status is Status.WAITING:
            conversations.pass_on(conversation.id, name, account=account, take_over=body.take_over)
        else:
            conversations.set_status(
                conversation.id,
                body.status,
                agent=name,
                account=account,
                after=body.after,
                take_over=body.take_over,
            )
        updates.changed(conversation.id)
        return shown(number)

    @router.put(
        "/{number}/assignee",
        summary="Assign a conversation",
        responses=documented(400, 401, 403, 404, 413, 422, 500, 503),
    )
    def assign(number: ConversationNumber, body: Assignment, agent: Agent = whoever) -> AgentConversation:
        """Assigns the conversation to an account or to nobody; whoever is answering hands it over by this.

        Left to nobody while an agent answers, it waits for another one.
        """
        conversation = conversations.numbered(number)
        conversations.assign(conversation.id, body.agent, agent.name if account_of(agent) is not None else None)
        updates.changed(conversation.id)
        return shown(number)

    return router


def _keep_outcome(services: Services, suggestion_id: str, text: str, agent: str, number: int) -> None:
    """Keeps what became of a draft; the message is sent already, so that must not fail for it."""
    if services.suggestions is None:
        return
    try:
        services.suggestions.sent(suggestion_id, text, agent, number)
    except StoreError as error:
        _log.warning("What became of a draft could not be kept: %s", error)
