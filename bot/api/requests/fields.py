"""The kinds of fields that bodies and parameters are made of."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bot import answer as domain
from bot.api.text import readable
from corpus.article import Kind

MAX_INTEGER = 2**31 - 1  # the largest that every database can compare with
SUGGESTION_ID = r"^[A-Za-z0-9_-]{16,64}$"
_ID = r"^[A-Za-z0-9_-]{1,64}$"


def clean(value: Any) -> Any:
    """The value, made readable if it is a text."""
    return readable(value) if isinstance(value, str) else value


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "is empty; write at least one word")
    return text


def whole_number(value: Any) -> Any:
    """The value if it can be a whole number. Raises PydanticCustomError for a text or a flag."""
    # JSON knows one kind of number, so 10.0 is fine; "10" and true are mistakes that pydantic would let pass.
    if isinstance(value, bool | str):
        raise PydanticCustomError("int_type", "Input should be a valid integer")
    return value


Text = Annotated[
    str,
    BeforeValidator(clean),
    AfterValidator(_not_blank),
    Field(json_schema_extra={"minLength": 1, "pattern": r"\S"}),
]
Id = Annotated[str, Field(pattern=_ID)]
ConversationId = Annotated[str, Path(pattern=_ID, description="as the first answer gave it")]
ConversationNumber = Annotated[int, Path(ge=1, le=MAX_INTEGER, description="what agents call the conversation by")]
MessageId = Annotated[str, Path(pattern=_ID)]
Locale = Annotated[
    str, Field(max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", description="a BCP 47 tag, such as pt-BR")
]


class Input(BaseModel):
    """A body or query whose fields are all known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Filters(Input):
    """Which articles may be retrieved at all."""

    kind: Kind | None = None
    locale: Locale | None = None


def retrieval_filters(filters: Filters | None) -> domain.Filters:
    """The filters as retrieval takes them."""
    return domain.Filters(filters.kind, filters.locale) if filters else domain.Filters()
