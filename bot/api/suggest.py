"""POST /v1/suggest, and what became of a draft: suggested replies for conversations of any helpdesk and for our own."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Request

from bot.accounts.team import Agent
from bot.api.caching import NEVER_CACHED
from bot.api.callers import counted
from bot.api.errors import documented
from bot.api.outgoing_drafts import drafts_as_sent
from bot.api.requests.fields import SUGGESTION_ID, ConversationNumber
from bot.api.requests.suggestions import AgentSuggestRequest, OutcomeRequest, SuggestRequest
from bot.api.schemas.suggestions import Suggestions
from bot.api.services import Services
from bot.api.sign_in import signed_in
from bot.api.urls import site_address
from bot.suggest import Suggested, SuggestionLog, Suggests
from corpus.errors import StoreError

SuggestionId = Annotated[str, Path(pattern=SUGGESTION_ID, description="as the draft came with")]

_log = logging.getLogger(__name__)


def suggest_routers(services: Services) -> list[APIRouter]:
    """The routes for drafts, open to other helpdesks and for the agents of this one; none where nothing drafts any."""
    suggester, log = services.suggester, services.suggestions
    if suggester is None or log is None:
        return []
    return [_open_router(services, suggester, log), _agents_router(services, suggester, log)]


def _open_router(services: Services, suggester: Suggests, log: SuggestionLog) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["suggestions"], dependencies=[counted(services)])

    @router.post("/suggest", summary="Suggest replies", responses=documented(400, 413, 422, 429, 500, 503))
    def suggest(body: SuggestRequest, request: Request) -> Suggestions:
        """Drafts replies to the questions that are open in a conversation of any helpdesk.

        Nothing of the conversation is stored; the drafts are, with personal data masked, to say what became of them.
        """
        found = suggester.suggest(body.conversation(), body.k, body.locale)
        return _answered(services, log, found, request)

    @router.post(
        "/suggestions/{suggestion_id}/outcome",
        summary="Say what became of a draft",
        status_code=204,
        responses=documented(400, 404, 413, 422, 429, 500, 503),
    )
    def keep_outcome(suggestion_id: SuggestionId, body: OutcomeRequest) -> None:
        """Keeps whether a draft was accepted, edited or rejected; the first outcome stays.

        Where the text that was sent is given, it decides between accepted and edited.
        """
        log.decide(suggestion_id, body.outcome, body.text)

    return router


def _agents_router(services: Services, suggester: Suggests, log: SuggestionLog) -> APIRouter:
    router = APIRouter(prefix="/v1/agent/conversations", tags=["agents"], dependencies=[NEVER_CACHED])
    whoever = signed_in(services)

    @router.post(
        "/{number}/suggestions",
        summary="Suggest replies to a customer",
        responses=documented(400, 401, 404, 413, 422, 500, 503),
    )
    def suggest_for(
        number: ConversationNumber, body: AgentSuggestRequest, request: Request, agent: Agent = whoever
    ) -> Suggestions:
        """Drafts replies to the open questions of a conversation, or to what the agent asks about it."""
        conversation = services.conversations.numbered(number)
        messages = services.conversations.messages(conversation.id)
        found = suggester.suggest(messages, body.k, body.locale or conversation.locale, body.text)
        return _answered(services, log, found, request, conversation.number, agent.name)

    return router


def _answered(
    services: Services,
    log: SuggestionLog,
    found: Suggested,
    request: Request,
    conversation: int | None = None,
    agent: str | None = None,
) -> Suggestions:
    sent = drafts_as_sent(found, services.live.current().articles, site_address(services.settings, request))
    return Suggestions.of(sent, _recorded(log, sent, conversation, agent))


def _recorded(log: SuggestionLog, sent: Suggested, conversation: int | None, agent: str | None) -> Sequence[str | None]:
    """The ids of the drafts, which can be used without any: where the database is away, or the conversation is gone."""
    try:
        ids = log.record(sent, conversation, agent)
    except StoreError as error:
        _log.warning("Drafts are given without being kept: %s", error)
        ids = ()
    return ids or [None] * len(sent.suggestions)
