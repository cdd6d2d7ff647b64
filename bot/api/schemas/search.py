"""What a search found, as sent."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from bot import answer as domain
from bot.api.urls import absolute_url
from bot.links import article_url
from corpus.article import Kind


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
