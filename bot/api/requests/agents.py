"""What agents send."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from bot.accounts.team import MAX_NAME_CHARS
from bot.answer import Outcome, Reason
from bot.api.requests.fields import MAX_INTEGER, SUGGESTION_ID, Input, Locale, Text, clean
from bot.conversation import Rating, Status
from bot.desk import NOBODY, Wanted
from bot.desk.words import searched

MAX_TEXT_CHARS = 10_000
MAX_QUERY_CHARS = 200

Author = Annotated[
    Text,
    AfterValidator(str.strip),
    Field(max_length=MAX_NAME_CHARS, description="the name customers see; only with the agents' key, and then needed"),
]
Query = Annotated[str, BeforeValidator(clean), Field(max_length=MAX_QUERY_CHARS)]


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


Moment = Annotated[datetime, AfterValidator(_in_utc)]


class InboxQuery(Input):
    """Which conversations to list."""

    status: Status | None = None
    assigned: str | None = Field(
        default=None, pattern=r"^(me|none|[0-9]{1,9})$", description="me, none, or the number of an account"
    )
    q: Query = Field(default="", description="words of the conversation, its customer, or #number; the last may be cut")
    reason: Reason | None = Field(default=None, description="why a person was last asked for")
    outcome: Outcome | None = Field(default=None, description="of the bot's last answer")
    rating: Rating | None = Field(default=None, description="down where the customer thought badly of any message")
    locale: Locale | None = Field(default=None, description="'de' is 'de-AT' as well")
    since: Moment | None = Field(default=None, description="only those begun then or later")
    until: Moment | None = Field(default=None, description="only those begun before")
    before: int | None = Field(default=None, ge=1, le=MAX_INTEGER, description="the last number of the page before")
    limit: int = Field(default=50, ge=1, le=200)

    def wanted(self, me: int) -> Wanted | None:
        """The conversations as the inbox takes the wish; None when nothing can be found by the query."""
        words = searched(self.q)
        if words is None and self.q.strip():
            return None
        return Wanted(
            status=self.status,
            assigned=self._assigned(me),
            words=words,
            reason=self.reason,
            outcome=self.outcome,
            rating=self.rating,
            locale=self.locale,
            since=self.since,
            until=self.until,
            before=self.before,
            limit=self.limit,
        )

    def _assigned(self, me: int) -> int | Literal["none"] | None:
        if self.assigned is None:
            return None
        if self.assigned == "none":
            return NOBODY
        return me if self.assigned == "me" else int(self.assigned)


class AgentText(Input):
    """An agent's message."""

    text: Text = Field(max_length=MAX_TEXT_CHARS)
    author: Author | None = None
    after: int | None = Field(
        default=None, ge=0, le=MAX_INTEGER, description="the `seq` of the last message that the agent has seen"
    )
    take_over: bool = Field(default=False, description="send it although another agent answers the conversation")
    suggestion_id: str | None = Field(
        default=None, pattern=SUGGESTION_ID, description="the draft that the text was made of"
    )


class StatusChange(Input):
    """Who answers a conversation from now on."""

    status: Status
    author: Author | None = Field(default=None, description="the agent who wants it so; only with the agents' key")
    after: int | None = Field(
        default=None,
        ge=0,
        le=MAX_INTEGER,
        description="the `seq` of the last message that the agent has read: after a later one of the customer's the "
        "conversation is neither closed nor given to the bot, but 409 is answered",
    )
    take_over: bool = Field(default=True, description="false leaves it with another agent who answers it, with 409")


class Assignment(Input):
    """Whose a conversation is from now on."""

    agent: int | None = Field(ge=1, le=MAX_INTEGER, description="the number of an account; null for nobody")


class NoteText(Input):
    """A note for other agents."""

    text: Text = Field(max_length=MAX_TEXT_CHARS)
    author: Author | None = None


class Here(Input):
    """That an agent has a conversation open."""

    typing: bool = False
    author: Author | None = None


class Leaving(Input):
    """That an agent has a conversation open no more."""

    author: Author | None = None


class ReplyText(Input):
    """A reply to be kept ready."""

    title: Annotated[Text, AfterValidator(str.strip), Field(max_length=120)]
    shortcut: Annotated[str, Field(pattern=r"^[^\s/]{1,30}$", description="what is typed to get it")] | None = None
    text: Text = Field(max_length=MAX_TEXT_CHARS)


class PickQuery(Input):
    """Which articles to choose from."""

    q: Query = ""
    k: int = Field(default=8, ge=1, le=20)
