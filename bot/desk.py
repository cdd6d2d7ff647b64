"""What agents work with: the inbox, notes to one another, replies kept ready, and who has a conversation open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.answer import Outcome, Reason
from bot.conversation import Conversation, Rating, Role, Status
from bot.team import Agent
from bot.words import Searched

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
    """The beginning of the last message of a person in a conversation, else of the bot."""

    role: Role
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation as the inbox lists it.

    `snippet` shows what was searched for, between bot.words.START and END; `assignee` is the name of the account.
    """

    conversation: Conversation
    preview: Preview | None = None
    assignee: str | None = None
    snippet: str | None = None


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


@dataclass(frozen=True, slots=True)
class Note:
    """What an agent has written for the others about a conversation; no customer ever sees it."""

    number: int
    account: int
    author: str
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a conversation between bot and people.

    `what` is requested, taken, passed_on, returned or closed; `agent` whoever answered it then.
    """

    at: datetime
    what: str
    agent: str | None = None
    reason: Reason | None = None


class Notes(Protocol):
    """Notes on conversations, and how these went between bot and people."""

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


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A reply kept ready; `shortcut` is what an agent types to get it."""

    number: int
    title: str
    shortcut: str | None
    text: str


class CannedReplies(Protocol):
    """The replies that the team keeps ready."""

    def all(self) -> Sequence[CannedReply]:
        """All of them, by title."""
        ...

    def save(self, reply: CannedReply) -> CannedReply:
        """The reply as stored: a new one for the number 0, else in place of the one of its number.

        Raises NotFoundError, ConflictError when another one has its shortcut.
        """
        ...

    def remove(self, number: int) -> None:
        """Forgets the reply. Raises NotFoundError."""
        ...


@dataclass(frozen=True, slots=True)
class PresentAgent:
    """An agent who has a conversation open."""

    number: int
    name: str
    typing: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """Who has a conversation open right now."""

    customer_online: bool = False
    customer_typing: bool = False
    agents: Sequence[PresentAgent] = ()

    def answering(self, conversation: Conversation) -> bool:
        """Whether the agent who answers the conversation has it open."""
        if conversation.status is not Status.AGENT:
            return False
        if conversation.assignee is not None:
            return any(agent.number == conversation.assignee for agent in self.agents)
        return any(agent.name == conversation.agent for agent in self.agents)

    @property
    def agent_typing(self) -> str | None:
        """The name of an agent who is writing to the customer."""
        return next((agent.name for agent in self.agents if agent.typing), None)


class Presences(Protocol):
    """Who has which conversation open, as all servers together know; whoever says nothing for a while is gone."""

    def agent_is_here(self, number: int, agent: Agent, *, is_typing: bool) -> None:
        """Keeps that the agent has the conversation of this number open. Raises NotFoundError."""
        ...

    def agent_left(self, number: int, agent: Agent) -> None:
        """Keeps that the agent has it open no more."""
        ...

    def customer_is_typing(self, conversation_id: str) -> None:
        """Keeps that the customer is writing. Raises NotFoundError."""
        ...

    def customers_are_here(self, server: str, conversation_ids: Collection[str]) -> None:
        """Keeps that the customers of these conversations have them open at the server of that name."""
        ...

    def customers_left(self, server: str, conversation_ids: Collection[str]) -> None:
        """Keeps that they have them open there no more."""
        ...

    def everywhere(self) -> Mapping[int, Presence]:
        """Who is present in which conversation, by its number; conversations with nobody are left out."""
        ...

    def among(self, conversation_ids: Collection[str]) -> Mapping[str, Presence]:
        """The same of these conversations, by their ids."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """All that agents work with beside the conversations themselves."""

    inbox: Inbox
    notes: Notes
    replies: CannedReplies
    presences: Presences
