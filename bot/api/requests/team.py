"""What those send who sign in or look after the team."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from bot.accounts.passwords import MAX_CHARS, MIN_CHARS
from bot.accounts.team import EMAIL_PATTERN, MAX_EMAIL_CHARS, MAX_NAME_CHARS, AgentRole
from bot.api.requests.fields import Input, Text

Email = Annotated[
    str,
    AfterValidator(str.strip),
    Field(
        max_length=MAX_EMAIL_CHARS,
        pattern=rf"^\s*{EMAIL_PATTERN}\s*$",
        description="in any case: accounts are found by it",
    ),
]
Name = Annotated[Text, AfterValidator(str.strip), Field(max_length=MAX_NAME_CHARS, description="what customers see")]
Password = Annotated[
    str,
    Field(
        max_length=MAX_CHARS,
        description=f"at least {MIN_CHARS} characters",
        json_schema_extra={"format": "password"},
    ),
]


class SignIn(Input):
    """Who wants to sign in."""

    email: Annotated[str, Field(max_length=MAX_EMAIL_CHARS)]
    password: Password


class PasswordChange(Input):
    """An agent's own new password, and the one that they have until now."""

    current: Password
    password: Password


class NewAgent(Input):
    """An account to be made."""

    email: Email
    name: Name
    role: AgentRole = AgentRole.AGENT
    password: Password


class AgentChange(Input):
    """What is to be changed of an account; a new password ends its sessions."""

    name: Name | None = None
    role: AgentRole | None = None
    password: Password | None = None
