"""Drafts for an agent, as sent."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, Field

from bot.api.schemas.answers import Citation, citation_of
from bot.suggest import suggestion as domain


class PartAnswer(BaseModel):
    """What a draft says to one of the questions, and the numbers of the citations it stands on."""

    question: str
    text: str
    confidence: float
    citations: list[int]
    rule: int | None = Field(description="the number of the team's rule that pinned it; null where articles are quoted")


class Link(BaseModel):
    """An article that the draft stands on, ready to be inserted."""

    article_id: str
    title: str
    url: str
    markdown: str


class Suggestion(BaseModel):
    """A draft, never sent by itself."""

    id: str | None = Field(description="to say what became of it; null where it could not be kept")
    text: str = Field(description="Markdown, ready to send")
    confidence: float = Field(description="how likely its least certain answer is right")
    answers: list[PartAnswer]
    citations: list[Citation]
    links: list[Link]
    missing: list[str] = Field(description="the questions that it answers from no article, in the customer's words")


class Suggestions(BaseModel):
    """Drafts that differ in substance, best first."""

    suggestions: list[Suggestion]
    questions: list[str] = Field(description="those that are open, in the customer's words")
    missing: list[str] = Field(description="those of them that no article answers")
    release: str
    timings_ms: dict[str, float]

    @classmethod
    def of(cls, suggested: domain.Suggested, ids: Sequence[str | None]) -> Suggestions:
        """The drafts as sent; their links have been made absolute before."""
        return cls(
            suggestions=[_suggestion(one, id_) for one, id_ in zip(suggested.suggestions, ids, strict=True)],
            questions=list(suggested.questions),
            missing=list(suggested.missing),
            release=suggested.release,
            timings_ms=dict(suggested.timings_ms),
        )


def _suggestion(draft: domain.Suggestion, id_: str | None) -> Suggestion:
    return Suggestion(
        id=id_,
        text=draft.text,
        confidence=draft.confidence,
        answers=[
            PartAnswer(
                question=a.question, text=a.text, confidence=a.confidence, citations=list(a.citations), rule=a.rule
            )
            for a in draft.answers
        ],
        citations=[citation_of(citation, "") for citation in draft.citations],
        links=[
            Link(article_id=link.article_id, title=link.title, url=link.url, markdown=link.markdown)
            for link in draft.links
        ],
        missing=list(draft.missing),
    )
