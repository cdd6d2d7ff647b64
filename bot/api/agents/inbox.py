"""/v1/agent/conversations: the inbox, and a conversation as agents see it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from bot.accounts.team import Agent
from bot.api.agents.writers import account_of
from bot.api.errors import documented
from bot.api.people import People
from bot.api.requests.agents import InboxQuery
from bot.api.requests.fields import ConversationNumber
from bot.api.schemas.agents import (
    AgentConversation,
    AgentConversationDetail,
    AgentMessage,
    AgentMove,
    AgentNote,
    Inbox,
    InboxCounts,
)
from bot.api.services import Services
from bot.api.sign_in import signed_in
from bot.api.urls import site_address
from bot.conversation import Status
from bot.desk import Listed, Presence
from corpus.errors import NotFoundError


def inbox_router(services: Services, people: People) -> APIRouter:
    """The routes that show conversations."""
    router = APIRouter(prefix="/v1/agent/conversations", tags=["agents"])
    whoever = signed_in(services)
    conversations, desk = services.conversations, services.desk

    @router.get("", summary="List conversations", responses=documented(401, 422, 500, 503))
    def list_conversations(query: Annotated[InboxQuery, Query()], agent: Agent = whoever) -> Inbox:
        """Lists the latest conversations first; of those that wait for a person, the longest wait first.

        All filters hold at once. A search finds conversations that have all its words, the last of which may be only
        begun; case and accents do not matter.
        """
        wanted = query.wanted(agent.number)
        found = desk.inbox.page(wanted) if wanted else ()
        last = found[-1].conversation.number if len(found) == query.limit else None
        return Inbox(
            items=[AgentConversation.of(one, people.is_unattended(one.conversation)) for one in found],
            counts=InboxCounts.of(desk.inbox.counts([agent.number])[agent.number]),
            next=last,
        )

    @router.get("/{number}", summary="Open a conversation", responses=documented(401, 404, 422, 500, 503))
    def open_conversation(
        number: ConversationNumber, request: Request, agent: Agent = whoever
    ) -> AgentConversationDetail:
        """Gives a conversation with all its messages, what the bot's answers stand on, notes, and who has it open."""
        listed, site = listed_one(services, number), site_address(services.settings, request)
        conversation = listed.conversation
        waited = people.now() - conversation.requested_at if conversation.requested_at else None
        return AgentConversationDetail.with_all(
            listed,
            people.is_unattended(conversation),
            int(waited.total_seconds()) if waited and conversation.status is Status.WAITING else None,
            [AgentMessage.of(message, site) for message in conversations.messages(conversation.id)],
            [AgentNote.of(note, account_of(agent) or 0) for note in desk.notes.of(number)],
            [AgentMove.of(move) for move in desk.notes.moves(number)],
            desk.presences.among([conversation.id]).get(conversation.id, Presence()),
        )

    return router


def listed_one(services: Services, number: int) -> Listed:
    """The conversation of this number as the inbox lists it. Raises NotFoundError."""
    for listed in services.desk.inbox.listed([number]):
        return listed
    raise NotFoundError(f"There is no conversation number {number}, or it has been deleted.")
