"""Conversations as agents see them: by number, never with the token by which customers read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from bot.answer import Reason
from bot.api.schemas.answers import GivenAnswer, answer_fields
from bot.conversation import Conversation, Message, Rating, Role, Status


class CustomerDetail(BaseModel):
    """Who the customer is, as the site that embeds the chat has signed it."""

    id: str
    name: str | None
    email: str | None


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
    created_at: datetime
    active_at: datetime

    @classmethod
    def of(cls, conversation: Conversation, unattended: bool) -> AgentConversation:
        """The conversation as agents see it."""
        return cls(**_fields(conversation), unattended=unattended)


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


class AgentConversationDetail(AgentConversation):
    """A conversation with its messages, oldest first."""

    messages: list[AgentMessage]

    @classmethod
    def with_messages(
        cls, conversation: Conversation, unattended: bool, messages: Sequence[Message], site: str
    ) -> AgentConversationDetail:
        """The conversation as agents see it."""
        sent = [AgentMessage.of(message, site) for message in messages]
        return cls(**_fields(conversation), unattended=unattended, messages=sent)


class Inbox(BaseModel):
    """Conversations, the latest first; of the waiting ones, the longest wait first."""

    items: list[AgentConversation]


def _fields(conversation: Conversation) -> dict[str, Any]:
    customer = conversation.customer
    names = ("number", "status", "reason", "requested_at", "agent", "locale", "created_at", "active_at")
    return {
        **{name: getattr(conversation, name) for name in names},
        "customer": CustomerDetail(id=customer.id, name=customer.name, email=customer.email) if customer else None,
    }
