"""What the store tells about a period, before anything is worked out from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
import numpy.typing as npt

from bot.answer import Outcome, Reason
from bot.conversation import Rating

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Conversed:
    """Conversations that began in a period.

    `customers` counts those who are known, each once. `asked` are the conversations with a question in them, small talk
    is none; `resolved` those of them in which every question was answered or clarified, no person was asked for or
    came, and no answer has a thumbs-down.
    """

    conversations: int
    customers: int
    asked: int
    resolved: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many questions had which outcome; `small_talk` were greetings and thanks, and are in none of the others."""

    answered: int = 0
    clarify: int = 0
    abstained: int = 0
    handed_off: int = 0
    small_talk: int = 0

    @property
    def questions(self) -> int:
        """All of them but small talk."""
        return self.answered + self.clarify + self.abstained + self.handed_off


@dataclass(frozen=True, slots=True)
class Reasoned:
    """How many questions had this outcome for this reason."""

    outcome: Outcome
    reason: Reason | None
    count: int


@dataclass(frozen=True, slots=True)
class Waits:
    """The times that a person was asked for, by their reason: after how many seconds one came, if one did.

    For the `open` ones nobody has come yet; what is in neither was ended before anybody came.
    """

    reasons: Mapping[Reason | None, int]
    seconds: Floats
    open: int

    @property
    def asked(self) -> int:
        """All of them."""
        return sum(self.reasons.values())


@dataclass(frozen=True, slots=True)
class Rated:
    """How many answers of an outcome at about this confidence (in hundredths) customers rated so."""

    outcome: Outcome
    percent: int
    rating: Rating
    count: int


@dataclass(frozen=True, slots=True)
class Complaint:
    """How many thumbs-down came with this word of the widget's; None for those without one."""

    reason: str | None
    count: int


@dataclass(frozen=True, slots=True)
class ArticleUse:
    """How many answers were grounded in an article, and how customers rated those."""

    grounded: int = 0
    up: int = 0
    down: int = 0


@dataclass(frozen=True, slots=True)
class Timings:
    """Answers that were retrieved for: all of a period, or of very many about one in `every`.

    Each is (answers,): the second since 1970 in which it was given, how long it took, how sure the bot was.
    """

    every: int
    at: Floats
    total_ms: Floats
    confidence: Floats


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that no article answered. `asker` is the customer where known, else the conversation."""

    text: str
    at: datetime
    conversation: int
    asker: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """What became of the drafts for agents: those that were shown, and how far the edited ones were changed (0 to 1).

    The drafts shown together count once, as the best that became of one of them.
    """

    shown: int = 0
    accepted: int = 0
    edited: int = 0
    rejected: int = 0
    median_distance: float | None = None

    @property
    def undecided(self) -> int:
        """Those that nobody said anything of."""
        return self.shown - self.accepted - self.edited - self.rejected


class InsightFacts(Protocol):
    """What is asked of the store for a period [start, end); moments are in UTC. Raises StoreError.

    What was deleted counts nowhere.
    """

    def began(self) -> datetime | None:
        """When the oldest conversation began; None without any."""
        ...

    def conversed(self, start: datetime, end: datetime) -> Conversed:
        """The conversations that began then."""
        ...

    def outcomes(self, borders: Sequence[datetime]) -> Sequence[Outcomes]:
        """The outcomes between each border and the next."""
        ...

    def reasons(self, start: datetime, end: datetime) -> Sequence[Reasoned]:
        """Why questions were not simply answered."""
        ...

    def waits(self, start: datetime, end: datetime) -> Waits:
        """The times that a person was asked for."""
        ...

    def ratings(self, start: datetime, end: datetime) -> Sequence[Rated]:
        """What customers said of answers given then, small talk left out."""
        ...

    def complaints(self, start: datetime, end: datetime) -> Sequence[Complaint]:
        """Why answers given then have a thumbs-down."""
        ...

    def article_use(self, start: datetime, end: datetime) -> Mapping[str, ArticleUse]:
        """By its id, every article that an answer was grounded in."""
        ...

    def never_retrieved(self, article_ids: Collection[str], start: datetime, end: datetime) -> Collection[str]:
        """Those of the articles that were retrieved for no answer."""
        ...

    def timings(self, start: datetime, end: datetime, most: int) -> Timings:
        """How long answers took; at most about `most` of them, spread evenly."""
        ...

    def open_questions(self, start: datetime, end: datetime, most: int) -> Sequence[OpenQuestion]:
        """The newest questions that no article answered, newest first."""
        ...

    def drafts(self, start: datetime, end: datetime) -> Drafts:
        """What became of the drafts that were made then."""
        ...

    def existing(self, conversations: Collection[int]) -> Collection[int]:
        """The numbers of those of the conversations that are stored."""
        ...
