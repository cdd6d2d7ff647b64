"""A content gap and what is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import sqrt


class Coverage(StrEnum):
    """What the published help centre has on a matter that was not answered."""

    MISSING = "missing"  # no article comes near
    NOT_FOUND = "not_found"  # an article is about it, but the bot was not sure enough: it lacks the customers' words
    ANSWERED_NOW = "answered_now"  # the release of today answers the question


@dataclass(frozen=True, slots=True)
class Nearest:
    """The article nearest to a gap: the cosine of its nearest passage or question, and how sure the bot is of it."""

    article_id: str
    title: str
    url: str
    cosine: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Example:
    """A question as a customer typed it."""

    text: str
    conversation: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """One matter: `question` is the most central of the real questions, `terms` what sets it apart from the others.

    `trend` counts the questions in each part of the period. `examples` are others of its questions, most central first.
    Where `is_comparable`, questions were asked all through the period, so that its halves can be compared.
    """

    question: Example
    terms: tuple[str, ...]
    customers: int
    questions: int
    trend: tuple[int, ...]
    examples: tuple[Example, ...]
    coverage: Coverage
    nearest: Nearest | None
    is_comparable: bool = True

    @property
    def is_growing(self) -> bool:
        """Whether clearly more of it came in the second half of the period; two standard deviations from even."""
        if not self.is_comparable:
            return False
        half = len(self.trend) // 2
        early, late = sum(self.trend[:half]), sum(self.trend[-half:]) if half else 0
        return late - early > 2 * sqrt(early + late)


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of a period, most customers first and what is answered by now last, as they were at `at`.

    Of `read` questions, the newest ones, `left_out` were small talk or no language; `is_cut` says that there were more.
    `single` questions are like no other customer's; `alone` are those in each wording, newest first.
    """

    at: datetime
    release: str
    found: Sequence[Gap]
    read: int
    left_out: int
    single: int
    is_cut: bool
    alone: Sequence[Example] = ()
