"""What other helpdesks send, as it comes in."""

from __future__ import annotations

import json
from typing import Annotated, Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from bot.api.requests.fields import Input, Locale, Text
from bot.api.text import all_readable

MAX_EXTERNAL_CHARS = 200
MAX_ID_CHARS = MAX_NAME_CHARS = 200
MAX_EMAIL_CHARS = 320
MAX_NUMBER = 2**53


def _stripped(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


_Name = Annotated[str, BeforeValidator(_stripped)]  # before it is measured: blanks name nothing
_Number = Annotated[int, Field(ge=1, le=MAX_NUMBER)]
_Body = TypeVar("_Body", bound=BaseModel)


def parsed(model: type[_Body], body: bytes) -> _Body:
    """The body as the model has it, its texts made readable, after its signature was checked.

    Raises RequestValidationError.
    """
    try:
        return model.model_validate_json(json.dumps(_values(body)))
    except ValidationError as error:
        problems = [{**problem, "loc": ("body", *problem["loc"])} for problem in error.errors(include_url=False)]
        raise RequestValidationError(problems) from error


def _values(body: bytes) -> Any:
    place: tuple[str | int, ...] = ("body",)
    try:
        return all_readable(json.loads(body))
    except json.JSONDecodeError as error:
        place, why = ("body", error.pos), error.msg
    except (ValueError, RecursionError):
        why = "not in UTF-8, nested too deeply, or a number has thousands of digits"
    raise RequestValidationError([{"type": "json_invalid", "loc": place, "msg": why, "ctx": {"error": why}}])


class HelpdeskCustomer(Input):
    """Who writes, as the helpdesk knows them."""

    id: _Name = Field(min_length=1, max_length=MAX_ID_CHARS)
    name: _Name | None = Field(default=None, max_length=MAX_NAME_CHARS)
    email: _Name | None = Field(default=None, max_length=MAX_EMAIL_CHARS)


class HelpdeskMessage(Input):
    """A customer's message that another helpdesk hands in."""

    conversation: _Name = Field(
        min_length=1, max_length=MAX_EXTERNAL_CHARS, description="what the helpdesk calls the conversation by"
    )
    message: Text = Field(examples=["How do I reset my 2FA?"])
    locale: Locale | None = Field(default=None, description="the customer's language")
    customer: HelpdeskCustomer | None = None


class _Theirs(BaseModel):
    """An object of which others decide what else it holds."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Known(_Theirs):
    id: _Number


def _number_or_none(value: Any) -> Any:
    # Chatwoot's documentation has ids as texts, Chatwoot itself sends numbers.
    return None if isinstance(value, str) and not value.isdecimal() else value


class _Last(_Theirs):
    account_id: Annotated[_Number | None, BeforeValidator(_number_or_none)] = None


class ChatwootConversation(_Theirs):
    """Chatwoot's conversation, as it stands in a message.

    Its `id` is the number within the account, which Chatwoot's documented sample calls `display_id`.
    """

    id: _Number
    status: str = ""
    channel: str | None = None
    additional_attributes: dict[str, Any] | None = None

    @model_validator(mode="before")
    @classmethod
    def _numbered(cls, values: Any) -> Any:
        if isinstance(values, dict) and values.get("display_id"):
            return {**values, "id": values["display_id"]}
        return values


class ChatwootEvent(_Theirs):
    """A webhook of Chatwoot's: a message, a conversation or something else that has happened."""

    event: str
    id: Annotated[int, Field(ge=0, le=MAX_NUMBER)] | None = None
    account: _Known | None = None
    conversation: ChatwootConversation | None = None
    message_type: str | int | None = None
    private: bool | None = None
    content: str | None = None
    content_type: str | None = None
    content_attributes: dict[str, Any] | None = None
    sender: dict[str, Any] | None = None
    messages: list[_Last] | None = None

    @property
    def account_id(self) -> int | None:
        """The account, which an event about a conversation names only by its last message; None if it names none."""
        if self.account:
            return self.account.id
        return self.messages[0].account_id if self.messages else None
