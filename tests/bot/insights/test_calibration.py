from __future__ import annotations

import pytest
from scipy.stats import binomtest

from bot.answer import Outcome
from bot.conversation import Rating
from bot.insights.calibration import bands, interval, opinions
from bot.insights.facts import Rated


@pytest.mark.parametrize(("hits", "count"), [(0, 5), (5, 5), (3, 10), (640, 1000)])
def test_interval_is_wilsons(hits: int, count: int) -> None:
    expected = binomtest(hits, count).proportion_ci(0.95, method="wilson")

    assert interval(hits, count) == pytest.approx((expected.low, expected.high), abs=1e-6)


def test_interval_of_nothing_is_everything() -> None:
    assert interval(0, 0) == (0, 1)


def test_bands_are_of_answers_alone_and_their_borders_belong_to_the_upper_one() -> None:
    up, down = Rating.UP, Rating.DOWN
    low, middle, high = bands(
        [
            Rated(Outcome.ANSWERED, 69, down, 1),
            Rated(Outcome.ANSWERED, 70, up, 3),
            Rated(Outcome.ANSWERED, 74, down, 1),
            Rated(Outcome.ANSWERED, 100, up, 2),
            Rated(Outcome.ABSTAINED, 72, down, 9),
        ]
    )

    assert (low.low, low.rated, low.share) == (0.6, 1, 0)
    assert (middle.low, middle.high, middle.rated, middle.up, middle.share) == (0.7, 0.8, 4, 3, 0.75)
    assert middle.confidence == pytest.approx((3 * 0.70 + 0.74) / 4)
    assert (high.low, high.high, high.confidence, high.share) == (0.9, 1.0, 1.0, 1.0)


def test_opinions_are_by_outcome() -> None:
    found = opinions([Rated(Outcome.ABSTAINED, 10, Rating.DOWN, 3), Rated(Outcome.ABSTAINED, 20, Rating.UP, 1)])

    assert [(one.outcome, one.rated, one.up, one.share) for one in found] == [(Outcome.ABSTAINED, 4, 1, 0.25)]
