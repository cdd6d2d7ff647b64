"""What the site that embeds the chat has signed about its visitor, as it comes in."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.api.requests.fields import Input, clean


class SignedToken(Input):
    """A JWT that names the visitor."""

    token: Annotated[str, BeforeValidator(clean)] = Field(min_length=1, max_length=4096)


class SignedUser(Input):
    """A visitor's id and its HMAC-SHA256 in hexadecimal."""

    user_id: Annotated[str, BeforeValidator(clean)] = Field(min_length=1, max_length=200)
    hash: Annotated[str, BeforeValidator(clean)] = Field(min_length=1, max_length=128)


Identity = SignedToken | SignedUser
