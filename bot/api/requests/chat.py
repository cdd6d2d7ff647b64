"""A customer's message as it comes in."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Header
from pydantic import AfterValidator, Field
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from bot.api.requests.fields import Filters, Id, Input, Locale, Text
from bot.api.requests.identity import Identity

_KEY = r"^[A-Za-z0-9_-]{22,64}$"


def _unguessable(key: str | None) -> str | None:
    # Whoever guesses a key is given the conversation that it came with: 22 such characters hold 128 bits.
    if key is not None and not re.fullmatch(_KEY, key):
        raise PydanticCustomError(
            "key", "could be guessed or is too long; send a random UUID, or 22 to 64 random characters of A-Za-z0-9_-"
        )
    return key


def stored_key(key: str) -> str:
    """The key as it is stored: no browser reaches what came from a helpdesk by guessing what it is stored by."""
    return f"browser:{key}"


IdempotencyKey = Annotated[
    # Without "or null" in the description, which a header can't be.
    str | SkipJsonSchema[None],
    AfterValidator(_unguessable),
    Header(
        json_schema_extra={"pattern": _KEY},
        description=(
            "the same for every attempt to send one message, which is stored and answered once; it gives access to the "
            "answer and has to be random: a UUID of version 4, or 128 bits as base64url"
        ),
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
