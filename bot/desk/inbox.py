"""The inbox: the conversations as agents list, search and follow them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.answer import Outcome, Reason
from bot.conversation import Conversation, Rating, Role, Status
from bot.desk.words import Searched

NOBODY: Literal["none"] = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which conversations to list; what is None does not matter.

    `assigned` is the number of an account, or NOBODY; `before` the number of the last conversation of the page before.
    `since` and `until` bound when it began, `until` itself not included.
    """

    status: Status | None = None
    assigned: int | Literal["none"] | None = None
    words: Searched | None = None
    reason: Reason | None = None
    outcome: Outcome | None = None
    rating: Rating | None = None
    locale: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of the last message of a person in a conversation, else of the bot.

    A customer's wish for a person or greeting gives way to what they said before it.
    """

    role: Role
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation as the inbox lists it.

    `snippet` shows what was searched for, between bot.desk.words.START and END, and comes from a note where
    `is_noted`; `assignee` is the name of the account.
    """

    conversation: Conversation
    preview: Preview | None = None
    assignee: str | None = None
    snippet: str | None = None
    is_noted: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many conversations there are of each status, and how many are open and one's own."""

    waiting: int = 0
    mine: int = 0
    agent: int = 0
    bot: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """A conversation that has changed; `at` rises with every change."""

    number: int
    at: datetime


class Inbox(Protocol):
    """The conversations as agents find them. Every method raises StoreError when the database can't be used."""

    def page(self, wanted: Wanted) -> Sequence[Listed]:
        """The conversations, latest first; of the waiting ones, the longest wait first."""
        ...

    def listed(self, numbers: Collection[int]) -> Sequence[Listed]:
        """Those of these conversations that exist."""
        ...

    def counts(self, accounts: Collection[int]) -> Mapping[int, Counts]:
        """The counts as each of the accounts sees them."""
        ...

    def changed_since(self, moment: datetime) -> Sequence[Changed]:
        """The conversations that have changed since, as the clocks of those tell who changed them."""
        ...

    def gone_since(self, moment: datetime) -> Sequence[int]:
        """The numbers of the conversations that were deleted since, for an hour at most."""
        ...

    def waiting_since(self, moment: datetime) -> Sequence[int]:
        """The numbers of those that wait for a person since before the moment, at most a few hundred."""
        ...
