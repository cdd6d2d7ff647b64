"""What goes out over HTTP: the public contract, and nothing that is not in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from bot import answer as domain
from bot.answer import Outcome, Reason
from bot.api.urls import absolute_url
from bot.conversation import Message, Role
from bot.links import article_url
from corpus.article import Article, Kind


class ErrorDetail(BaseModel):
    """What went wrong, for a program (`code`) and for a person (`message`)."""

    code: str = Field(examples=["not_found"])
    message: str
    status: int = Field(description="the HTTP status, repeated")


class ErrorEnvelope(BaseModel):
    """What every error answers."""

    error: ErrorDetail


class Sentence(BaseModel):
    """A sentence of the answer and the numbers of the citations it stands on."""

    text: str
    citations: list[int]


class Citation(BaseModel):
    """Where a sentence stands: `quote` is the article's body from character `start` to `end`, word for word."""

    n: int
    article_id: str
    title: str
    url: str
    kind: Kind | None
    updated_at: date | None
    quote: str
    start: int
    end: int


class Related(BaseModel):
    """An article that is offered, not quoted."""

    article_id: str
    title: str
    url: str


class ChatAnswer(BaseModel):
    """The assistant's reply."""

    conversation_id: str
    message_id: str
    outcome: Outcome
    reason: Reason | None = Field(description="why the outcome is not a plain answer from the articles")
    answer: str = Field(
        description=(
            "Markdown (CommonMark and tables) without HTML. Its links are absolute, on http, https or mailto; those "
            "between articles lead to the published ones, images are on https. In this it may differ from the "
            "`sentences`, which stay word for word as the articles have them."
        )
    )
    sentences: list[Sentence]
    citations: list[Citation]
    confidence: float = Field(description="the probability that the top article answers the question")
    did_you_mean: list[Related]
    follow_ups: list[str]
    release: str = Field(description="the published index that was asked")
    timings_ms: dict[str, float]

    @classmethod
    def of(cls, answer: domain.Answer, conversation_id: str, message_id: str, site: str) -> ChatAnswer:
        """The answer as sent, its links made absolute."""
        return cls(
            conversation_id=conversation_id,
            message_id=message_id,
            outcome=answer.outcome,
            reason=answer.reason,
            answer=answer.answer,
            sentences=[Sentence(text=s.text, citations=list(s.citations)) for s in answer.sentences],
            citations=[_citation(citation, site) for citation in answer.citations],
            confidence=answer.confidence,
            did_you_mean=[
                Related(article_id=r.article_id, title=r.title, url=absolute_url(r.url, site))
                for r in answer.did_you_mean
            ],
            follow_ups=list(answer.follow_ups),
            release=answer.release,
            timings_ms=dict(answer.timings_ms),
        )


def _citation(citation: domain.Citation, site: str) -> Citation:
    return Citation(
        n=citation.n,
        article_id=citation.article_id,
        title=citation.title,
        url=absolute_url(citation.url, site),
        kind=citation.kind,
        updated_at=citation.updated_at,
        quote=citation.quote,
        start=citation.start,
        end=citation.end,
    )


class ConversationMessage(BaseModel):
    """One message; `answer` is set for those of the bot."""

    id: str
    role: Role
    text: str
    created_at: datetime
    answer: ChatAnswer | None


class ConversationMessages(BaseModel):
    """A conversation, oldest message first."""

    conversation_id: str
    messages: list[ConversationMessage]

    @classmethod
    def of(cls, conversation_id: str, messages: Sequence[Message], site: str) -> ConversationMessages:
        """The conversation as sent."""
        return cls(
            conversation_id=conversation_id,
            messages=[
                ConversationMessage(
                    id=m.id,
                    role=m.role,
                    text=m.text,
                    created_at=m.created_at,
                    answer=ChatAnswer.of(m.answer, conversation_id, m.id, site) if m.answer else None,
                )
                for m in messages
            ],
        )


class Passage(BaseModel):
    """The part of the article that was found: `text` is the article's body from character `start` to `end`."""

    id: str
    text: str
    start: int
    end: int
    headings: list[str] = Field(description="the headings above the passage, outermost first")


class Scores(BaseModel):
    """What a hit's score is made of; higher is better."""

    dense: float
    question: float
    lexical: float


class Hit(BaseModel):
    """An article that was found, by its best passage."""

    rank: int
    score: float
    article_id: str
    title: str
    url: str
    kind: Kind | None
    updated_at: date | None
    passage: Passage
    scores: Scores

    @classmethod
    def of(cls, hit: domain.Hit, site: str) -> Hit:
        """The hit as sent; its link opens the article at the passage."""
        found, article = hit.passage, hit.article
        return cls(
            rank=hit.rank,
            score=hit.score,
            article_id=article.id,
            title=article.title,
            url=absolute_url(article_url(article, domain.Span(found.start, found.end)), site),
            kind=article.kind,
            updated_at=article.changed_at,
            passage=Passage(
                id=found.id, text=found.text, start=found.start, end=found.end, headings=list(found.headings)
            ),
            scores=Scores(dense=hit.scores.dense, question=hit.scores.question, lexical=hit.scores.lexical),
        )


class SearchResults(BaseModel):
    """What was found, best first."""

    hits: list[Hit]
    release: str


class ArticleSummary(BaseModel):
    """An article without its body."""

    id: str
    title: str
    url: str
    kind: Kind | None
    locale: str
    excerpt: str
    published_at: date | None
    updated_at: date | None
    expires_at: date | None = Field(description="the last day on which the article may be quoted")
    views: int

    @classmethod
    def of(cls, article: Article, counted_views: int, site: str) -> ArticleSummary:
        """The article as listed; `counted_views` are added to those it came with."""
        return cls(**_summary(article, counted_views, site))


class ArticleDetail(ArticleSummary):
    """An article with its body."""

    body: str = Field(description="Markdown")

    @classmethod
    def of(cls, article: Article, counted_views: int, site: str) -> ArticleDetail:
        """The article in full; `counted_views` are added to those it came with."""
        return cls(**_summary(article, counted_views, site), body=article.body)


def _summary(article: Article, counted_views: int, site: str) -> dict[str, Any]:
    names = ("id", "title", "kind", "locale", "excerpt", "published_at", "updated_at", "expires_at")
    return {
        **{name: getattr(article, name) for name in names},
        "url": absolute_url(article_url(article), site),
        "views": article.views + counted_views,
    }


class ArticlePage(BaseModel):
    """One page of the articles."""

    items: list[ArticleSummary]
    total: int = Field(description="how many articles there are on all pages")
    page: int
    per_page: int


class Alive(BaseModel):
    """The process is alive."""

    status: str = Field(examples=["ok"])


class Ready(BaseModel):
    """An index is loaded, so questions can be answered."""

    status: str = Field(examples=["ready"])
    release: str
