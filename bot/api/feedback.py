"""POST /v1/messages/{id}/feedback: what a customer thinks of an answer."""

from __future__ import annotations

from fastapi import APIRouter

from bot.api.callers import counted
from bot.api.errors import documented
from bot.api.requests.conversations import FeedbackRequest
from bot.api.requests.fields import MessageId
from bot.api.services import Services
from bot.conversation import Feedback


def feedback_router(services: Services) -> APIRouter:
    """The route for feedback."""
    router = APIRouter(prefix="/v1/messages", tags=["conversations"], dependencies=[counted(services)])

    @router.post(
        "/{message_id}/feedback",
        summary="Rate an answer",
        status_code=204,
        responses=documented(400, 404, 413, 422, 429, 500, 503),
    )
    def rate_message(message_id: MessageId, body: FeedbackRequest) -> None:
        """Keeps what the customer thinks of a message of the bot or an agent, in place of an earlier rating."""
        services.conversations.rate(
            message_id, Feedback(body.rating, body.reason, (body.comment or "").strip() or None)
        )

    return router
