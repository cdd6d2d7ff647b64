"""POST /v1/search: passages, without an answer."""

from __future__ import annotations

from fastapi import APIRouter, Request

from bot.api.callers import counted
from bot.api.errors import check_length, documented
from bot.api.requests.fields import retrieval_filters
from bot.api.requests.search import SearchRequest
from bot.api.schemas.search import Hit, SearchResults
from bot.api.services import Services
from bot.api.urls import site_address


def search_router(services: Services) -> APIRouter:
    """The route for searching."""
    router = APIRouter(prefix="/v1", tags=["search"], dependencies=[counted(services)])

    @router.post("/search", summary="Find passages", responses=documented(400, 413, 422, 429, 500, 503))
    def search(body: SearchRequest, request: Request) -> SearchResults:
        """Finds the articles closest to a query, each by its best passage, best first."""
        check_length("query", body.query, services.settings.max_message_chars)
        site = site_address(services.settings, request)
        knowledge = services.live.current()
        hits = knowledge.retrieve(body.query, body.k, retrieval_filters(body.filters))
        return SearchResults(hits=[Hit.of(hit, site) for hit in hits], release=knowledge.release)

    return router
