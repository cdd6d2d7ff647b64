"""The envelope of every error."""

from __future__ import annotations

from pydantic import BaseModel, Field


class ErrorDetail(BaseModel):
    """What went wrong, for a program (`code`) and for a person (`message`)."""

    code: str = Field(examples=["not_found"])
    message: str
    status: int = Field(description="the HTTP status, repeated")


class ErrorEnvelope(BaseModel):
    """What every error answers."""

    error: ErrorDetail
