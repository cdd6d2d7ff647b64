"""What a customer asks of a conversation, as it comes in."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.answer import Reason
from bot.api.requests.fields import Input, Locale, clean
from bot.api.requests.identity import Identity
from bot.conversation import Rating

MAX_COMMENT_CHARS = 1000


class NewConversation(Input):
    """A conversation that is to start."""

    locale: Locale | None = None
    identity: Identity | None = None


# The others are the bot's to give.
Wish = Literal[Reason.CUSTOMER_REQUEST, Reason.MISSING_KNOWLEDGE, Reason.FAILURE, Reason.USAGE_LIMIT]


class HandoffRequest(Input):
    """The wish to talk to a person."""

    reason: Wish = Field(default=Reason.CUSTOMER_REQUEST, description="why")
    locale: Locale | None = Field(default=None, description="the language to answer in")


class Complaint(StrEnum):
    """What is wrong with an answer."""

    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    OUTDATED = "outdated"
    UNCLEAR = "unclear"
    OFF_TOPIC = "off_topic"
    OTHER = "other"


class FeedbackRequest(Input):
    """What a customer thinks of a message."""

    rating: Rating
    reason: Complaint | None = None
    comment: Annotated[str, BeforeValidator(clean)] | None = Field(default=None, max_length=MAX_COMMENT_CHARS)
