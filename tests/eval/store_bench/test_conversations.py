from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from corpus.sources import load_sources
from eval.store_bench.conversations import DAYS, MADE_UP, SECOND, ConversationMaker, Rows
from tests.conftest import SAMPLE_ARTICLES

UNTIL = datetime(2026, 11, 24, 12, tzinfo=UTC)


def made(count: int) -> Rows:
    together: dict[str, list[dict[str, Any]]] = defaultdict(list)
    maker = ConversationMaker(load_sources([str(SAMPLE_ARTICLES)]).articles, UNTIL)
    for _, rows in maker.batches(count, 300):
        for name, more in rows.items():
            together[name] += more
    return together


@pytest.fixture(scope="module")
def rows() -> Rows:
    return made(1000)


def test_same_seed_makes_the_same_conversations(rows: Rows) -> None:
    again = made(1000)

    assert again["messages"] == rows["messages"]
    assert again["feedback"] == rows["feedback"]


def test_conversations_are_of_the_last_year_and_about_six_messages_long(rows: Rows) -> None:
    begin = (UNTIL - timedelta(days=DAYS)).timestamp() * SECOND
    starts = [one["created_at"] for one in rows["conversations"]]

    assert begin <= min(starts) <= max(starts) < UNTIL.timestamp() * SECOND
    assert starts == sorted(starts)
    assert 5 < len(rows["messages"]) / 1000 < 7
    assert all(one["id"].startswith(MADE_UP) for one in rows["conversations"])


def test_everything_that_can_become_of_a_question_occurs(rows: Rows) -> None:
    assert {one["outcome"] for one in rows["answers"]} == {"answered", "clarify", "abstained", "handed_off"}
    assert {one["status"] for one in rows["conversations"]} >= {"bot", "waiting", "closed"}
    assert {one["rating"] for one in rows["feedback"]} == {"up", "down"}
    assert {one["outcome"] for one in rows["suggestions"]} == {"accepted", "edited", "rejected", None}


def test_articles_are_cited_by_zipfs_law(rows: Rows) -> None:
    cited = Counter(one["article_id"] for one in rows["answer_articles"] if one["citations"])
    (_, first), *others = cited.most_common()

    assert len(cited) > 60
    assert first > 5 * others[8][1]


def test_messages_follow_each_other(rows: Rows) -> None:
    last: dict[int, tuple[int, int]] = {}
    for message in rows["messages"]:
        before = last.get(message["conversation"], (0, 0))
        assert (message["seq"], message["created_at"]) > before
        last[message["conversation"]] = (message["seq"], message["created_at"])
