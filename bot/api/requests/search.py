"""A search as it comes in."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.api.requests.fields import Filters, Input, Text, whole_number

MAX_HITS = 100


class SearchRequest(Input):
    """A query for passages."""

    query: Text = Field(examples=["withdrawal suspended"])
    k: Annotated[int, BeforeValidator(whole_number)] = Field(
        default=10, ge=1, le=MAX_HITS, description="how many articles at most"
    )
    filters: Filters | None = None
