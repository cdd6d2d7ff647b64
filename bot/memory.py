"""Conversations kept in the memory of one process."""

from __future__ import annotations

import secrets
from collections import OrderedDict, deque
from collections.abc import Sequence
from datetime import UTC, datetime
from threading import Lock

from bot.answer import Answer
from bot.conversation import Message, Role
from corpus.errors import NotFoundError


class MemoryConversations:
    """Conversations that live as long as the process; the one unused for longest makes room for a new one.

    Of a conversation the last `max_messages` are kept. Safe to use from several threads.
    """

    def __init__(self, max_conversations: int = 2000, max_messages: int = 50) -> None:
        if max_conversations < 1 or max_messages < 1:
            raise ValueError(f"nothing could be kept: {max_conversations=}, {max_messages=}")
        self._max_conversations, self._max_messages = max_conversations, max_messages
        self._conversations: OrderedDict[str, deque[Message]] = OrderedDict()
        self._lock = Lock()

    def start(self) -> str:
        """The id of a new, empty conversation."""
        conversation_id = secrets.token_urlsafe(24)
        with self._lock:
            self._conversations[conversation_id] = deque(maxlen=self._max_messages)
            if len(self._conversations) > self._max_conversations:
                self._conversations.popitem(last=False)
        return conversation_id

    def append(self, conversation_id: str, role: Role, text: str, answer: Answer | None = None) -> Message:
        """The message as stored at the end of the conversation. Raises NotFoundError for an unknown id."""
        message_id = secrets.token_urlsafe(16)
        with self._lock:
            messages = self._used(conversation_id)
            message = Message(message_id, role, text, datetime.now(UTC), answer)
            messages.append(message)
        return message

    def messages(self, conversation_id: str) -> Sequence[Message]:
        """Every message, oldest first. Raises NotFoundError for an unknown id."""
        with self._lock:
            return tuple(self._used(conversation_id))

    def delete(self, conversation_id: str) -> None:
        """Forgets the conversation for good. Raises NotFoundError for an unknown id."""
        with self._lock:
            self._used(conversation_id)
            del self._conversations[conversation_id]

    def _used(self, conversation_id: str) -> deque[Message]:
        messages = self._conversations.get(conversation_id)
        if messages is None:
            # Not named in the message: whoever reads a log must not learn an id.
            raise NotFoundError("This conversation does not exist or has expired; start a new one without its id.")
        self._conversations.move_to_end(conversation_id)
        return messages
