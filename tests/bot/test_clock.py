from __future__ import annotations

from datetime import UTC, datetime
from inspect import signature

from bot.api.help import help_router
from bot.clock import today_utc
from bot.knowledge import ReleaseKnowledge


def test_today_is_a_day_of_utc() -> None:
    before = datetime.now(UTC).date()

    assert before <= today_utc() <= datetime.now(UTC).date()


def test_pages_and_answers_go_by_the_same_clock() -> None:
    for user in (help_router, ReleaseKnowledge):
        assert signature(user).parameters["today"].default is today_utc
