"""Conversations as customers see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from bot.answer import Answer
from bot.api.schemas.answers import ChatAnswer, answer_fields
from bot.conversation import Message, Rating, Role, Status


class PeopleKind(StrEnum):
    """How a customer reaches a person."""

    CHAT = "chat"  # in the chat, where agents answer
    LINK = "link"  # by the contact address
    NONE = "none"  # not from here


class Handoff(BaseModel):
    """Who answers a conversation, and whether and when a person does."""

    status: Status
    agent: str | None = Field(description="the name of the person who answers")
    requested_at: datetime | None = Field(description="since when a person is waited for")
    online: bool = Field(description="whether the person who answers has the conversation open")
    unattended: bool = Field(description="nobody has come for longer than CITEDESK_HANDOFF_MINUTES")
    people: PeopleKind
    contact_url: str = Field(description="where else a person is reached; empty: nowhere")
    open: bool = Field(description="whether people are there at this hour")
    opens_at: datetime | None = Field(description="when they are back, if they are not there now")


class AgentTyping(BaseModel):
    """Who is writing to the customer."""

    agent: str | None = Field(description="the name of an agent; null when nobody writes")


class ChatReply(ChatAnswer):
    """The assistant's reply, and who answers the conversation from here on."""

    handoff: Handoff

    @classmethod
    def to(cls, message_id: str, answer: Answer, conversation_id: str, handoff: Handoff, site: str) -> ChatReply:
        """The answer as sent, its links made absolute."""
        fields = answer_fields(answer, site)
        return cls(conversation_id=conversation_id, message_id=message_id, **fields, handoff=handoff)


class ConversationMessage(BaseModel):
    """One message; `answer` is set for those of the bot, `author` for those of an agent."""

    id: str
    seq: int = Field(description="rises with every message of the conversation")
    role: Role
    text: str
    created_at: datetime
    author: str | None
    rating: Rating | None = Field(description="what the customer thinks of it")
    answer: ChatAnswer | None

    @classmethod
    def of(cls, message: Message, conversation_id: str, site: str) -> ConversationMessage:
        """The message as sent."""
        return cls(
            id=message.id,
            seq=message.seq,
            role=message.role,
            text=message.text,
            created_at=message.created_at,
            author=message.author,
            rating=message.feedback.rating if message.feedback else None,
            answer=ChatAnswer.of(message.answer, conversation_id, message.id, site) if message.answer else None,
        )


class ConversationMessages(BaseModel):
    """A conversation, oldest message first."""

    conversation_id: str
    messages: list[ConversationMessage]
    handoff: Handoff

    @classmethod
    def of(cls, conversation_id: str, messages: Sequence[Message], handoff: Handoff, site: str) -> ConversationMessages:
        """The conversation as sent."""
        sent = [ConversationMessage.of(message, conversation_id, site) for message in messages]
        return cls(conversation_id=conversation_id, messages=sent, handoff=handoff)


class HandedOff(BaseModel):
    """What became of asking for a person."""

    conversation_id: str
    message: ConversationMessage | None = Field(description="what the bot said to it; null when it was asked before")
    handoff: Handoff


class Identified(BaseModel):
    """Who the customer is."""

    user_id: str
    name: str | None
