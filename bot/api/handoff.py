"""POST /v1/conversations/{id}/handoff: a person is asked for."""

from __future__ import annotations

from threading import Lock

from fastapi import APIRouter, Request

from bot.answer import Outcome
from bot.api.callers import counted
from bot.api.errors import documented
from bot.api.people import WITH_PEOPLE, People, nothing_said
from bot.api.requests.conversations import HandoffRequest
from bot.api.requests.fields import ConversationId
from bot.api.schemas.conversations import ConversationMessage, HandedOff, PeopleKind
from bot.api.services import Services
from bot.api.updates import Updates
from bot.api.urls import site_address
from bot.conversation import Conversation, Message, Role, Status


def handoff_router(services: Services, people: People, updates: Updates) -> APIRouter:
    """The route for asking for a person."""
    router = APIRouter(prefix="/v1/conversations", tags=["conversations"], dependencies=[counted(services)])
    asking = Lock()  # so that a double click asks once

    def ask(conversation_id: str, wish: HandoffRequest, site: str) -> Message | None:
        conversation = services.conversations.find(conversation_id)
        if _is_asked_for(services, conversation):
            return None
        if people.kind is PeopleKind.CHAT:
            services.conversations.set_status(conversation_id, Status.WAITING, wish.reason)
        told = people.told(wish.locale or conversation.locale, site)
        said = services.conversations.reply(conversation_id, None, nothing_said("", wish.reason, told))
        updates.changed(conversation_id)
        return said

    @router.post(
        "/{conversation_id}/handoff",
        summary="Ask for a person",
        responses=documented(400, 404, 413, 422, 429, 500, 503),
    )
    def hand_off(conversation_id: ConversationId, request: Request, body: HandoffRequest | None = None) -> HandedOff:
        """Asks for a person and says what happens next; asking again changes nothing.

        Where agents answer in the chat, the conversation waits for one from now on, and the bot is silent.
        """
        wish, site = body or HandoffRequest(), site_address(services.settings, request)
        with asking:
            said = ask(conversation_id, wish, site)
        conversation = services.conversations.find(conversation_id)
        return HandedOff(
            conversation_id=conversation_id,
            message=ConversationMessage.of(said, conversation_id, site) if said else None,
            handoff=people.handoff(conversation, site),
        )

    return router


def _is_asked_for(services: Services, conversation: Conversation) -> bool:
    """Whether a person was asked for already, and nothing has happened since."""
    if conversation.status in WITH_PEOPLE:
        return True
    last = services.conversations.messages(conversation.id)[-1:]
    return any(m.role is Role.BOT and m.answer and m.answer.outcome is Outcome.HANDED_OFF for m in last)
