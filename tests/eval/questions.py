"""Questions of an evaluation as a test needs them, without an index behind them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from bot.answer import Outcome
from bot.retrieval.retrieve import Query
from eval.measures import MEASURES
from eval.results import QuestionResult

ANSWERABLE = QuestionResult(
    id="q1",
    text="how do I reset it",
    query=Query("how do I reset it", np.zeros(384, dtype=np.float32)),
    has_history=False,
    tags=(),
    locale="en",
    kind=None,
    answerable=True,
    relevant=("reset-2fa",),
    ranking=("reset-2fa", "deposit-fees"),
    scores=dict.fromkeys(MEASURES, 1.0),
    baseline_scores={},
    outcome=Outcome.ANSWERED,
    reason=None,
    confidence=0.9,
    top_article_id="reset-2fa",
    right=True,
    offered=(),
    answer="Open the security page.",
    reference_answer=None,
    overlaps=None,
    retrieve_ms=1.0,
    answer_ms=2.0,
    hits=(),
)


def answerable(**changes: object) -> QuestionResult:
    """An answerable question, answered rightly but for what is changed."""
    return replace(ANSWERABLE, **changes)  # type: ignore[arg-type]


def unanswerable(**changes: object) -> QuestionResult:
    """A question that no article answers, refused but for what is changed."""
    refused = {"answerable": False, "relevant": (), "scores": {}, "right": False, "outcome": Outcome.ABSTAINED}
    return replace(ANSWERABLE, **{"id": "o1", "confidence": 0.1, **refused, **changes})  # type: ignore[arg-type]
