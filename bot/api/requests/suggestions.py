"""A conversation that an agent wants drafts for, as it comes in, and what became of a draft."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.api.requests.fields import Input, Locale, Text, clean, whole_number
from bot.conversation import Message, Role
from bot.suggest.suggestion import MOST_DRAFTS, SuggestionOutcome

MAX_MESSAGES = 500
MAX_TEXT_CHARS = 20_000
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)

_Written = Annotated[str, BeforeValidator(clean), Field(max_length=MAX_TEXT_CHARS)]
_Count = Annotated[int, BeforeValidator(whole_number), Field(ge=1, le=MOST_DRAFTS, description="how many at most")]


class WrittenMessage(Input):
    """One message of a conversation, of any helpdesk."""

    role: Role = Field(description="who wrote it: the customer is `user`")
    text: _Written


class SuggestRequest(Input):
    """A conversation, oldest message first."""

    messages: Annotated[list[WrittenMessage], Field(max_length=MAX_MESSAGES)]
    k: _Count = MOST_DRAFTS
    locale: Locale | None = Field(default=None, description="the language of the agent's own words in the drafts")

    def conversation(self) -> list[Message]:
        """The messages as the rest of the bot has them."""
        return [Message("", one.role, one.text, _UNDATED, seq=place) for place, one in enumerate(self.messages, 1)]


class AgentSuggestRequest(Input):
    """What an agent wants for a conversation that is kept here."""

    k: _Count = MOST_DRAFTS
    text: Annotated[Text, Field(max_length=4000)] | None = Field(
        default=None, description="a question of the agent's own, in place of those that are open"
    )
    locale: Locale | None = Field(default=None, description="default: the conversation's")


class OutcomeRequest(Input):
    """What became of a draft."""

    outcome: SuggestionOutcome = Field(description="of a draft that was sent, the text decides if it is given")
    text: _Written | None = Field(default=None, description="what was sent in its place; needed for `edited`")

    @model_validator(mode="after")
    def _with_its_text(self) -> OutcomeRequest:
        if self.outcome is SuggestionOutcome.EDITED and not (self.text and self.text.strip()):
            raise PydanticCustomError(
                "outcome", "'edited' needs the 'text' that was sent, to tell how far it was changed"
            )
        return self
