"""What comes in over HTTP: bodies and parameters, in which every field is known."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bot import answer as domain
from bot.api.text import readable
from bot.help_centre import Order
from corpus.article import Kind

MAX_HITS = 100
MAX_PER_PAGE = 100


def _clean(value: Any) -> Any:
    return readable(value) if isinstance(value, str) else value


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "is empty; write at least one word")
    return text


def _no_text_or_flag(value: Any) -> Any:
    # JSON knows one kind of number, so 10.0 is fine; "10" and true are mistakes that pydantic would let pass.
    if isinstance(value, bool | str):
        raise PydanticCustomError("int_type", "Input should be a valid integer")
    return value


Text = Annotated[
    str,
    BeforeValidator(_clean),
    AfterValidator(_not_blank),
    Field(json_schema_extra={"minLength": 1, "pattern": r"\S"}),
]
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


class ChatRequest(Input):
    """A customer's message."""

    message: Text = Field(examples=["How do I reset my 2FA?"])
    conversation_id: str | None = Field(
        default=None, max_length=64, description="as the first answer gave it; without one a new conversation starts"
    )
    locale: Locale | None = Field(
        default=None,
        description="the customer's language; changes nothing yet: `filters.locale` chooses articles by theirs",
    )
    filters: Filters | None = None
    stream: bool = Field(default=False, strict=True, description="true for server-sent events")


class SearchRequest(Input):
    """A query for passages."""

    query: Text = Field(examples=["withdrawal suspended"])
    k: Annotated[int, BeforeValidator(_no_text_or_flag)] = Field(
        default=10, ge=1, le=MAX_HITS, description="how many articles at most"
    )
    filters: Filters | None = None


class ArticlesQuery(Input):
    """Which page of which articles."""

    kind: Kind | None = None
    q: Annotated[str, BeforeValidator(_clean)] = Field(
        default="", max_length=200, description="words that the title, excerpt or alternative questions all contain"
    )
    sort: Order | None = Field(default=None, description="without it, in the order of the sources")
    page: int = Field(default=1, ge=1, le=1_000_000)
    per_page: int = Field(default=20, ge=1, le=MAX_PER_PAGE)
