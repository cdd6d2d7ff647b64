"""/v1/agent/conversations/{number}/presence: who has a conversation open, and is writing."""

from __future__ import annotations

from fastapi import APIRouter

from bot.accounts.team import Agent
from bot.api.agents.writers import writer_of
from bot.api.errors import documented
from bot.api.requests.agents import Here, Leaving
from bot.api.requests.fields import ConversationNumber
from bot.api.services import Services
from bot.api.sign_in import signed_in
from bot.api.updates import Updates


def presence_router(services: Services, updates: Updates) -> APIRouter:
    """The routes by which agents say that they are there."""
    router = APIRouter(prefix="/v1/agent/conversations", tags=["agents"])
    whoever = signed_in(services, renews=False)
    presences, conversations = services.desk.presences, services.conversations

    @router.post(
        "/{number}/presence",
        summary="Say that one is there",
        status_code=204,
        responses=documented(400, 401, 403, 404, 413, 422, 500, 503),
    )
    def be_here(number: ConversationNumber, body: Here, agent: Agent = whoever) -> None:
        """Tells the others that the agent has the conversation open, and the customer when something is being written.

        To be said every 10 seconds: after 25 the agent is gone, and after 5 seems to write no more.
        """
        presences.agent_is_here(number, writer_of(agent, body.author), is_typing=body.typing)
        updates.stirred(conversations.numbered(number).id)

    @router.post(
        "/{number}/absence",
        summary="Say that one has left",
        status_code=204,
        responses=documented(400, 401, 403, 404, 413, 422, 500, 503),
    )
    def leave(number: ConversationNumber, body: Leaving | None = None, agent: Agent = whoever) -> None:
        """Tells the others that the agent has the conversation open no more."""
        presences.agent_left(number, writer_of(agent, body.author if body else None))
        updates.stirred(conversations.numbered(number).id)

    return router
