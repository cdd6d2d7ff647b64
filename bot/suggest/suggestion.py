"""Drafts for an agent, and what became of those that were suggested: the types, and where they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.answer import Citation
from bot.conversation import Message

MOST_DRAFTS = 3


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """What a draft says to one of the customer's questions; `citations` are numbers of the draft's citations.

    `confidence` is the probability that the article it is quoted from answers the question. `rule` is the number of the
    team's rule whose answer it is, None for what is quoted from articles.
    """

    question: str
    text: str
    confidence: float
    citations: tuple[int, ...]
    rule: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An article that a draft stands on, as it can be inserted into a message."""

    article_id: str
    title: str
    url: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A draft for an agent, never sent by itself; `text` is Markdown, ready to send.

    `confidence` is how likely its least certain answer is right; 0 for one without any. `missing` are the open
    questions that it answers from no article, in the customer's words.
    """

    text: str
    confidence: float
    answers: tuple[PartAnswer, ...]
    citations: tuple[Citation, ...]
    links: tuple[Link, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """Up to three drafts that differ in substance, best first, for the questions that are open in a conversation.

    `missing` are the open questions that no article answers; `timings_ms` maps stage to milliseconds.
    """

    suggestions: tuple[Suggestion, ...]
    questions: tuple[str, ...]
    missing: tuple[str, ...]
    release: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)


class SuggestionOutcome(StrEnum):
    """What became of a draft."""

    ACCEPTED = "accepted"  # sent as it was
    EDITED = "edited"  # sent with changes
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class RecordedSuggestion:
    """A draft as it is kept; times are in UTC, texts masked.

    `conversation` is the number of one of our own, None for one that came from elsewhere, whose questions are not kept.
    `rank` counts from 1 among the drafts that were suggested together. `sent` is what was sent in its place, and
    `distance`, in [0, 1], how much of it was changed: letters put in, taken out or replaced, as a share of the longer.
    """

    id: str
    created_at: datetime
    rank: int
    text: str
    confidence: float
    release: str
    article_ids: tuple[str, ...]
    questions: tuple[str, ...]
    missing: tuple[str, ...]
    conversation: int | None = None
    agent: str | None = None
    outcome: SuggestionOutcome | None = None
    decided_at: datetime | None = None
    sent: str | None = None
    distance: float | None = None


class Suggests(Protocol):
    """The one entry point for drafts."""

    def suggest(
        self, messages: Sequence[Message], k: int = MOST_DRAFTS, locale: str | None = None, asked: str | None = None
    ) -> Suggested:
        """Up to k drafts for the questions that are open after the messages, or for what an agent asks."""
        ...


class SuggestionLog(Protocol):
    """Where drafts and what became of them are kept. Ids are unguessable; all texts are masked before they are stored.

    Every method raises StoreError when the database can't be used.
    """

    def record(
        self, suggested: Suggested, conversation: int | None = None, agent: str | None = None
    ) -> tuple[str, ...]:
        """The ids under which the drafts are kept, in their order.

        `conversation` is the number of one of our own; without one the questions are not kept.
        """
        ...

    def decide(self, suggestion_id: str, outcome: SuggestionOutcome, text: str | None = None) -> None:
        """Keeps what became of a draft; the first outcome stays.

        Of a draft that was not rejected the text that was sent decides, if it is known: accepted where it is the draft
        as it was, else edited. Raises NotFoundError.
        """
        ...

    def sent(
        self, suggestion_id: str, text: str, agent: str | None = None, conversation: int | None = None
    ) -> SuggestionOutcome | None:
        """Whether the text that an agent has sent is the draft as it was or edited, which is kept; the first stays.

        None for an id that is unknown, or of another conversation: the message has been sent, whatever it was made
        from. A draft of no conversation of ours belongs to this one from now on, and is deleted with it.
        """
        ...

    def find(self, suggestion_id: str) -> RecordedSuggestion:
        """The draft as it is kept. Raises NotFoundError."""
        ...

    def of_conversation(self, number: int) -> Sequence[RecordedSuggestion]:
        """The drafts for a conversation of our own, oldest first, those suggested together by rank."""
        ...
