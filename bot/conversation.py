"""A conversation: messages in order, and where they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.answer import Answer


class Role(StrEnum):
    """Who wrote a message."""

    USER = "user"
    BOT = "bot"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `answer` is what the assistant returned, for messages of the bot. `created_at` is in UTC."""

    id: str
    role: Role
    text: str
    created_at: datetime
    answer: Answer | None = None


class Conversations(Protocol):
    """Where conversations are kept. Ids are unguessable: whoever holds one may read the conversation."""

    def start(self) -> str:
        """The id of a new, empty conversation."""
        ...

    def append(self, conversation_id: str, role: Role, text: str, answer: Answer | None = None) -> Message:
        """The message as stored at the end of the conversation. Raises NotFoundError for an unknown id."""
        ...

    def messages(self, conversation_id: str) -> Sequence[Message]:
        """Every message, oldest first. Raises NotFoundError for an unknown id."""
        ...

    def delete(self, conversation_id: str) -> None:
        """Forgets the conversation for good. Raises NotFoundError for an unknown id."""
        ...
