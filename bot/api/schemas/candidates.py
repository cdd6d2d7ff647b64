"""Candidates for golden questions as those who review them see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, Field

from bot.answer import Outcome, Reason
from bot.api.outgoing import as_sent
from bot.api.urls import absolute_url
from bot.context import spoken
from bot.conversation import Message, Role
from bot.learning.candidate import Candidate, Counts, Decision, Origin, State
from bot.links import article_url
from corpus.article import Article, Kind


class CandidateArticle(BaseModel):
    """An article that may answer the question."""

    article_id: str
    title: str
    url: str
    kind: Kind | None

    @classmethod
    def of(cls, article: Article, site: str) -> CandidateArticle:
        """The article, with the address that it has there."""
        url = absolute_url(article_url(article), site)
        return cls(article_id=article.id, title=article.title, url=url, kind=article.kind)


class Said(BaseModel):
    """A message before the question."""

    role: Role
    text: str


class BotsReply(BaseModel):
    """What the bot said to the question."""

    text: str
    outcome: Outcome | None
    reason: Reason | None
    confidence: float | None
    articles: list[CandidateArticle] = Field(description="those it cited")


class DecisionDetail(BaseModel):
    """What a person has decided, and when; of one that was dropped no more than that."""

    by: str
    at: datetime
    question: str
    article_ids: list[str]
    answerable: bool
    reference_answer: str | None
    as_alternative: bool

    @classmethod
    def of(cls, decision: Decision) -> DecisionDetail:
        """The decision."""
        values = {name: getattr(decision, name) for name in cls.model_fields}
        return cls(**{**values, "article_ids": list(decision.article_ids)})


class CandidateItem(BaseModel):
    """A question that may become a golden one."""

    number: int
    state: State
    question: str = Field(description="as it was asked, masked; empty when its conversations have been deleted")
    leans: bool = Field(description="it can hardly be understood without what was said before")
    also: list[str] = Field(description="other words in which it was asked")
    count: int = Field(description="how often it was asked")
    origins: list[Origin]
    history: list[Said]
    said: BotsReply | None
    proposed: list[CandidateArticle] = Field(description="what agents linked or sent, else what the bot cited")
    nearby: list[CandidateArticle] = Field(description="what is found for the question, best first")
    reference_answer: str | None
    locale: str | None
    conversation: int | None = Field(description="the number of the conversation that tells most")
    first_at: datetime | None
    last_at: datetime | None
    decision: DecisionDetail | None

    @classmethod
    def of(
        cls,
        candidate: Candidate,
        proposed: Sequence[Article],
        nearby: Sequence[Article],
        said: BotsReply | None,
        site: str,
    ) -> CandidateItem:
        """The candidate with the articles that may answer it."""
        names = (
            "number",
            "state",
            "question",
            "count",
            "reference_answer",
            "locale",
            "conversation",
            "first_at",
            "last_at",
        )
        return cls(
            **{name: getattr(candidate, name) for name in names},
            leans=spoken(candidate.question, candidate.history).leans,
            also=list(candidate.also),
            origins=list(candidate.origins),
            history=[Said(role=one.role, text=one.text) for one in candidate.history],
            said=said,
            proposed=[CandidateArticle.of(one, site) for one in proposed],
            nearby=[CandidateArticle.of(one, site) for one in nearby],
            decision=DecisionDetail.of(candidate.decision) if candidate.decision else None,
        )


def bots_reply(message: Message, cited: Sequence[Article], articles: Mapping[str, Article], site: str) -> BotsReply:
    """The bot's message as those who review it see it."""
    answer = message.answer
    return BotsReply(
        text=as_sent(answer, articles, "", site).answer if answer else message.text,
        outcome=answer.outcome if answer else None,
        reason=answer.reason if answer else None,
        confidence=answer.confidence if answer else None,
        articles=[CandidateArticle.of(one, site) for one in cited],
    )


class CandidateCounts(BaseModel):
    """How many candidates there are in each state."""

    open: int
    accepted: int
    dropped: int


class CandidateList(BaseModel):
    """Candidates, the open ones asked most often first; how many there are in all, and open ones by origin."""

    items: list[CandidateItem]
    counts: CandidateCounts
    origins: dict[Origin, int]

    @classmethod
    def of(cls, items: list[CandidateItem], counts: Counts) -> CandidateList:
        """The list."""
        states = CandidateCounts(**{state.value: count for state, count in counts.states.items()})
        return cls(items=items, counts=states, origins=dict(counts.origins))


class ArticleDraft(BaseModel):
    """A drafted article for a person to edit and put into the source."""

    filename: str
    markdown: str
