"""A rule: which questions it is for and what becomes of them; and where rules are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.answer import Filters, Reason
from bot.conversation import Message
from corpus.article import Kind
from corpus.errors import NotFoundError


class RuleKind(StrEnum):
    """What a rule does with a question; of several that match, the first of these kinds wins."""

    PIN = "pin"  # the answer is the team's own
    BLOCK = "block"  # there is no answer
    ROUTE = "route"  # a person answers


class Strictness(StrEnum):
    """How like one of a rule's example questions a question has to be.

    Likeness is the cosine of the two, taken so that 0 is what questions about different articles have on average and 1
    is the same. On four sets of real questions (CLINC150, both shops of HINT3, COVID-FAQ; five examples a rule) a rule
    catches of the questions it is for, and of all others, at LOW 42-88 % and 0.3-17 %, at MEDIUM 28-79 % and 0.1-8 %,
    at HIGH 15-52 % and 0.01-1.4 %; the worst figures are of COVID-FAQ, where questions of different intents are nearly
    the same. Where each of its intents has a rule, the one that wins is right for 64-85, 68-90 and 76-96 %.
    """

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def likeness(self) -> float:
        """From which likeness on a question is one that the rule is for."""
        return _LIKENESS[self]


_LIKENESS = {Strictness.LOW: 0.5, Strictness.MEDIUM: 0.6, Strictness.HIGH: 0.75}
ROUTED_FOR = (Reason.UNSUPPORTED_REQUEST, Reason.POLICY_RESTRICTION)


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule as a person writes it.

    A question has to be like one of the `examples`, where there are any, and to hold each of the `words`, where there
    are any; alternatives of one of the words stand between bars ("refund|money back"). `locale` is the customer's
    language, `article_kind` what the chat is limited to; None is any. `last_day` is the last one on which it counts.

    `answer` is what the customer is told, in Markdown; a block and a route have words of their own without it. Only a
    pin has an `article_id`, the article its answer stands on: it rests while that may not be quoted. Only a route has
    a `reason`; `note` says in words why, and is for agents alone.
    """

    kind: RuleKind
    name: str
    examples: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    strictness: Strictness = Strictness.MEDIUM
    locale: str | None = None
    article_kind: Kind | None = None
    answer: str = ""
    article_id: str | None = None
    reason: Reason | None = None
    note: str = ""
    last_day: date | None = None
    enabled: bool = True

    def counts_on(self, day: date) -> bool:
        """Whether the rule is in use on that day."""
        return self.enabled and (self.last_day is None or day <= self.last_day)

    def is_for(self, filters: Filters, locale: str | None) -> bool:
        """Whether the rule is for customers of that language who ask articles so filtered."""
        if self.article_kind is not None and filters.kind is not self.article_kind:
            return False
        return self.locale is None or _language(locale or filters.locale or "") == _language(self.locale)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that is kept: who made it, who changed it last, and when, in UTC. `version` rises with every change.

    Numbers begin with 1 and are never given to a second rule.
    """

    number: int
    draft: Draft
    version: int
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class KeptRules:
    """All rules, in the order they were made, as of a revision, which rises with every change of any of them."""

    revision: int
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class PastQuestion:
    """A customer's question as stored, what was said before it, and what the bot replied; `number` is its message's."""

    number: int
    message: Message
    reply: Message
    history: tuple[Message, ...] = ()
    locale: str | None = None


class Rules(Protocol):
    """Where rules are kept. Every method raises StoreError when the database can't be used."""

    def revision(self) -> int:
        """The revision, which tells at little cost whether anything has changed."""
        ...

    def all(self) -> KeptRules:
        """Every rule, those not in use included."""
        ...

    def add(self, draft: Draft, by: str) -> Rule:
        """The new rule as kept."""
        ...

    def change(self, number: int, draft: Draft, version: int, by: str) -> Rule:
        """The rule as changed. Raises NotFoundError; ConflictError when it is not in that version any more."""
        ...

    def delete(self, number: int) -> None:
        """Deletes the rule; what it has answered stays. Raises NotFoundError."""
        ...

    def hits(self, since: datetime) -> Mapping[int, int]:
        """How many answers each rule has made since then, by its number; rules without any are left out."""
        ...

    def questions(self, since: datetime, limit: int) -> tuple[Sequence[PastQuestion], int]:
        """The newest questions since then that the bot replied to, newest first, and how many there are in all."""
        ...


def unknown_rule(number: int) -> NotFoundError:
    """The error for a number that no rule has."""
    return NotFoundError(f"There is no rule {number}; it may have been deleted.")


def _language(locale: str) -> str:
    return locale.replace("_", "-").partition("-")[0].casefold()
