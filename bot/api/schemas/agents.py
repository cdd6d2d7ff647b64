"""Conversations as agents see them: by number, never with the token by which customers read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from bot.answer import Reason
from bot.api.schemas.answers import GivenAnswer, answer_fields
from bot.conversation import Message, Rating, Role, Status
from bot.desk import CannedReply, Counts, Listed, Move, Note, Presence, Step


class CustomerDetail(BaseModel):
    """Who the customer is, as the site that embeds the chat has signed it."""

    id: str
    name: str | None
    email: str | None


class LastMessage(BaseModel):
    """The beginning of a conversation's last message."""

    role: Role
    text: str
    created_at: datetime


class Assignee(BaseModel):
    """Whose a conversation is."""

    number: int
    name: str


class AgentConversation(BaseModel):
    """A conversation without its messages."""

    number: int
    status: Status
    reason: Reason | None = Field(description="why a person was asked for")
    requested_at: datetime | None
    unattended: bool = Field(description="nobody has come for longer than CITEDESK_HANDOFF_MINUTES")
    agent: str | None
    locale: str | None
    customer: CustomerDetail | None
    assignee: Assignee | None = Field(description="the account it is assigned to")
    version: int = Field(description="rises with every message and every change of who answers")
    created_at: datetime
    active_at: datetime
    preview: LastMessage | None = Field(
        description="what the customer said last, a mere wish for a person left out, or an agent; else the bot"
    )
    snippet: str | None = Field(description="what was searched for, every hit between U+0002 and U+0003")
    noted: bool = Field(description="the snippet is of an internal note")

    @classmethod
    def of(cls, listed: Listed, unattended: bool) -> AgentConversation:
        """The conversation as agents see it."""
        return cls(**_fields(listed), unattended=unattended)


class GivenFeedback(BaseModel):
    """What the customer thinks of a message."""

    rating: Rating
    reason: str | None
    comment: str | None


class AgentMessage(BaseModel):
    """One message; `answer` is set for those of the bot, `author` for those of an agent."""

    id: str
    seq: int
    role: Role
    text: str
    created_at: datetime
    author: str | None
    feedback: GivenFeedback | None
    answer: GivenAnswer | None

    @classmethod
    def of(cls, message: Message, site: str) -> AgentMessage:
        """The message as agents see it."""
        given = message.feedback
        return cls(
            id=message.id,
            seq=message.seq,
            role=message.role,
            text=message.text,
            created_at=message.created_at,
            author=message.author,
            feedback=GivenFeedback(rating=given.rating, reason=given.reason, comment=given.comment) if given else None,
            answer=GivenAnswer(**answer_fields(message.answer, site)) if message.answer else None,
        )


class AgentNote(BaseModel):
    """What an agent has written for the others; no customer ever sees it."""

    id: int
    author: str
    text: str
    created_at: datetime
    mine: bool

    @classmethod
    def of(cls, note: Note, me: int) -> AgentNote:
        """The note as the agent of that number sees it."""
        mine = note.account == me
        return cls(id=note.number, author=note.author, text=note.text, created_at=note.created_at, mine=mine)


class AgentMove(BaseModel):
    """One step between bot and people."""

    at: datetime
    what: Step
    agent: str | None = Field(description="who took it or ended it; null for a request, and where nobody said who")
    reason: Reason | None

    @classmethod
    def of(cls, move: Move) -> AgentMove:
        """The move as agents see it."""
        return cls(at=move.at, what=move.what, agent=move.agent, reason=move.reason)


class CustomerPresence(BaseModel):
    """Whether the customer has the conversation open, and is writing."""

    online: bool
    typing: bool


class AgentPresence(BaseModel):
    """An agent who has the conversation open."""

    number: int
    name: str
    typing: bool


class ConversationPresence(BaseModel):
    """Who has a conversation open."""

    customer: CustomerPresence
    agents: list[AgentPresence]

    @classmethod
    def of(cls, presence: Presence) -> ConversationPresence:
        """The presence as sent."""
        return cls(**presence_fields(presence))


class PresenceOf(ConversationPresence):
    """Who has the conversation of this number open."""

    number: int


class AgentConversationDetail(AgentConversation):
    """A conversation with its messages, notes and moves, oldest first."""

    waiting_seconds: int | None = Field(
        description="how long the customer has waited for a person; null if not waiting"
    )
    messages: list[AgentMessage]
    notes: list[AgentNote]
    moves: list[AgentMove]
    presence: ConversationPresence

    @classmethod
    def with_all(
        cls,
        listed: Listed,
        unattended: bool,
        waiting_seconds: int | None,
        messages: list[AgentMessage],
        notes: list[AgentNote],
        moves: list[AgentMove],
        presence: Presence,
    ) -> AgentConversationDetail:
        """The conversation as agents see it."""
        return cls(
            **_fields(listed),
            unattended=unattended,
            waiting_seconds=waiting_seconds,
            messages=messages,
            notes=notes,
            moves=moves,
            presence=ConversationPresence.of(presence),
        )


class InboxCounts(BaseModel):
    """How many conversations there are of each status, and how many are open and one's own."""

    waiting: int
    mine: int
    agent: int
    bot: int
    closed: int

    @classmethod
    def of(cls, counts: Counts) -> InboxCounts:
        """The counts as sent."""
        return cls(waiting=counts.waiting, mine=counts.mine, agent=counts.agent, bot=counts.bot, closed=counts.closed)


class Inbox(BaseModel):
    """Conversations, the latest first; of the waiting ones, the longest wait first."""

    items: list[AgentConversation]
    counts: InboxCounts = Field(description="of all conversations, whatever was asked for")
    next: int | None = Field(description="the `before` of the next page; null when this is the last")


class ReadyReply(BaseModel):
    """A reply kept ready."""

    id: int
    title: str
    shortcut: str | None
    text: str

    @classmethod
    def of(cls, reply: CannedReply) -> ReadyReply:
        """The reply as sent."""
        return cls(id=reply.number, title=reply.title, shortcut=reply.shortcut, text=reply.text)


def presence_fields(presence: Presence) -> dict[str, Any]:
    """What is sent of a presence."""
    agents = [AgentPresence(number=one.number, name=one.name, typing=one.typing) for one in presence.agents]
    customer = CustomerPresence(online=presence.customer_online, typing=presence.customer_typing)
    return {"customer": customer, "agents": agents}


def _fields(listed: Listed) -> dict[str, Any]:
    conversation, preview = listed.conversation, listed.preview
    customer, assignee = conversation.customer, conversation.assignee
    names = ("number", "status", "reason", "requested_at", "agent", "locale", "version", "created_at", "active_at")
    return {
        **{name: getattr(conversation, name) for name in names},
        "customer": CustomerDetail(id=customer.id, name=customer.name, email=customer.email) if customer else None,
        "assignee": None if assignee is None else Assignee(number=assignee, name=listed.assignee or "?"),
        "preview": preview and LastMessage(role=preview.role, text=preview.text, created_at=preview.created_at),
        "snippet": listed.snippet,
        "noted": listed.is_noted,
    }
