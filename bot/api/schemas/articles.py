"""Articles as sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from bot.api.urls import absolute_url
from bot.links import article_url
from corpus.article import Article, Kind


class ArticleSummary(BaseModel):
    """An article without its body."""

    id: str
    title: str
    url: str
    kind: Kind | None
    locale: str
    excerpt: str
    published_at: date | None
    updated_at: date | None
    expires_at: date | None = Field(description="the last day on which the article may be quoted")
    views: int

    @classmethod
    def of(cls, article: Article, counted_views: int, site: str) -> ArticleSummary:
        """The article as listed; `counted_views` are added to those it came with."""
        return cls(**_summary(article, counted_views, site))


class ArticleDetail(ArticleSummary):
    """An article with its body."""

    body: str = Field(description="Markdown")

    @classmethod
    def of(cls, article: Article, counted_views: int, site: str) -> ArticleDetail:
        """The article in full; `counted_views` are added to those it came with."""
        return cls(**_summary(article, counted_views, site), body=article.body)


def _summary(article: Article, counted_views: int, site: str) -> dict[str, Any]:
    names = ("id", "title", "kind", "locale", "excerpt", "published_at", "updated_at", "expires_at")
    return {
        **{name: getattr(article, name) for name in names},
        "url": absolute_url(article_url(article), site),
        "views": article.views + counted_views,
    }


class ArticlePage(BaseModel):
    """One page of the articles."""

    items: list[ArticleSummary]
    total: int = Field(description="how many articles there are on all pages")
    page: int
    per_page: int


class PickedArticle(BaseModel):
    """An article to link or to choose."""

    article_id: str
    title: str
    url: str
    kind: Kind | None
    updated_at: date | None

    @classmethod
    def of(cls, article: Article, site: str) -> PickedArticle:
        """The article as listed."""
        url = absolute_url(article_url(article), site)
        return cls(
            article_id=article.id, title=article.title, url=url, kind=article.kind, updated_at=article.updated_at
        )
