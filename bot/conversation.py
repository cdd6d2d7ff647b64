"""A conversation: messages in order, who answers them, and where both are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.answer import Answer, Reason


class Role(StrEnum):
    """Who wrote a message."""

    USER = "user"
    BOT = "bot"
    AGENT = "agent"


class Status(StrEnum):
    """Who answers a conversation."""

    BOT = "bot"  # the assistant does
    WAITING = "waiting"  # a person was asked for, and none has come yet
    AGENT = "agent"  # a person does
    CLOSED = "closed"  # a person has ended it; what the customer writes next goes to the assistant


class Rating(StrEnum):
    """What a customer thinks of an answer."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Feedback:
    """A customer's rating of one message; `reason` is a short word such as "outdated", `comment` their own words."""

    rating: Rating
    reason: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Customer:
    """Who a customer is, as the site that embeds the chat has signed it."""

    id: str
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `answer` is what the assistant returned, for messages of the bot. `created_at` is in UTC.

    `seq` rises by at least one with every message of a conversation. `author` is the name an agent goes by.
    """

    id: str
    role: Role
    text: str
    created_at: datetime
    answer: Answer | None = None
    seq: int = 0
    author: str | None = None
    feedback: Feedback | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is known of a conversation beside its messages; times are in UTC.

    `id` is the unguessable token by which a customer reads it, `number` what agents call it by. `version` rises with
    every message and every change of status. `requested_at` is when a person was last asked for, and `reason` why.
    `agent` is the name of the one who answers, `assignee` the number of their account where they have one.
    """

    id: str
    number: int
    status: Status
    version: int
    created_at: datetime
    active_at: datetime
    requested_at: datetime | None = None
    reason: Reason | None = None
    agent: str | None = None
    locale: str | None = None
    customer: Customer | None = None
    assignee: int | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A customer's message that has been stored: what came before it, and its reply if it has one already."""

    conversation: Conversation
    message: Message
    history: Sequence[Message] = field(default_factory=tuple)
    reply: Message | None = None


class Conversations(Protocol):
    """Where conversations are kept. Ids are unguessable: whoever holds one may read the conversation.

    What customers write is masked before it is stored. Whatever has been returned survives the end of the process.
    Every method raises NotFoundError for an unknown id, StoreError when the database can't be used.
    """

    def start(self, customer: Customer | None = None, locale: str | None = None) -> Conversation:
        """A new, empty conversation."""
        ...

    def find(self, conversation_id: str) -> Conversation:
        """The conversation as it is now."""
        ...

    def messages(self, conversation_id: str, after: int = 0) -> Sequence[Message]:
        """The messages whose `seq` is above `after`, oldest first."""
        ...

    def receive(
        self,
        conversation_id: str | None,
        text: str,
        key: str | None = None,
        customer: Customer | None = None,
        locale: str | None = None,
    ) -> Received:
        """The customer's message as stored; without a conversation a new one starts.

        A `key` that was seen before gives the message stored then, whatever conversation was named, so that a message
        sent twice is stored once. Raises ConflictError when the key came with another text or conversation. A customer
        that is given becomes the conversation's, as `identify` has it.
        """
        ...

    def reply(self, conversation_id: str, message_id: str | None, answer: Answer) -> Message:
        """The bot's reply to a message as stored; a message has one reply, and a second one gives back the first.

        Without a message it is what the bot says of its own accord.
        """
        ...

    def say(
        self,
        conversation_id: str,
        author: str,
        text: str,
        *,
        account: int | None = None,
        after: int | None = None,
        take_over: bool = False,
    ) -> Message:
        """An agent's message as stored; from it on the agent answers the conversation.

        With `account`, the number of the author's, it is assigned to them. Raises ConflictError, naming whom, when
        another agent has written something whose `seq` is above `after`; and for an account when another agent answers
        the conversation, unless it is taken over.
        """
        ...

    def set_status(
        self,
        conversation_id: str,
        status: Status,
        reason: Reason | None = None,
        agent: str | None = None,
        *,
        account: int | None = None,
        after: int | None = None,
        take_over: bool = True,
    ) -> Conversation:
        """The conversation with its status changed; nothing changes where it is so already.

        `agent` is who wants it so; an `account` that makes it AGENT is assigned the conversation. Raises ConflictError,
        naming whom, when another agent answers it, unless it is taken over; and where the bot is to answer or nobody
        any more, when the customer has written something whose `seq` is above `after`.

        WAITING keeps the time and reason of the first request until another status ends the wait; a conversation that
        an agent answers does not go back to WAITING by a customer's request.
        """
        ...

    def pass_on(
        self, conversation_id: str, agent: str | None = None, *, account: int | None = None, take_over: bool = True
    ) -> Conversation:
        """The conversation WAITING as an agent wants it: who answered it leaves it to another one, and a wait begins.

        Where nobody answers it yet, this is `set_status`. Raises ConflictError as that does.
        """
        ...

    def assign(self, conversation_id: str, account: int | None, by: str | None = None) -> Conversation:
        """The conversation assigned to the account of this number, or to nobody; who answers changes with it.

        Left to nobody while an agent answers, it is WAITING, as `pass_on` has it; `by` is the name of who wants it so.

        Raises NotFoundError for an unknown account.
        """
        ...

    def identify(self, conversation_id: str, customer: Customer) -> Conversation:
        """The conversation with its customer named; what was known of them and is not given now stays.

        Raises ConflictError when it is another customer's already.
        """
        ...

    def rate(self, message_id: str, feedback: Feedback) -> None:
        """Keeps the feedback on a message of the bot or an agent, in place of an earlier one."""
        ...

    def delete(self, conversation_id: str) -> None:
        """Forgets the conversation, and all that belongs to it, for good."""
        ...

    def delete_inactive(self, before: datetime) -> int:
        """How many conversations were forgotten because nothing was said in them since `before`."""
        ...

    def count_inactive(self, before: datetime) -> tuple[int, int]:
        """How many conversations `delete_inactive` would forget, and how many there are."""
        ...

    def versions(self, conversation_ids: Collection[str]) -> Mapping[str, int]:
        """The versions of those of the conversations that exist."""
        ...

    def inbox(self, status: Status | None = None, limit: int = 50, before: int | None = None) -> Sequence[Conversation]:
        """The conversations that come after number `before`, newest first; the waiting, longest wait first."""
        ...

    def numbered(self, number: int) -> Conversation:
        """The conversation that agents call by this number."""
        ...
