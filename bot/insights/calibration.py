"""The confidence that answers had, against what customers said of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answer import Outcome
from bot.conversation import Rating
from bot.insights.facts import Rated

BANDS = 10
_Z = 1.959964  # of a standard normal distribution, 95 % lie within


@dataclass(frozen=True, slots=True)
class Band:
    """Rated answers whose confidence lies in [low, high): how sure the bot was on average, and how many were liked.

    `least` and `most` are the 95 % interval of the share that customers like.
    """

    low: float
    high: float
    confidence: float
    rated: int
    up: int
    least: float
    most: float

    @property
    def share(self) -> float:
        """The share of thumbs-up."""
        return self.up / self.rated


@dataclass(frozen=True, slots=True)
class Opinion:
    """What customers said of all questions with one outcome."""

    outcome: Outcome
    rated: int
    up: int
    least: float
    most: float

    @property
    def share(self) -> float:
        """The share of thumbs-up."""
        return self.up / self.rated


def bands(ratings: Iterable[Rated]) -> Sequence[Band]:
    """Tenths of confidence with at least one rated answer, lowest first; only what was answered has been claimed."""
    of_band: dict[int, list[Rated]] = {}
    for one in ratings:
        if one.outcome is Outcome.ANSWERED:
            of_band.setdefault(min(one.percent * BANDS // 100, BANDS - 1), []).append(one)
    found = []
    for number, members in sorted(of_band.items()):
        rated, up = _counts(members)
        sure = sum(one.percent * one.count for one in members) / rated / 100
        found.append(Band(number / BANDS, (number + 1) / BANDS, sure, rated, up, *interval(up, rated)))
    return found


def opinions(ratings: Iterable[Rated]) -> Sequence[Opinion]:
    """By outcome, those that were rated at all."""
    by_outcome: dict[Outcome, list[Rated]] = {}
    for one in ratings:
        by_outcome.setdefault(one.outcome, []).append(one)
    found = []
    for outcome in Outcome:
        if outcome in by_outcome:
            rated, up = _counts(by_outcome[outcome])
            found.append(Opinion(outcome, rated, up, *interval(up, rated)))
    return found


def interval(hits: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share, honest for few and for extreme ones; (0, 1) of none.

    Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference".
    """
    if not count:
        return 0.0, 1.0
    share, spread = hits / count, _Z**2 / count
    centre = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / count + spread / (4 * count))
    return max(0.0, centre - half), min(1.0, centre + half)


def _counts(ratings: Iterable[Rated]) -> tuple[int, int]:
    members = list(ratings)
    return sum(one.count for one in members), sum(one.count for one in members if one.rating is Rating.UP)
