"""Candidates for golden questions: what they are, what they are gathered from, and where they are kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.conversation import Message
from embeddings.encoder import Vectors

# The cosine from which on two questions are the same one, asked in other words.
SAME_MEANING = 0.93


class Origin(StrEnum):
    """Why a question is a candidate; those that say most of what would have been right come first."""

    LINKED = "linked"  # an agent sent the customer the link to an article
    EDITED = "edited"  # an agent changed the draft that was suggested
    REJECTED = "rejected"  # an agent turned the draft down
    THUMBS_DOWN = "thumbs_down"  # the customer did not like the answer
    REFUSED = "refused"  # the bot found no answer


class State(StrEnum):
    """What a person has decided of a candidate."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that happened in a conversation and may tell of a question worth learning from.

    `position` rises with time within an origin. `messages` are the last ones up to what happened, oldest first, the
    question among them: that with the id `question`, or where that is None one that has to be found. `article_ids` are
    those of the draft, `reply` what an agent sent.
    """

    origin: Origin
    position: int
    conversation: int
    at: datetime
    messages: tuple[Message, ...]
    question: str | None = None
    article_ids: tuple[str, ...] = ()
    reply: str | None = None


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """Some evidence of one origin in order, and the position up to which there is no more."""

    pieces: tuple[Evidence, ...]
    read_to: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """A question that was asked once, by the id of its message, and one reason to look at it.

    Sightings with the same `key`, or with nearly the same `vector`, (dim,) float32 of the encoder with this
    fingerprint, are of one candidate.
    """

    origin: Origin
    message: str
    conversation: int
    at: datetime
    key: str
    vector: Vectors
    encoder: str
    article_ids: tuple[str, ...] = ()
    reply: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person has made of a candidate; only `state`, `by` and `at` of one that was dropped."""

    state: State
    by: str
    at: datetime
    question: str = ""
    article_ids: tuple[str, ...] = ()
    answerable: bool = False
    reference_answer: str | None = None
    as_alternative: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that a person may accept as a golden one, in the words of whoever showed best what was wrong.

    `history` is what was said before it, `said` the bot's reply; `count` is how often it was asked, `also` in which
    other words. `article_ids` and `reference_answer` are proposed from what agents did, or from what the bot cited.
    Without words, its conversations have been deleted; only a decided one is kept then.
    """

    number: int
    key: str
    state: State
    count: int
    origins: tuple[Origin, ...] = ()
    question: str = ""
    history: tuple[Message, ...] = ()
    said: Message | None = None
    also: tuple[str, ...] = ()
    article_ids: tuple[str, ...] = ()
    reference_answer: str | None = None
    locale: str | None = None
    conversation: int | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many candidates there are in each state, and of the open ones how many of each origin."""

    states: Mapping[State, int]
    origins: Mapping[Origin, int] = field(default_factory=dict)


class Candidates(Protocol):
    """Where candidates are kept. None of their words are: those stand in the messages, and go with them.

    Every method raises StoreError when the database can't be used.
    """

    def read_to(self, origin: Origin) -> int:
        """The position from which on evidence has to be read: a little before the last, for what was stored late."""
        ...

    def evidence(self, origin: Origin, after: int, limit: int) -> EvidencePage:
        """The first `limit` pieces of evidence with a position above `after`."""
        ...

    def seen(self, origin: Origin, messages: Collection[str]) -> frozenset[str]:
        """Those of the messages, by their ids, that have been added for this reason before."""
        ...

    def add(self, sightings: Sequence[Sighting], origin: Origin, read_to: int) -> int:
        """How many candidates are new; what was added before is not added again. Keeps `read_to`."""
        ...

    def withdraw(self) -> None:
        """Takes back what customers have taken back: a thumb that is up by now."""
        ...

    def outdated(self, encoder: str, limit: int) -> Sequence[Candidate]:
        """At most so many whose vectors another encoder has made, as far as their words are still known."""
        ...

    def encode_again(self, encoder: str, vectors: Mapping[int, Vectors]) -> None:
        """Keeps the vectors that the encoder has made, (dim,) float32, by the candidates' numbers."""
        ...

    def counts(self) -> Counts:
        """How many there are."""
        ...

    def listed(self, state: State, origin: Origin | None = None, limit: int = 50, skip: int = 0) -> Sequence[Candidate]:
        """The open ones asked most often first, the decided ones decided last first."""
        ...

    def find(self, number: int) -> Candidate:
        """The candidate. Raises NotFoundError."""
        ...

    def decide(self, number: int, decision: Decision, keep: Callable[[Candidate], None]) -> Candidate:
        """The candidate with the decision, once `keep` has been called with it.

        Nobody else decides it meanwhile, and it stays open if `keep` raises. Raises NotFoundError, and ConflictError
        when it has been decided already.
        """
        ...

    def reopen(self, number: int, take_back: Callable[[Candidate], None]) -> Candidate:
        """The candidate with its decision undone, once `take_back` has been called with it as it was decided.

        One whose conversations have been deleted goes for good. Raises NotFoundError, and ConflictError where there is
        no decision.
        """
        ...
