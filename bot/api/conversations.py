"""/v1/conversations: what was said, and forgetting it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.api.errors import documented
from bot.api.schemas import ConversationMessages
from bot.api.services import Services
from bot.api.urls import site_address


def conversations_router(services: Services) -> APIRouter:
    """The routes for conversations."""
    router = APIRouter(prefix="/v1/conversations", tags=["conversations"])

    @router.get("/{conversation_id}/messages", summary="Read a conversation", responses=documented(404, 422, 500))
    def read_messages(conversation_id: str, request: Request, response: Response) -> ConversationMessages:
        """Gives every message, oldest first. Whoever holds the id may read the conversation."""
        response.headers["Cache-Control"] = "no-store"
        messages = services.conversations.messages(conversation_id)
        return ConversationMessages.of(conversation_id, messages, site_address(services.settings, request))

    @router.delete(
        "/{conversation_id}", summary="Delete a conversation", status_code=204, responses=documented(404, 422, 500)
    )
    def delete_conversation(conversation_id: str) -> None:
        """Forgets the conversation and its messages for good."""
        services.conversations.delete(conversation_id)

    return router
