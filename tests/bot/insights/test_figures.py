from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np

from bot.answer import Reason
from bot.insights.articles import Library, stale, top, unused
from bot.insights.facts import ArticleUse, Outcomes, Timings, Waits
from bot.insights.period import Period
from bot.insights.series import overall, series
from bot.insights.waiting import waiting
from corpus.article import Article, Kind

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
TODAY = NOON.date()


def test_waits_are_summed_up_by_those_that_ended_with_a_person() -> None:
    reasons = {None: 1, Reason.FAILURE: 1, Reason.MISSING_KNOWLEDGE: 3}
    found = waiting(Waits(reasons, np.array([60.0, 120, 600]), open=1))

    assert (found.asked, found.taken, found.open, found.missed) == (5, 3, 1, 1)
    assert (found.median_seconds, found.p90_seconds) == (120, 504)
    assert found.reasons == [(Reason.MISSING_KNOWLEDGE, 3), (None, 1), (Reason.FAILURE, 1)]


def test_nobody_waited() -> None:
    found = waiting(Waits({}, np.zeros(0), 0))

    assert (found.asked, found.median_seconds, found.p90_seconds, found.reasons) == (0, None, None, [])


def test_points_hold_what_happened_on_their_day() -> None:
    period = Period(date(2026, 11, 9), date(2026, 11, 10))
    timings = Timings(1, np.full(3, NOON.timestamp()), np.array([10.0, 20.0, 30.0]), np.full(3, 0.5))
    first, second = series(period, [Outcomes(), Outcomes(answered=3)], timings)

    assert (first.p50_ms, first.confidence, first.last) == (None, None, date(2026, 11, 9))
    assert (second.p50_ms, second.p95_ms, second.confidence) == (20, 29, 0.5)
    assert overall(timings, 50) == 20
    assert overall(Timings(1, *np.zeros((3, 0))), 50) is None


def article(id_: str, days: int | None, kind: Kind = Kind.FAQ, views: int = 0, draft: bool = False) -> Article:
    changed = None if days is None else TODAY - timedelta(days=days)
    return Article(id_, id_.title(), "Text.", kind, updated_at=changed, views=views, draft=draft)


def library(*articles: Article) -> Library:
    return Library({one.id: one for one in articles}, {"old": 5}, TODAY)


def test_top_articles_come_by_answers_and_those_that_left_keep_their_id() -> None:
    found = top({"gone": ArticleUse(3), "old": ArticleUse(7, up=1, down=3)}, library(article("old", 400, views=2)))

    assert [(one.article_id, one.use.grounded, one.views, one.age_days) for one in found] == [
        ("old", 7, 7, 400),
        ("gone", 3, 0, None),
    ]
    assert found[0].disliked == 0.75
    assert found[1].url is None


def test_stale_articles_are_old_and_used_and_the_disliked_come_first() -> None:
    use = {"old": ArticleUse(50), "disliked": ArticleUse(50, down=20), "new": ArticleUse(500)}
    found = stale(
        use,
        library(
            article("old", 400),
            article("disliked", 400),
            article("new", 30),
            article("unread", 900),
            article("undated", None, views=9),
            article("news", 900, Kind.ANNOUNCEMENT, views=9),
            article("draft", 900, views=9, draft=True),
        ),
    )

    assert [one.article_id for one in found] == ["disliked", "old"]


def test_unused_articles_come_least_viewed_first() -> None:
    found = unused(["b", "a"], library(article("a", 1, views=9), article("b", 1)))

    assert [one.article_id for one in found] == ["b", "a"]
