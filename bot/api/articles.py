"""GET /v1/articles: what the help centre has published."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from bot.api.callers import counted
from bot.api.errors import documented
from bot.api.requests.articles import ArticlesQuery
from bot.api.schemas.articles import ArticleDetail, ArticlePage, ArticleSummary
from bot.api.services import Services
from bot.api.urls import site_address
from bot.help_centre.lists import in_order
from corpus.article import Article
from corpus.errors import NotFoundError


def articles_router(services: Services) -> APIRouter:
    """The routes for articles."""
    router = APIRouter(prefix="/v1/articles", tags=["articles"], dependencies=[counted(services)])

    @router.get("", summary="List articles", responses=documented(422, 429, 500, 503))
    def list_articles(query: Annotated[ArticlesQuery, Query()], request: Request) -> ArticlePage:
        """Lists the published articles, without their bodies."""
        articles, counted = services.live.current().articles.values(), services.views.counts()
        chosen = [article for article in articles if _is_chosen(article, query)]
        if query.sort:
            chosen = in_order(chosen, counted, query.sort)
        first = (query.page - 1) * query.per_page
        site = site_address(services.settings, request)
        return ArticlePage(
            items=[ArticleSummary.of(a, counted.get(a.id, 0), site) for a in chosen[first : first + query.per_page]],
            total=len(chosen),
            page=query.page,
            per_page=query.per_page,
        )

    # Ids may hold slashes, as those made from the paths of files do.
    @router.get("/{article_id:path}", summary="Read an article", responses=documented(404, 422, 429, 500, 503))
    def read_article(article_id: str, request: Request) -> ArticleDetail:
        """Gives one article with its body. Counts no view: that is for pages that people open."""
        article = services.live.current().articles.get(article_id)
        if article is None:
            raise NotFoundError(f"No published article has the id '{article_id[:200]}'.")
        views = services.views.counts().get(article_id, 0)
        return ArticleDetail.of(article, views, site_address(services.settings, request))

    return router


def _is_chosen(article: Article, query: ArticlesQuery) -> bool:
    if query.kind is not None and article.kind is not query.kind:
        return False
    text = " ".join((article.title, article.excerpt, *article.questions)).casefold() if query.q else ""
    return all(word in text for word in query.q.casefold().split())
