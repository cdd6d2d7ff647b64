"""Rules, and what they would change, as agents see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from pydantic import BaseModel, Field

from bot.answer import Outcome, Reason
from bot.replies import reply
from bot.rules import preview as domain
from bot.rules.rule import Rule, RuleKind, Strictness
from corpus.article import Article, Kind
from corpus.clean import plain_text, shorten

EXCERPT_CHARS = 200
MOST_SHOWN = 100


class RuleDetail(BaseModel):
    """A rule with who made and changed it, and how often it has answered."""

    number: int
    version: int = Field(description="to be sent back with a change")
    kind: RuleKind
    name: str
    examples: list[str]
    words: list[str]
    strictness: Strictness
    locale: str | None
    article_kind: Kind | None
    answer: str
    article_id: str | None
    article_title: str | None = Field(description="null where the article may not be quoted any more")
    reason: Reason | None
    note: str
    last_day: date | None
    enabled: bool
    counts: bool = Field(description="in use: enabled, not past its last day, and its article may be quoted")
    hits: int = Field(description="answers of the last 30 days")
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str

    @classmethod
    def of(cls, rule: Rule, hits: Mapping[int, int], articles: Mapping[str, Article], today: date) -> RuleDetail:
        """The rule as agents see it."""
        draft = rule.draft
        article = articles.get(draft.article_id or "")
        quotable = article is not None and article.is_quotable(today)
        names = ("kind", "name", "strictness", "locale", "article_kind", "answer", "article_id", "reason", "note")
        return cls(
            **{name: getattr(draft, name) for name in (*names, "last_day", "enabled")},
            examples=list(draft.examples),
            words=list(draft.words),
            article_title=article.title if article and quotable else None,
            counts=draft.counts_on(today) and (draft.article_id is None or quotable),
            hits=hits.get(rule.number, 0),
            number=rule.number,
            version=rule.version,
            created_at=rule.created_at,
            created_by=rule.created_by,
            changed_at=rule.changed_at,
            changed_by=rule.changed_by,
        )


class RuleList(BaseModel):
    """All rules, in the order they were made."""

    items: list[RuleDetail]
    revision: int


class RuleName(BaseModel):
    """A rule by its name; number 0 is the one that is tried."""

    number: int
    name: str
    kind: RuleKind


class Reply(BaseModel):
    """What a customer was told, or would be."""

    outcome: Outcome
    reason: Reason | None
    text: str = Field(description="the beginning, as plain text")
    article: str | None = Field(description="the title of the article that it stood on")
    rule: int | None


class Effect(BaseModel):
    """What the rule does to one question."""

    question: str
    asked_at: datetime | None
    likeness: float | None = Field(description="to the nearest example, from 0; null where words alone decide")
    before: Reply | None
    after: Reply | None = Field(description="null where the answer is up to the articles")
    winner: RuleName | None
    others: list[RuleName] = Field(description="rules that match as well")

    @classmethod
    def of(cls, effect: domain.Effect, articles: Mapping[str, Article]) -> Effect:
        """The effect as agents see it."""
        past = effect.past
        return cls(
            question=effect.question,
            asked_at=past.message.created_at if past else None,
            likeness=None if effect.likeness is None else round(max(0.0, effect.likeness), 3),
            before=_before(effect, articles),
            after=_after(effect),
            winner=_name(effect.winner) if effect.winner else None,
            others=[_name(rule) for rule in effect.others],
        )


class Move(BaseModel):
    """How many questions would go from one outcome to another."""

    before: Outcome
    after: Outcome
    count: int


class RulePreview(BaseModel):
    """What a rule would have changed; the lists begin with the questions nearest to its examples."""

    asked: int = Field(description="questions that the bot replied to in the period")
    looked_at: int = Field(description="how many of them were looked at, the newest")
    complete: bool = Field(description="false: ask again, and more will have been looked at")
    counts: dict[str, int]
    by_strictness: dict[Strictness, int]
    moves: list[Move]
    changed: list[Effect]
    unchanged: list[Effect] = Field(description="answered by this rule already")
    outranked: list[Effect] = Field(description="matched, but another rule comes first")
    released: list[Effect] = Field(description="answered by this rule, and would be no longer")
    missed: list[Effect] = Field(description="the nearest of those that are not matched")
    tried: list[Effect] = Field(description="the questions that came with the request")

    @classmethod
    def of(cls, preview: domain.Preview, articles: Mapping[str, Article]) -> RulePreview:
        """The preview as agents see it."""

        def shown(effects: Sequence[domain.Effect]) -> list[Effect]:
            return [Effect.of(effect, articles) for effect in effects[:MOST_SHOWN]]

        groups = ("changed", "unchanged", "outranked", "released")
        return cls(
            asked=preview.asked,
            looked_at=preview.looked_at,
            complete=preview.is_complete,
            counts={name: len(getattr(preview, name)) for name in groups},
            by_strictness=dict(preview.by_strictness),
            moves=[Move(before=b, after=a, count=count) for (b, a), count in sorted(preview.moves.items())],
            **{name: shown(getattr(preview, name)) for name in (*groups, "missed", "tried")},
        )


def _before(effect: domain.Effect, articles: Mapping[str, Article]) -> Reply | None:
    if effect.past is None or effect.past.reply.answer is None:
        return None
    answer = effect.past.reply.answer
    article = articles.get(answer.top_article_id or "") if answer.outcome is Outcome.ANSWERED else None
    return Reply(
        outcome=answer.outcome,
        reason=answer.reason,
        text=_excerpt(answer.answer),
        article=article.title if article else None,
        rule=answer.rule,
    )


def _after(effect: domain.Effect) -> Reply | None:
    if effect.winner is None or effect.after is None:
        return None
    draft = effect.winner.draft
    reason = Reason.POLICY_RESTRICTION if draft.kind is RuleKind.BLOCK else draft.reason
    text = draft.answer or reply(effect.after, reason, locale=draft.locale)
    return Reply(outcome=effect.after, reason=reason, text=_excerpt(text), article=None, rule=effect.winner.number)


def _name(rule: Rule) -> RuleName:
    return RuleName(number=rule.number, name=rule.draft.name, kind=rule.draft.kind)


def _excerpt(markdown: str) -> str:
    return shorten(plain_text(markdown), EXCERPT_CHARS)
