"""Conversations kept in the memory of one process, until the store takes their place."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from threading import RLock
from typing import Any

from bot.answer import Answer, Reason
from bot.conversation import Conversation, Customer, Feedback, Message, Received, Role, Status
from corpus.errors import ConflictError, NotFoundError


class Unlimited:
    """Limits that let everything through."""

    def message(self, address: str, conversation_id: str | None) -> None:
        """Counts nothing."""

    def read(self, address: str) -> None:
        """Counts nothing."""


class MemoryConversations:
    """Conversations in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[Conversation, list[Message]]] = {}
        self.keys: dict[str, tuple[str, str]] = {}
        self.replies: dict[str, Message] = {}
        self.numbers = count(1)
        self.lock = RLock()
        self.error: Exception | None = None

    def _get(self, conversation_id: str) -> tuple[Conversation, list[Message]]:
        if self.error:
            raise self.error
        if conversation_id not in self.kept:
            raise NotFoundError("This conversation does not exist or has expired; start a new one without its id.")
        return self.kept[conversation_id]

    def _change(self, conversation_id: str, **changes: Any) -> Conversation:
        old, messages = self._get(conversation_id)
        new = replace(old, version=old.version + 1, **changes)
        self.kept[conversation_id] = (new, messages)
        return new

    def _add(self, conversation_id: str, role: Role, text: str, **fields: Any) -> Message:
        messages = self._get(conversation_id)[1]
        message = Message(secrets.token_urlsafe(16), role, text, datetime.now(UTC), seq=len(messages) + 1, **fields)
        messages.append(message)
        self._change(conversation_id, active_at=message.created_at)
        return message

    def start(self, customer: Customer | None = None, locale: str | None = None) -> Conversation:
        with self.lock:
            now, number = datetime.now(UTC), next(self.numbers)
            new = Conversation(
                secrets.token_urlsafe(24), number, Status.BOT, 1, now, now, customer=customer, locale=locale
            )
            self.kept[new.id] = (new, [])
            return new

    def find(self, conversation_id: str) -> Conversation:
        return self._get(conversation_id)[0]

    def messages(self, conversation_id: str, after: int = 0) -> Sequence[Message]:
        return tuple(m for m in self._get(conversation_id)[1] if m.seq > after)

    def receive(
        self,
        conversation_id: str | None,
        text: str,
        key: str | None = None,
        customer: Customer | None = None,
        locale: str | None = None,
    ) -> Received:
        with self.lock:
            if key in self.keys:
                where, message_id = self.keys[key]
                conversation, messages = self._get(where)
                at = next(n for n, m in enumerate(messages) if m.id == message_id)
                if messages[at].text != text or conversation_id not in (None, where):
                    raise ConflictError("This key came with another message.")
                return Received(conversation, messages[at], tuple(messages[:at]), self.replies.get(message_id))
            where = self.start(customer, locale).id if conversation_id is None else conversation_id
            history = self.messages(where)
            if customer:
                self._change(where, customer=customer)
            message = self._add(where, Role.USER, text)
            if key:
                self.keys[key] = (where, message.id)
            return Received(self.find(where), message, history)

    def reply(self, conversation_id: str, message_id: str | None, answer: Answer) -> Message:
        with self.lock:
            if message_id in self.replies:
                return self.replies[message_id]
            message = self._add(conversation_id, Role.BOT, answer.answer, answer=answer)
            if message_id:
                self.replies[message_id] = message
            return message

    def say(self, conversation_id: str, author: str, text: str) -> Message:
        with self.lock:
            self._get(conversation_id)
            message = self._add(conversation_id, Role.AGENT, text, author=author)
            self._change(conversation_id, status=Status.AGENT, agent=author)
            return message

    def set_status(
        self, conversation_id: str, status: Status, reason: Reason | None = None, agent: str | None = None
    ) -> Conversation:
        with self.lock:
            old = self.find(conversation_id)
            if old.status is status or (status is Status.WAITING and old.status is Status.AGENT):
                return old
            asked = datetime.now(UTC) if status is Status.WAITING else old.requested_at
            return self._change(
                conversation_id, status=status, reason=reason or old.reason, agent=agent, requested_at=asked
            )

    def identify(self, conversation_id: str, customer: Customer) -> Conversation:
        return self._change(conversation_id, customer=customer)

    def rate(self, message_id: str, feedback: Feedback) -> None:
        for _, messages in self.kept.values():
            for n, m in enumerate(messages):
                if m.id == message_id and m.role is not Role.USER:
                    messages[n] = replace(m, feedback=feedback)
                    return
        raise NotFoundError("There is no such message.")

    def delete(self, conversation_id: str) -> None:
        self._get(conversation_id)
        del self.kept[conversation_id]

    def delete_inactive(self, before: datetime) -> int:
        return 0

    def versions(self, conversation_ids: Collection[str]) -> Mapping[str, int]:
        if self.error:
            raise self.error
        return {i: self.kept[i][0].version for i in conversation_ids if i in self.kept}

    def inbox(self, status: Status | None = None, limit: int = 50, before: int | None = None) -> Sequence[Conversation]:
        found = [c for c, _ in self.kept.values() if status in (None, c.status) and c.number < (before or 2**31)]
        return sorted(found, key=lambda c: -c.number)[:limit]

    def numbered(self, number: int) -> Conversation:
        for conversation, _ in self.kept.values():
            if conversation.number == number:
                return conversation
        raise NotFoundError(f"There is no conversation number {number}.")
