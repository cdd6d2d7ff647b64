"""What use articles were, and which need a look."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.insights.calibration import interval
from bot.insights.facts import ArticleUse
from bot.links import article_url
from corpus.article import Article, Kind

STALE_DAYS = 180
_NO_USE = ArticleUse()


@dataclass(frozen=True, slots=True)
class ArticleFigures:
    """One article and its use in a period; `views` are of all time.

    An article that has left the help centre is known by its id alone: then without `url` and `changed_at`.
    """

    article_id: str
    title: str
    url: str | None
    kind: Kind | None
    changed_at: date | None
    age_days: int | None
    views: int
    use: ArticleUse

    @property
    def disliked(self) -> float | None:
        """The share of thumbs-down of what was rated."""
        rated = self.use.up + self.use.down
        return self.use.down / rated if rated else None


@dataclass(frozen=True, slots=True)
class Library:
    """The published articles that figures are for, and how often each was viewed."""

    articles: Mapping[str, Article]
    views: Mapping[str, int]
    today: date

    def figures(self, article_id: str, use: ArticleUse = _NO_USE) -> ArticleFigures:
        """What is known of the article."""
        article = self.articles.get(article_id)
        views = self.views.get(article_id, 0)
        if article is None:
            return ArticleFigures(article_id, article_id, None, None, None, None, views, use)
        changed = article.changed_at
        age = None if changed is None else max(0, (self.today - changed).days)
        url = article_url(article)
        return ArticleFigures(article_id, article.title, url, article.kind, changed, age, views + article.views, use)

    def quotable(self) -> Collection[str]:
        """The ids of the articles that answers may be grounded in."""
        return [article.id for article in self.articles.values() if article.is_quotable(self.today)]


def top(use: Mapping[str, ArticleUse], library: Library) -> Sequence[ArticleFigures]:
    """The articles by how many answers were grounded in them, most first."""
    found = [library.figures(article_id, one) for article_id, one in use.items()]
    return sorted(found, key=lambda one: (-one.use.grounded, one.title))


def stale(use: Mapping[str, ArticleUse], library: Library) -> Sequence[ArticleFigures]:
    """The articles unchanged for half a year that people still read, the most pressing first.

    The older, the more used and the more surely disliked, the more pressing. Announcements are of their day, and not
    meant to be kept up to date.
    """
    found = []
    for article_id in library.quotable():
        one = library.figures(article_id, use.get(article_id, _NO_USE))
        is_old = one.age_days is not None and one.age_days >= STALE_DAYS and one.kind is not Kind.ANNOUNCEMENT
        if is_old and (one.use.grounded or one.views):
            found.append(one)
    return sorted(found, key=lambda one: (-_pressing(one), one.title))


def unused(never_retrieved: Collection[str], library: Library) -> Sequence[ArticleFigures]:
    """The articles that came up for no question, least viewed first."""
    found = [library.figures(article_id) for article_id in never_retrieved]
    return sorted(found, key=lambda one: (one.views, one.title))


def _pressing(one: ArticleFigures) -> float:
    surely_disliked, _ = interval(one.use.down, one.use.up + one.use.down)
    used = math.log2(1 + one.use.grounded) + math.log2(1 + one.views) / 4
    return (one.age_days or 0) / STALE_DAYS * used * (1 + 4 * surely_disliked)
