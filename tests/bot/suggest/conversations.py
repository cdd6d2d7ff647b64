"""Conversations that the tests of suggested replies are written in: a line a message, by who wrote it."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.conversation import Message, Role

_ROLES = {"U": Role.USER, "B": Role.BOT, "A": Role.AGENT}


def said(*lines: str) -> list[Message]:
    """The messages: 'U: …' for the customer, 'B: …' for the bot, 'A: …' for an agent."""
    found = []
    for number, line in enumerate(lines, 1):
        who, _, text = line.partition(": ")
        found.append(Message("", _ROLES[who], text, datetime(1970, 1, 1, tzinfo=UTC), seq=number))
    return found
