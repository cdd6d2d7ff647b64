from __future__ import annotations

from datetime import date

import pytest

from bot.answer import Filters, Hit, HitScores
from bot.help_centre.lists import ArticlePage, Order, article_page, listed
from corpus.article import Article, Kind, Passage
from tests.fakes import FakeKnowledge

TODAY = date(2026, 11, 23)
OLD = Article("old", "Old", "old words", Kind.FAQ, published_at=date(2024, 1, 1), updated_at=date(2024, 2, 1), views=9)
NEW = Article("new", "New", "new words", Kind.FAQ, published_at=date(2026, 1, 1), views=3)
ENDED = Article("ended", "Ended", "campaign words", Kind.ANNOUNCEMENT, expires_at=date(2026, 11, 22))
BARE = Article("bare", "A bare one", "words")
KNOWLEDGE = FakeKnowledge([BARE, OLD, ENDED, NEW])


def ids(page: ArticlePage) -> list[str]:
    return [entry.article.id for entry in page.articles]


def test_newest_change_comes_first_and_undated_articles_last_by_title() -> None:
    assert ids(article_page(KNOWLEDGE, {}, TODAY)) == ["new", "old", "bare", "ended"]


def test_most_viewed_counts_the_views_an_article_came_with_and_those_since() -> None:
    page = article_page(KNOWLEDGE, {"new": 12, "gone": 5}, TODAY, order=Order.VIEWS)

    assert ids(page) == ["new", "old", "bare", "ended"]
    assert [entry.views for entry in page.articles] == [15, 9, 0, 0]


def test_articles_without_a_kind_show_under_all_only() -> None:
    kinds = [ids(article_page(KNOWLEDGE, {}, TODAY, kind=kind)) for kind in Kind]

    assert kinds == [["new", "old"], ["ended"], []]


def test_announcement_is_ended_from_the_day_after_its_last() -> None:
    assert listed(ENDED, {}, date(2026, 11, 22)).ended_on is None
    assert listed(ENDED, {}, TODAY).ended_on == date(2026, 11, 22)


def test_search_keeps_the_order_of_retrieval_and_the_kind() -> None:
    page = article_page(KNOWLEDGE, {}, TODAY, query="  old \n words ", kind=Kind.FAQ, order=Order.VIEWS)

    assert (ids(page), page.query) == (["old", "new"], "old words")


def test_search_for_something_else_finds_nothing() -> None:
    page = article_page(_Unsure([BARE]), {}, TODAY, query="xylophone lessons")

    assert (page.articles, page.total, page.pages) == ((), 0, 1)


@pytest.mark.parametrize(("number", "shown", "articles"), [(1, 1, 10), (3, 3, 5), (4, 3, 5), (0, 1, 10), (-7, 1, 10)])
def test_page_outside_the_pages_is_the_nearest_there_is(number: int, shown: int, articles: int) -> None:
    many = FakeKnowledge([Article(f"a{n}", f"Title {n:02}", "text") for n in range(25)])
    page = article_page(many, {}, TODAY, number=number)

    assert (page.number, page.pages, page.total, len(page.articles)) == (shown, 3, 25, articles)


class _Unsure(FakeKnowledge):
    """Retrieves, as a dense index does, the nearest article however far it is."""

    def retrieve(self, query: str, k: int, filters: Filters = Filters()) -> list[Hit]:  # noqa: B008 (frozen)
        return [Hit(1, 0.1, Passage("p", "bare", 0, 0, 5, "words"), BARE, HitScores(0.18, 0.1, 0.2))]
