"""What the widget is told before anything is said."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from bot.api.schemas.conversations import PeopleKind


class WidgetConfig(BaseModel):
    """What the server decides about the widget on the page that asks."""

    allowed: bool = Field(description="whether the page may talk to this server")
    message: str | None = Field(description="what to do where it may not; for the developer of the page")
    site_name: str
    max_message_chars: int
    retention_days: int = Field(description="0: conversations are kept until they are deleted")
    people: PeopleKind
    contact_url: str = Field(description="absolute; empty: there is none")
    open: bool = Field(description="whether people are there at this hour; always where they have no hours")
    opens_at: datetime | None
    starters: list[str] = Field(description="titles of the most read FAQ articles")
