from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest

from bot.answer import Outcome
from bot.api.console.headlines import Figure, headlines
from bot.insights.calibration import Opinion
from bot.insights.facts import Conversed, Drafts, Outcomes, Waits
from bot.insights.overview import Headline, Overview
from bot.insights.period import Period
from bot.insights.waiting import waiting


def headline(conversations: int, answered: int, abstained: int, resolved: int, seconds: float, up: int) -> Headline:
    return Headline(
        Conversed(conversations, 0, conversations, resolved),
        Outcomes(answered=answered, abstained=abstained),
        waiting(Waits({None: 30}, np.full(30, seconds), 0)),
        [Opinion(Outcome.ANSWERED, 100, up, 0, 1)],
        None,
    )


def figures(now: Headline, before: Headline | None) -> dict[str, Figure]:
    period = Period(date(2026, 11, 1), date(2026, 11, 7))
    nothing: tuple[()] = ()
    at = datetime(2026, 11, 8, tzinfo=UTC)
    found = Overview(
        period, at, now, before, nothing, 1, nothing, nothing, nothing, nothing, nothing, nothing, Drafts()
    )
    return {figure.name: figure for figure in headlines(found)}


def test_figures_stand_beside_the_period_before() -> None:
    found = figures(headline(220, 800, 200, 110, 90, 60), headline(200, 700, 300, 100, 120, 60))

    assert (found["Conversations"].value, found["Conversations"].change) == ("220", "+10%")
    assert (found["Answered"].value, found["Answered"].change, found["Answered"].tone) == ("80%", "+10 points", "good")
    assert (found["Wait for a person"].value, found["Wait for a person"].change) == ("1 min 30 s", "−25%")
    assert found["Wait for a person"].tone == "good"
    assert (found["Liked"].change, found["Liked"].tone) == ("±0 points", "even")


def test_change_that_may_be_chance_is_neither_good_nor_bad() -> None:
    found = figures(headline(50, 80, 20, 25, 60, 58), headline(50, 78, 22, 24, 60, 63))

    assert (found["Liked"].change, found["Liked"].tone) == ("−5.0 points", "even")


@pytest.mark.parametrize("before", [None, headline(3, 2, 1, 1, 60, 1)])
def test_nothing_is_compared_with_next_to_nothing(before: Headline | None) -> None:
    found = figures(headline(220, 800, 200, 110, 90, 60), before)

    assert found["Conversations"].change == ""
    assert found["Answered"].change == ""


def test_period_without_questions_has_no_shares() -> None:
    empty = Headline(Conversed(0, 0, 0, 0), Outcomes(), waiting(Waits({}, np.zeros(0), 0)), [], None)
    found = figures(empty, empty)

    assert [found[name].value for name in ("Answered", "Solved without people", "Wait for a person", "Liked")] == [
        "–"
    ] * 4


def test_one_is_not_said_in_the_plural() -> None:
    liked = [Opinion(Outcome.ANSWERED, 1, 1, 0, 1)]
    one = Headline(Conversed(1, 1, 1, 0), Outcomes(answered=1), waiting(Waits({None: 1}, np.zeros(0), 1)), liked, None)
    found = figures(one, None)
    assert (found["Liked"].explained, found["Wait for a person"].explained) == ("of 1 rating", "asked for 1 time")
