"""What the help centre's pages show: a tab or a search of a release's articles, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.answer import Filters, Hit
from bot.ports import Knowledge
from corpus.article import Article, Kind

PAGE_SIZE = 10
SEARCH_LIMIT = 50
# Retrieval always returns its k best, however bad: a search page must be able to say that nothing matches. Unrelated
# texts reach cosines of 0.25; a rare word of the query (an error code) counts too.
RELATED_COSINE = 0.35
RELATED_WORDS = 0.5


class Order(StrEnum):
    """How a list is sorted; a search is always sorted by relevance."""

    UPDATED = "updated"
    VIEWS = "views"


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article as the lists and its own page show it; `ended_on` is set once it may no longer be quoted."""

    article: Article
    views: int
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One page of a list. `number` counts from 1 to `pages` (at least 1); `total` counts the articles of all pages."""

    articles: tuple[ListedArticle, ...]
    kind: Kind | None
    query: str
    order: Order
    number: int
    pages: int
    total: int


def listed(article: Article, counted: Mapping[str, int], today: date) -> ListedArticle:
    """The article with the views it came with plus those `counted` since, marked as ended after its last day."""
    views = article.views + counted.get(article.id, 0)
    return ListedArticle(article, views, None if article.is_quotable(today) else article.expires_at)


def in_order(articles: Iterable[Article], counted: Mapping[str, int], order: Order) -> list[Article]:
    """The articles, the newest change or the most viewed first; those without a date last, ties by title."""
    by_title = sorted(articles, key=lambda article: article.title.casefold())
    if order is Order.VIEWS:
        return sorted(by_title, key=lambda article: article.views + counted.get(article.id, 0), reverse=True)
    return sorted(by_title, key=lambda article: article.changed_at or date.min, reverse=True)


def article_page(
    knowledge: Knowledge,
    counted: Mapping[str, int],
    today: date,
    *,
    kind: Kind | None = None,
    query: str = "",
    order: Order = Order.UPDATED,
    number: int = 1,
    size: int = PAGE_SIZE,
) -> ArticlePage:
    """The page `number` of all articles, or of those of a kind, or of those that match the query, best first.

    Without a query they stand `in_order`. A number outside the pages gives the nearest page there is.
    """
    query = " ".join(query.split())
    if query:
        hits = knowledge.retrieve(query, SEARCH_LIMIT, Filters(kind=kind))
        found = [listed(hit.article, counted, today) for hit in hits if _is_related(hit)]
    else:
        chosen = [article for article in knowledge.articles.values() if kind in (None, article.kind)]
        found = [listed(article, counted, today) for article in in_order(chosen, counted, order)]
    pages = max(1, -(-len(found) // size))
    number = min(max(1, number), pages)
    shown = tuple(found[(number - 1) * size : number * size])
    return ArticlePage(shown, kind, query, order, number, pages, len(found))


def _is_related(hit: Hit) -> bool:
    scores = hit.scores
    return max(scores.dense, scores.question) >= RELATED_COSINE or scores.lexical >= RELATED_WORDS
