"""What agents write to one another about a conversation, and how it went between bot and people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.accounts.team import Agent
from bot.answer import Reason


@dataclass(frozen=True, slots=True)
class Note:
    """What an agent has written for the others about a conversation; no customer ever sees it."""

    number: int
    account: int
    author: str
    text: str
    created_at: datetime


class Step(StrEnum):
    """What becomes of a customer's request for a person."""

    REQUESTED = "requested"
    TAKEN = "taken"  # an agent came, or took over from another
    PASSED_ON = "passed_on"  # an agent left it to another
    RETURNED = "returned"  # the bot answers again
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a conversation between bot and people; `agent` is whoever came, or ended it, where that is known."""

    at: datetime
    what: Step
    agent: str | None = None
    reason: Reason | None = None


class Notes(Protocol):
    """Notes on conversations, and how these went between bot and people.

    Every method raises StoreError when the database can't be used.
    """

    def of(self, number: int) -> Sequence[Note]:
        """The notes on the conversation of this number, oldest first."""
        ...

    def add(self, number: int, author: Agent, text: str) -> Note:
        """The note as stored. Raises NotFoundError for an unknown conversation."""
        ...

    def remove(self, number: int, note: int, account: int | None) -> None:
        """Forgets the note; given an account only one of its own. Raises NotFoundError."""
        ...

    def moves(self, number: int) -> Sequence[Move]:
        """What became of the conversation's requests for a person, in order."""
        ...
