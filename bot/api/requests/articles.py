"""Which articles to list, as it comes in."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.api.requests.fields import Input, clean
from bot.help_centre.lists import Order
from corpus.article import Kind

MAX_PER_PAGE = 100


class ArticlesQuery(Input):
    """Which page of which articles."""

    kind: Kind | None = None
    q: Annotated[str, BeforeValidator(clean)] = Field(
        default="", max_length=200, description="words that the title, excerpt or alternative questions all contain"
    )
    sort: Order | None = Field(default=None, description="without it, in the order of the sources")
    page: int = Field(default=1, ge=1, le=1_000_000)
    per_page: int = Field(default=20, ge=1, le=MAX_PER_PAGE)
