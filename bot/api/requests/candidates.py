"""What is asked and decided of candidates for golden questions."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from bot.api.requests.fields import MAX_INTEGER, Input, Text, clean
from bot.learning.candidate import Origin, State
from bot.learning.learning import Correction

MAX_ARTICLES = 20
MAX_QUESTION_CHARS = 4000
MAX_ANSWER_CHARS = 10_000

ArticleId = Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=500)]


class Verdict(StrEnum):
    """What a person decides."""

    ACCEPT = "accept"
    DROP = "drop"


class CandidatesQuery(Input):
    """Which candidates to list."""

    state: State = State.OPEN
    origin: Origin | None = Field(default=None, description="only those that are candidates for this reason, too")
    limit: int = Field(default=20, ge=1, le=100)
    skip: int = Field(default=0, ge=0, le=MAX_INTEGER, description="how many of the first to leave out")


class CandidateDecision(Input):
    """A decision. What is left out or null is as it was proposed; what is sent with `drop` counts for nothing."""

    decision: Verdict
    question: Annotated[Text, Field(max_length=MAX_QUESTION_CHARS)] | None = None
    article_ids: list[ArticleId] | None = Field(
        default=None, max_length=MAX_ARTICLES, description="those that answer it; [] with answerable false: none does"
    )
    answerable: bool | None = None
    reference_answer: (
        Annotated[str, BeforeValidator(clean), AfterValidator(str.strip), Field(max_length=MAX_ANSWER_CHARS)] | None
    ) = Field(default=None, description="a good answer, by which the bot's is measured; empty: none")
    as_alternative: bool = Field(
        default=False, description="also a further way to ask for these articles, from the next sync on"
    )

    def correction(self) -> Correction:
        """What the person makes of the candidate."""
        ids = None if self.article_ids is None else tuple(self.article_ids)
        return Correction(self.question, ids, self.answerable, self.reference_answer, self.as_alternative)
