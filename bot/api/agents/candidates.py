"""/v1/agent/candidates: questions from use that people accept as golden ones, correct or drop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from bot.accounts.team import Agent
from bot.api.errors import documented
from bot.api.requests.candidates import CandidateDecision, CandidatesQuery, Verdict
from bot.api.requests.fields import MAX_INTEGER, ConversationNumber
from bot.api.schemas.candidates import ArticleDraft, CandidateItem, CandidateList, bots_reply
from bot.api.services import Services
from bot.api.sign_in import signed_in
from bot.api.urls import site_address
from bot.learning.candidate import Candidate, State
from bot.learning.learning import Learning
from corpus.article import Article

Number = Annotated[int, Path(ge=1, le=MAX_INTEGER, description="the candidate's number")]


def candidates_router(services: Services, learning: Learning) -> APIRouter:
    """The routes for candidates, and for the draft of an article."""
    router = APIRouter(prefix="/v1/agent", tags=["agents"])
    reviewer = signed_in(services)

    def item(candidate: Candidate, request: Request) -> CandidateItem:
        site, said = site_address(services.settings, request), candidate.said
        cited = [one.article_id for one in said.answer.citations] if said and said.answer else []
        reply = bots_reply(said, _known(learning, cited), services.live.current().articles, site) if said else None
        nearby = learning.nearby(candidate) if candidate.state is State.OPEN else []
        return CandidateItem.of(candidate, _known(learning, candidate.article_ids), nearby, reply, site)

    @router.get(
        "/candidates", summary="List candidates", responses=documented(401, 422, 500, 503), dependencies=[reviewer]
    )
    def list_candidates(query: Annotated[CandidatesQuery, Query()], request: Request) -> CandidateList:
        """Looks for what has happened since the last time, and lists the candidates there are."""
        learning.gather()
        found = learning.listed(query.state, query.origin, query.limit, query.skip)
        return CandidateList.of([item(one, request) for one in found], learning.counts())

    @router.post(
        "/candidates/{number}",
        summary="Accept, correct or drop a candidate",
        responses=documented(400, 401, 403, 404, 409, 413, 422, 500, 503),
    )
    def decide(number: Number, body: CandidateDecision, request: Request, agent: Agent = reviewer) -> CandidateItem:
        """Decides a candidate. An accepted one is a line of the golden set when this returns."""
        if body.decision is Verdict.DROP:
            return item(learning.drop(number, agent.name), request)
        return item(learning.accept(number, agent.name, body.correction()), request)

    @router.delete(
        "/candidates/{number}/decision",
        summary="Undo a decision",
        responses=documented(401, 403, 404, 409, 422, 500, 503),
        dependencies=[reviewer],
    )
    def undo(number: Number, request: Request) -> CandidateItem:
        """Opens a candidate again and takes its line out of the golden set and the alternative questions."""
        return item(learning.undo(number), request)

    @router.post(
        "/conversations/{number}/draft-article",
        summary="Draft an article from a conversation",
        responses=documented(401, 403, 404, 409, 422, 500, 503),
        dependencies=[reviewer],
    )
    def draft_article(number: ConversationNumber) -> ArticleDraft:
        """Makes a drafted article of what agents answered; nothing is kept of it, and nothing published."""
        draft = learning.draft(number)
        return ArticleDraft(filename=draft.filename, markdown=draft.markdown)

    return router


def _known(learning: Learning, article_ids: Sequence[str]) -> list[Article]:
    found = (learning.article(one) for one in dict.fromkeys(article_ids))
    return [article for article in found if article is not None]
