"""Rules as the team sends them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.answer import Reason
from bot.api.requests.fields import MAX_INTEGER, Input, Locale, Text, clean
from bot.rules.rule import ROUTED_FOR, Draft, RuleKind, Strictness
from bot.rules.words import alternatives
from corpus.article import Kind

MAX_EXAMPLES = 50
MAX_WORDS = 20
MAX_TRIALS = 20
MAX_NAME_CHARS = 120


def _with_words(text: str) -> str:
    if not all(map(alternatives, text.split("|"))):
        raise PydanticCustomError(
            "words", "has no word beside a bar; write words or phrases, alternatives between bars"
        )
    return text


def _reason(reason: Reason) -> Reason:
    if reason not in ROUTED_FOR:
        raise PydanticCustomError("reason", f"is none that a rule may give; use one of {', '.join(ROUTED_FOR)}")
    return reason


Plain = Annotated[str, BeforeValidator(clean), AfterValidator(str.strip)]
Example = Annotated[Text, AfterValidator(str.strip), Field(max_length=500)]
Words = Annotated[Text, AfterValidator(str.strip), AfterValidator(_with_words), Field(max_length=200)]


class RuleBody(Input):
    """A rule. It needs examples or words; where it has both, a question has to agree with both."""

    kind: RuleKind
    name: Annotated[Plain, Field(max_length=MAX_NAME_CHARS, description="empty: the first example or word")] = ""
    examples: list[Example] = Field(default=[], max_length=MAX_EXAMPLES, description="questions that the rule is for")
    words: list[Words] = Field(
        default=[], max_length=MAX_WORDS, description="what must occur, alternatives between bars: 'refund|money back'"
    )
    strictness: Strictness = Field(default=Strictness.MEDIUM, description="how like an example a question has to be")
    locale: Locale | None = Field(default=None, description="the customers' language; null: any")
    article_kind: Kind | None = Field(default=None, description="what the chat is limited to; null: anything")
    answer: Annotated[Plain, Field(max_length=4000, description="Markdown for the customer; a pin needs it")] = ""
    article_id: Annotated[str, Field(max_length=500)] | None = Field(
        default=None, description="of a pin: the article that the answer stands on; null: none"
    )
    reason: Annotated[Reason, AfterValidator(_reason)] | None = Field(default=None, description="of a route")
    note: Annotated[Plain, Field(max_length=1000, description="why, for agents alone")] = ""
    last_day: date | None = Field(default=None, description="the last day in UTC on which the rule counts")
    enabled: bool = Field(default=True, strict=True)

    @model_validator(mode="after")
    def _usable(self) -> RuleBody:
        if not (self.examples or self.words):
            raise PydanticCustomError("rule", "a rule needs at least one example question or one word")
        if self.kind is RuleKind.PIN and not self.answer:
            raise PydanticCustomError("rule", "a pin needs the answer that it pins")
        return self

    def draft(self) -> Draft:
        """The rule, without what rules of its kind do not have."""
        name = self.name or (self.examples or self.words)[0].replace("|", ", ")[:MAX_NAME_CHARS]
        is_route = self.kind is RuleKind.ROUTE
        return Draft(
            kind=self.kind,
            name=name,
            examples=tuple(dict.fromkeys(self.examples)),
            words=tuple(dict.fromkeys(self.words)),
            strictness=self.strictness,
            locale=self.locale,
            article_kind=self.article_kind,
            answer=self.answer,
            article_id=(self.article_id or None) if self.kind is RuleKind.PIN else None,
            reason=(self.reason or Reason.UNSUPPORTED_REQUEST) if is_route else None,
            note=self.note,
            last_day=self.last_day,
            enabled=self.enabled,
        )


class RuleChange(RuleBody):
    """A rule as it is to be, and the version that it was made from."""

    version: int = Field(ge=1, le=MAX_INTEGER, description="as it was read: a rule changed since is left alone")


class PreviewBody(Input):
    """A rule to be tried on the questions of the last days."""

    rule: RuleBody
    number: int | None = Field(default=None, ge=1, le=MAX_INTEGER, description="the rule in whose place it is tried")
    days: int = Field(default=30, ge=1, le=365)
    questions: list[Example] = Field(default=[], max_length=MAX_TRIALS, description="others to try it on")
