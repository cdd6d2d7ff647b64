"""/v1/agent/articles: articles to link in a message."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query, Request

from bot.api.errors import documented
from bot.api.requests.agents import PickQuery
from bot.api.schemas.articles import PickedArticle
from bot.api.services import Services
from bot.api.sign_in import signed_in
from bot.api.urls import site_address
from bot.folded import folded
from bot.help_centre.lists import Order, in_order
from corpus.article import Article


def picker_router(services: Services) -> APIRouter:
    """The route for choosing an article."""
    router = APIRouter(prefix="/v1/agent/articles", tags=["agents"], dependencies=[signed_in(services)])

    @router.get("", summary="Choose an article", responses=documented(401, 422, 500, 503))
    def pick_articles(query: Annotated[PickQuery, Query()], request: Request) -> list[PickedArticle]:
        """Lists the articles whose title begins so, then those with the words in it, then those that answer to it.

        Without words it lists the most read.
        """
        site = site_address(services.settings, request)
        chosen = {article.id: article for article in islice(_found(services, query.q.strip(), query.k), 3 * query.k)}
        return [PickedArticle.of(article, site) for article in islice(chosen.values(), query.k)]

    return router


def _found(services: Services, query: str, k: int) -> Iterator[Article]:
    """The articles, best first; some more than once."""
    knowledge = services.live.current()
    by_views = in_order(knowledge.articles.values(), services.views.counts(), Order.VIEWS)
    if not query:
        yield from by_views
        return
    typed = folded(query)
    titles = [(folded(article.title), article) for article in by_views]
    yield from islice((article for title, article in titles if title.startswith(typed)), k)
    words = typed.split()
    yield from islice((article for title, article in titles if all(word in title for word in words)), k)
    yield from (hit.article for hit in knowledge.retrieve(query, k))
