"""An answer as sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from bot import answer as domain
from bot.answer import Outcome, Reason
from bot.api.urls import absolute_url
from corpus.article import Kind


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


class GivenAnswer(BaseModel):
    """What the assistant said, and what it stands on."""

    outcome: Outcome
    reason: Reason | None = Field(description="why the outcome is not a plain answer from the articles")
    answer: str = Field(
        description=(
            "Markdown (CommonMark and tables) without HTML. Its links are absolute, on http, https or mailto; those "
            "between articles lead to the published ones, images are on https. In this it may differ from the "
            "`sentences`, which stay word for word as the articles have them. Empty while a person answers."
        )
    )
    sentences: list[Sentence]
    citations: list[Citation]
    confidence: float = Field(description="the probability that the top article answers the question")
    did_you_mean: list[Related]
    follow_ups: list[str]
    rule: int | None = Field(description="the number of the team's rule that made the answer")
    release: str = Field(description="the published index that was asked")
    timings_ms: dict[str, float]


class _Ids(BaseModel):
    conversation_id: str
    message_id: str


class ChatAnswer(GivenAnswer, _Ids):
    """The assistant's reply."""

    @classmethod
    def of(cls, answer: domain.Answer, conversation_id: str, message_id: str, site: str) -> ChatAnswer:
        """The answer as sent, its links made absolute."""
        return cls(conversation_id=conversation_id, message_id=message_id, **answer_fields(answer, site))


def answer_fields(answer: domain.Answer, site: str) -> dict[str, Any]:
    """The fields of a given answer, its links made absolute."""
    return {
        "outcome": answer.outcome,
        "reason": answer.reason,
        "answer": answer.answer,
        "sentences": [Sentence(text=s.text, citations=list(s.citations)) for s in answer.sentences],
        "citations": [citation_of(citation, site) for citation in answer.citations],
        "confidence": answer.confidence,
        "did_you_mean": [
            Related(article_id=r.article_id, title=r.title, url=absolute_url(r.url, site)) for r in answer.did_you_mean
        ],
        "follow_ups": list(answer.follow_ups),
        "rule": answer.rule,
        "release": answer.release,
        "timings_ms": dict(answer.timings_ms),
    }


def citation_of(citation: domain.Citation, site: str) -> Citation:
    """The citation as sent, its link made absolute."""
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
