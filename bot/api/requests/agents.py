"""What agents send."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from bot.api.requests.fields import MAX_INTEGER, Input, Text
from bot.conversation import Status

MAX_TEXT_CHARS = 10_000

Author = Annotated[Text, AfterValidator(str.strip), Field(max_length=80, description="the name customers see")]


class InboxQuery(Input):
    """Which conversations to list."""

    status: Status | None = None
    before: int | None = Field(default=None, ge=1, le=MAX_INTEGER, description="the last number of the page before")
    limit: int = Field(default=50, ge=1, le=200)


class AgentText(Input):
    """An agent's message."""

    text: Text = Field(max_length=MAX_TEXT_CHARS)
    author: Author


class StatusChange(Input):
    """Who answers a conversation from now on."""

    status: Status
    author: Author | None = Field(default=None, description="the agent who takes it over")
