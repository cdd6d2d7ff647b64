"""What every implementation of ArticleViews must do: subclass the suite and say how one is made."""

from __future__ import annotations

import pytest

from bot.ports import ArticleViews


class ArticleViewsContract:
    """The suite; a subclass overrides the fixture `views`."""

    @pytest.fixture
    def views(self) -> ArticleViews:
        raise NotImplementedError("override this fixture with the implementation under test")

    def test_nothing_is_counted_at_first(self, views: ArticleViews) -> None:
        assert dict(views.counts()) == {}

    def test_each_view_counts_once_for_its_article(self, views: ArticleViews) -> None:
        for article_id in ("fees", "reset-2fa", "fees"):
            views.count_view(article_id)

        assert dict(views.counts()) == {"fees": 2, "reset-2fa": 1}

    def test_ids_are_told_apart_exactly(self, views: ArticleViews) -> None:
        ids = ["fees", "Fees", "fees ", "guides/fees", "费用", "'; DROP TABLE article_views; --"]
        for article_id in ids:
            views.count_view(article_id)

        assert dict(views.counts()) == dict.fromkeys(ids, 1)
