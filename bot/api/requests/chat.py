"""A customer's message as it comes in."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from bot.api.requests.fields import Filters, Id, Input, Locale, Text
from bot.api.requests.identity import Identity

_KEY = r"^[A-Za-z0-9_-]{16,64}$"
IdempotencyKey = Annotated[
    # Without "or null" in the description, which a header can't be; the pattern gets lost with it.
    str | SkipJsonSchema[None],
    Header(
        pattern=_KEY,
        json_schema_extra={"pattern": _KEY},
        description="the same for every attempt to send one message, such as a UUID: it is stored and answered once",
    ),
]


class ChatRequest(Input):
    """A customer's message."""

    message: Text = Field(examples=["How do I reset my 2FA?"])
    conversation_id: Id | None = Field(
        default=None, description="as the first answer gave it; without one a new conversation starts"
    )
    locale: Locale | None = Field(
        default=None,
        description=(
            "the customer's language, in which the bot's own words are; `filters.locale` chooses articles by theirs"
        ),
    )
    filters: Filters | None = None
    stream: bool = Field(default=False, strict=True, description="true for server-sent events")
    identity: Identity | None = Field(default=None, description="who the customer is, signed by the site")
