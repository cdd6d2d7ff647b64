"""Answers to the questions of a data set, as the assistant gives them from the articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from bot.answer import Answer, Hit, Outcome
from bot.api.schemas.answers import ChatAnswer
from bot.assistant import RETRIEVED, answer_from
from embeddings.publish import ProgressDisplay
from eval.datasets import Query
from eval.index import Index
from eval.systems import EncodedQuery, retrieve


@dataclass(frozen=True, slots=True)
class EvaluatedAnswer:
    """A question, the hits it got, and the answer made from them."""

    query: Query
    hits: tuple[Hit, ...]
    answer: Answer
    retrieve_ms: float
    answer_ms: float


def answer_all(index: Index, queries: Sequence[EncodedQuery], display: ProgressDisplay) -> list[EvaluatedAnswer]:
    """The answer to every question, in their order; small talk is retrieved like any other question."""
    with display.stage("Answering questions", len(queries)) as progress:
        answers = []
        for encoded in queries:
            answers.append(_answer(index, encoded))
            progress(1)
    return answers


def _answer(index: Index, encoded: EncodedQuery) -> EvaluatedAnswer:
    started = perf_counter()
    hits = retrieve(index, encoded, RETRIEVED)
    retrieved = perf_counter()
    answer = answer_from(index.knowledge, encoded.asked, hits)
    finished = perf_counter()
    return EvaluatedAnswer(
        encoded.query, tuple(hits), answer, (retrieved - started) * 1000, (finished - retrieved) * 1000
    )


def answer_to_dict(evaluated: EvaluatedAnswer) -> dict[str, Any]:
    """The line of an answers file; citations only where the outcome is 'answered'."""
    answer = evaluated.answer
    sent = ChatAnswer.of(answer, conversation_id="", message_id=evaluated.query.id, site="")
    citations = sent.citations if answer.outcome is Outcome.ANSWERED else []
    return {
        "id": evaluated.query.id,
        "outcome": answer.outcome.value,
        "confidence": answer.confidence,
        "top_article_id": answer.top_article_id,
        "answer": answer.answer,
        "citations": [citation.model_dump(mode="json") for citation in citations],
    }
