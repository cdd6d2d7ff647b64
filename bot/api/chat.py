"""POST /v1/chat: one turn of a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.answer import Filters
from bot.api.errors import check_length, documented
from bot.api.outgoing import as_sent
from bot.api.requests import ChatRequest, retrieval_filters
from bot.api.schemas import ChatAnswer
from bot.api.services import Services
from bot.api.sse import STREAM_DOCUMENTATION, stream_answer
from bot.api.urls import site_address
from bot.conversation import Message, Role


@dataclass(frozen=True, slots=True)
class Turn:
    """A message that has been accepted and is to be answered."""

    services: Services
    conversation_id: str
    question: str
    history: Sequence[Message]
    filters: Filters
    site: str

    def reply(self) -> ChatAnswer:
        """The reply, stored as it is sent as the conversation's next message."""
        services = self.services
        answer = services.answers.answer(self.question, self.history, self.filters)
        answer = as_sent(answer, services.live.current().articles, services.settings.contact_url, self.site)
        message = services.conversations.append(self.conversation_id, Role.BOT, answer.answer, answer)
        return ChatAnswer.of(answer, self.conversation_id, message.id, self.site)


def start_turn(services: Services, body: ChatRequest, site: str) -> Turn:
    """The turn, its message stored: what the customer wrote is kept even if answering fails.

    Raises NoReleaseError and NotFoundError (conversation) before anything is stored.
    """
    services.live.current()
    conversations = services.conversations
    conversation_id = conversations.start() if body.conversation_id is None else body.conversation_id
    history = conversations.messages(conversation_id)
    conversations.append(conversation_id, Role.USER, body.message)
    return Turn(services, conversation_id, body.message, history, retrieval_filters(body.filters), site)


def chat_router(services: Services) -> APIRouter:
    """The route for questions."""
    router = APIRouter(prefix="/v1", tags=["chat"])

    # A plain function: answering is work for the processor, and so it runs on a thread, off the event loop.
    @router.post(
        "/chat",
        summary="Ask a question",
        response_model=ChatAnswer,
        responses=documented(400, 404, 413, 422, 500, 503) | STREAM_DOCUMENTATION,
    )
    def chat(body: ChatRequest, request: Request) -> Response:
        """Answers from the articles, with citations, or says that none of them answers.

        With `stream: true` the answer comes as server-sent events in the form of the AI SDK's UI message stream:
        `start`, a `source-url` for each citation, `text-start`, `text-delta` …, `text-end`, `data-answer` (the whole
        answer as JSON), `finish`, and `[DONE]`; a failure on the way is an `error` event before `finish`.
        """
        check_length("message", body.message, services.settings.max_message_chars)
        turn = start_turn(services, body, site_address(services.settings, request))
        if body.stream:
            return stream_answer(turn.reply, f"{request.method} {request.url.path}")
        return Response(turn.reply().model_dump_json(), media_type="application/json")

    return router
