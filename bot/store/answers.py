"""Answers as they are stored: whole, as JSON that comes back equal, and as the rows that are counted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypedDict, TypeVar

from bot.answer import Answer, Citation, Outcome, Reason, Related, Retrieved, Sentence
from bot.store.types import storable
from corpus.article import Kind

T = TypeVar("T")


class ArticleRow(TypedDict):
    """What one answer has to do with one article."""

    article_id: str
    rank: int | None
    score: float | None
    citations: int


def dump_answer(answer: Answer) -> str:
    """The whole answer as JSON."""
    return storable(json.dumps(answer, default=_plain, ensure_ascii=False, separators=(",", ":")))


# A conversation's answers are read again with each of its messages.
@lru_cache(maxsize=512)
def load_answer(text: str) -> Answer:
    """The answer that was stored, maybe by another version: what it did not know is as if it had not been said."""
    values = json.loads(text)
    return _made(
        Answer,
        values,
        outcome=Outcome(values["outcome"]),
        reason=values.get("reason") and Reason(values["reason"]),
        sentences=tuple(
            _made(Sentence, each, citations=tuple(each["citations"])) for each in values.get("sentences", ())
        ),
        citations=tuple(_citation(each) for each in values.get("citations", ())),
        did_you_mean=tuple(_made(Related, each) for each in values.get("did_you_mean", ())),
        follow_ups=tuple(values.get("follow_ups", ())),
        retrieved=tuple(_made(Retrieved, each) for each in values.get("retrieved", ())),
    )


def article_rows(answer: Answer) -> Sequence[ArticleRow]:
    """One row for each article that was retrieved for the answer or is cited in it, in that order."""
    cited = Counter(citation.article_id for citation in answer.citations)
    rows: dict[str, ArticleRow] = {}
    for found in answer.retrieved:
        row = ArticleRow(article_id=found.article_id, rank=found.rank, score=found.score, citations=0)
        rows.setdefault(found.article_id, row)
    for article_id, count in cited.items():
        row = ArticleRow(article_id=article_id, rank=None, score=None, citations=0)
        rows.setdefault(article_id, row)["citations"] = count
    return tuple(rows.values())


def total_ms(answer: Answer) -> float | None:
    """How long the answer took, all stages together; None where that was not timed."""
    return answer.timings_ms.get("total")


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def _citation(values: Mapping[str, Any]) -> Citation:
    kind, updated_at = values.get("kind"), values.get("updated_at")
    return _made(
        Citation,
        values,
        kind=Kind(kind) if kind else None,
        updated_at=date.fromisoformat(updated_at) if updated_at else None,
    )


def _made(cls: type[T], values: Mapping[str, Any], **converted: object) -> T:
    """The object made of those values that its class knows; fields that are missing have their defaults."""
    known = {name: values[name] for name in cls.__dataclass_fields__ if name in values}  # type: ignore[attr-defined]
    return cls(**(known | converted))
