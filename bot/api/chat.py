"""POST /v1/chat: one turn of a conversation."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.answer import Answer, Filters, Outcome
from bot.api.callers import address_of, customer_of
from bot.api.errors import check_length, documented, request_name
from bot.api.outgoing import as_sent
from bot.api.people import WITH_PEOPLE, People, nothing_said
from bot.api.requests.chat import ChatRequest, IdempotencyKey, stored_key
from bot.api.requests.fields import retrieval_filters
from bot.api.schemas.conversations import ChatReply, PeopleKind
from bot.api.services import Services
from bot.api.sse import documented_stream, stream_answer
from bot.api.updates import Updates
from bot.api.urls import site_address
from bot.conversation import Conversation, Message, Received, Status
from bot.person import language_of_request

_USEFUL = frozenset({Outcome.ANSWERED, Outcome.CLARIFY})

_STREAM = documented_stream("The answer.", "a part as JSON, or [DONE]")


@dataclass(frozen=True, slots=True)
class Turn:
    """A message that is stored and is to be answered."""

    services: Services
    people: People
    updates: Updates
    received: Received
    question: str
    locale: str | None
    filters: Filters
    site: str

    def reply(self) -> ChatReply:
        """The reply, stored as it is sent as the conversation's next message; the bot is silent while people answer."""
        conversation, message = self.received.conversation, self.received.reply
        if message is not None:
            return self._sent(conversation, message.id, message.answer)
        if conversation.status in WITH_PEOPLE:
            return self._sent(conversation, self.received.message.id, None)
        message = self._answered(conversation)
        self.updates.changed(conversation.id)
        now = self.services.conversations.find(conversation.id)
        if message is None:
            return self._sent(now, self.received.message.id, None)
        return self._sent(now, message.id, message.answer)

    def _answered(self, conversation: Conversation) -> Message | None:
        """The bot's reply as stored, None where it keeps silent; the conversation may wait for a person now."""
        services, received, question = self.services, self.received, self.question
        answer = services.answers.answer(question, received.history, self.filters, locale=self.locale)
        # Who was promised a person, or reads one, while the bot was answering has use for an answer, but not for word
        # that there is none.
        is_with_people = services.conversations.find(conversation.id).status in WITH_PEOPLE
        if is_with_people and answer.outcome not in _USEFUL:
            return None
        if answer.outcome is Outcome.HANDED_OFF:
            answer = self.people.telling(answer, self.locale or language_of_request(question), self.site)
            if self.people.kind is PeopleKind.CHAT:
                # Before the reply says so: whoever reads that a person was asked for must find it true.
                services.conversations.set_status(conversation.id, Status.WAITING, answer.reason)
        articles, contact_url = services.live.current().articles, services.settings.contact_url
        answer = as_sent(answer, articles, contact_url, self.site, self.locale)
        return services.conversations.reply(conversation.id, received.message.id, answer)

    def _sent(self, conversation: Conversation, message_id: str, answer: Answer | None) -> ChatReply:
        given = answer or nothing_said(self.services.live.current().release, conversation.reason)
        handoff = self.people.handoff(conversation, self.site)
        return ChatReply.to(message_id, given, conversation.id, handoff, self.site)


def chat_router(services: Services, people: People, updates: Updates) -> APIRouter:
    """The route for questions."""
    router = APIRouter(prefix="/v1", tags=["chat"])

    def start_turn(body: ChatRequest, key: str | None, request: Request) -> Turn:
        """The turn, its message stored: what the customer wrote is kept even if answering fails.

        Raises whatever speaks against the message before anything is stored.
        """
        check_length("message", body.message, services.settings.max_message_chars)
        services.limits.message(address_of(request), body.conversation_id)
        customer = customer_of(services, body.identity) if body.identity else None
        services.live.current()
        received = services.conversations.receive(
            body.conversation_id, body.message, key and stored_key(key), customer, body.locale
        )
        updates.changed(received.conversation.id)
        locale, site = body.locale or received.conversation.locale, site_address(services.settings, request)
        # The question is as it came: what is masked in the stored one may be what it asks for.
        filters = retrieval_filters(body.filters)
        return Turn(services, people, updates, received, body.message, locale, filters, site)

    # A plain function: answering is work for the processor, and so it runs on a thread, off the event loop.
    @router.post(
        "/chat",
        summary="Ask a question",
        response_model=ChatReply,
        responses=documented(400, 401, 404, 409, 413, 422, 429, 500, 503)
        | documented_stream("The answer.", "a part as JSON, or [DONE]"),
    )
    def chat(body: ChatRequest, request: Request, idempotency_key: IdempotencyKey = None) -> Response:
        """Answers from the articles, with citations, or says that none of them answers.

        While the hand-off's status is `waiting` or `agent`, the message is for people: the outcome is `handed_off`, the
        answer empty and the `message_id` that of the customer's own message.

        With `stream: true` the answer comes as server-sent events in the form of the AI SDK's UI message stream:
        `start` (at once, its `messageMetadata` holding the `conversation_id`), a `source-url` for each citation,
        `text-start`, `text-delta` …, `text-end`, `data-answer` (the whole answer as JSON), `finish`, and `[DONE]`; a
        failure on the way is an `error` event before `finish`.
        """
        turn = start_turn(body, idempotency_key, request)
        if body.stream:
            return stream_answer(turn.reply, turn.received.conversation.id, request_name(request.scope))
        return Response(turn.reply().model_dump_json(), media_type="application/json")

    return router
