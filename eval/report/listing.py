"""All questions in one table, or as many as a page can bear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.index import Index
from eval.report.cases import rank_of_right
from eval.report.verdicts import Verdict, verdict_on
from eval.report.words import clipped
from eval.results import QuestionResult

MOST_ROWS = 2_000
_MOST_CHARS = 160
_SOUND = frozenset({Verdict.ANSWERED_RIGHTLY, Verdict.RIGHTLY_REFUSED})


@dataclass(frozen=True, slots=True)
class Row:
    """One question; `rank` is the place of the best-placed right article, `top` the title of the article found."""

    text: str
    verdict: Verdict
    confidence: float
    rank: int | None
    top: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows in the order of the data set, the verdicts among them, and how many questions are left out."""

    rows: tuple[Row, ...]
    verdicts: tuple[Verdict, ...]
    left_out: int


def listing(index: Index, questions: Sequence[QuestionResult]) -> Listing:
    """The table: when there are too many questions, those that went well are left out first, the later before."""
    by_need = sorted(questions, key=lambda one: verdict_on(one) in _SOUND)
    listed = {one.id for one in by_need[:MOST_ROWS]}
    rows = tuple(_row(index, one) for one in questions if one.id in listed)
    present = {row.verdict for row in rows}
    return Listing(rows, tuple(verdict for verdict in Verdict if verdict in present), len(questions) - len(rows))


def _row(index: Index, question: QuestionResult) -> Row:
    top = question.top_article_id
    return Row(
        text=clipped(question.text, _MOST_CHARS),
        verdict=verdict_on(question),
        confidence=question.confidence,
        rank=rank_of_right(question),
        top=clipped(index.knowledge.articles[top].title or top, _MOST_CHARS) if top else "",
    )
