"""A conversation as JSON values → messages; every complaint names the message at fault."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.conversation import Message, Role
from corpus.errors import ConfigurationError

FORM = 'Write {"messages": [{"role": "user", "text": "…"}, …]} or the list alone, oldest message first.'
_ROLES = "A role is user (the customer), bot or agent."
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
_SHOWN_CHARS = 60


def read_conversation(values: Any) -> list[Message]:
    """The messages of a conversation, fields that are not needed passed over. Raises ConfigurationError."""
    found = values.get("messages") if isinstance(values, Mapping) else values
    if not isinstance(found, list):
        what = "has no list 'messages'" if isinstance(values, Mapping) else f"is {_shown(values)}"
        raise ConfigurationError(f"The conversation {what}. {FORM}")
    return [_message(number, one) for number, one in enumerate(found, 1)]


def _message(number: int, values: Any) -> Message:
    if not isinstance(values, Mapping):
        raise ConfigurationError(f"Message {number} is {_shown(values)}, not an object. {FORM}")
    role, text = values.get("role"), values.get("text")
    if role not in list(Role):
        what = "has no 'role'" if "role" not in values else f"has the role {_shown(role)}"
        raise ConfigurationError(f"Message {number} {what}. {_ROLES}")
    if not isinstance(text, str):
        what = "has no 'text'" if "text" not in values else f"has {_shown(text)} for its 'text', not a text"
        raise ConfigurationError(f'Message {number} {what}. Write "text": "…".')
    return Message("", Role(role), text, _UNDATED, seq=number)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS]}…"
