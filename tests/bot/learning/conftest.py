from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.answer import Answer
from bot.conversation import Message, Role
from tests.bot.api.conftest import database as database
from tests.bot.api.conftest import empty_database as empty_database

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
Say = Callable[..., Message]


@pytest.fixture
def say() -> Say:
    """Makes messages, each with an id of its own."""
    made: list[Message] = []

    def said(role: Role, text: str, answer: Answer | None = None, author: str | None = None) -> Message:
        made.append(replace(Message(f"m{len(made)}", role, text, NOW, answer), author=author))
        return made[-1]

    return said
