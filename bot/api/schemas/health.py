"""How the process is, as sent."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Alive(BaseModel):
    """The process is alive."""

    status: str = Field(examples=["ok"])


class Ready(BaseModel):
    """An index is loaded and the database can be used, so questions can be answered."""

    status: str = Field(examples=["ready"])
    release: str
