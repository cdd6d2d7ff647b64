"""An evaluation as a file that can be committed: what became of every question, and below what no figure may fall."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answer import Outcome
from corpus.errors import EvaluationError
from eval.figures import FIGURES, figure_values
from eval.files import write_lines
from eval.measures import MEASURES, Scores
from eval.results import Evaluation, QuestionResult

SCHEMA_VERSION = 1
# What another machine's arithmetic changes is smaller.
_DECIMALS = 4
_DIGEST_CHARS = 12
FLOOR_NAMES = f"Floors are for {', '.join(FIGURES)}."


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """What became of one judged question. `digest` changes with what was asked and with what it was judged by."""

    id: str
    digest: str
    answerable: bool
    scores: Scores
    outcome: Outcome
    confidence: float
    top_article_id: str | None
    right: bool
    answer_f1: float | None

    @property
    def answered(self) -> bool:
        """Whether the bot answered."""
        return self.outcome is Outcome.ANSWERED


@dataclass(frozen=True, slots=True)
class SavedEvaluation:
    """An evaluation's questions, ordered by id; `floors` maps a figure's name to what it must reach.

    For a figure of which less is better, that is what it must not exceed. `settings` are what the results depend on.
    """

    name: str
    dataset: str
    settings: Mapping[str, str | int | float]
    floors: Mapping[str, float]
    questions: tuple[SavedQuestion, ...]


def saved(evaluation: Evaluation, floors: Mapping[str, float], name: str = "this evaluation") -> SavedEvaluation:
    """The evaluation as it is saved and compared, its values rounded."""
    settings = evaluation.settings
    return SavedEvaluation(
        name=name,
        dataset=evaluation.dataset,
        settings={
            "encoder": settings.encoder,
            "encoder_fingerprint": settings.encoder_fingerprint,
            "pipeline_version": settings.pipeline_version,
            "answer_at": round(settings.answer_at, _DECIMALS),
            "clarify_at": round(settings.clarify_at, _DECIMALS),
            "today": settings.today.isoformat(),
        },
        floors=floors,
        questions=tuple(sorted(map(_saved_question, evaluation.questions), key=lambda one: one.id)),
    )


def write_baseline(path: Path, evaluation: SavedEvaluation) -> None:
    """Writes the evaluation as JSON, a question a line, so that a version control system shows what changed."""
    head = {
        "schema_version": SCHEMA_VERSION,
        "dataset": evaluation.dataset,
        "questions_sha256": _sha256([[one.id, one.digest] for one in evaluation.questions]),
        "settings": dict(evaluation.settings),
        "floors": dict(sorted(evaluation.floors.items())),
        "figures": {name: round(value, _DECIMALS) for name, value in figure_values(evaluation.questions).items()},
    }
    opening = json.dumps(head, indent=2, ensure_ascii=False).removesuffix("\n}")
    rows = [json.dumps(_question_to_dict(one), ensure_ascii=False) for one in evaluation.questions]
    lines = [f"    {row}," for row in rows[:-1]] + [f"    {row}" for row in rows[-1:]]
    write_lines(path, [f"{opening},", '  "questions": [', *lines, "  ]", "}"])


def read_baseline(path: Path) -> SavedEvaluation:
    """The evaluation in a file that `write_baseline` wrote. Raises EvaluationError when it can't be read."""
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, str(error)) from error
    version = values.get("schema_version") if isinstance(values, dict) else None
    if version != SCHEMA_VERSION:
        raise _unreadable(path, f"its schema_version is {version!r}, not {SCHEMA_VERSION}")
    try:
        questions = tuple(_question_from_dict(row) for row in values["questions"])
        floors = {name: float(value) for name, value in values["floors"].items()}
        found = SavedEvaluation(path.name, str(values["dataset"]), values["settings"], floors, questions)
        unknown = sorted(set(floors) - set(FIGURES))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _unreadable(path, f"{type(error).__name__}: {error}") from error
    if unknown:
        raise EvaluationError(f"'{path}': There is no figure '{unknown[0]}' to set a floor for. {FLOOR_NAMES}")
    if len({one.id for one in questions}) < len(questions):
        raise _unreadable(path, "two of its questions have the same id")
    return found


def _unreadable(path: Path, why: str) -> EvaluationError:
    return EvaluationError(
        f"'{path}' is not an evaluation to compare with: {why}. Write one with 'citedesk eval run DATASET --save FILE'."
    )


def _saved_question(one: QuestionResult) -> SavedQuestion:
    asked = [one.text, [[message.role.value, message.text] for message in one.history]]
    return SavedQuestion(
        id=one.id,
        digest=_sha256([*asked, sorted(one.relevant), one.reference_answer])[:_DIGEST_CHARS],
        answerable=one.answerable,
        scores={name: round(value, _DECIMALS) for name, value in one.scores.items()},
        outcome=one.outcome,
        confidence=round(one.confidence, _DECIMALS),
        top_article_id=one.top_article_id,
        right=one.right,
        answer_f1=None if one.answer_f1 is None else round(one.answer_f1, _DECIMALS),
    )


def _question_to_dict(one: SavedQuestion) -> dict[str, Any]:
    return {
        "id": one.id,
        "digest": one.digest,
        "answerable": one.answerable,
        **{name: one.scores[name] for name in MEASURES if name in one.scores},
        "outcome": one.outcome.value,
        "confidence": one.confidence,
        "top_article_id": one.top_article_id,
        "right": one.right,
        **({} if one.answer_f1 is None else {"answer_F1": one.answer_f1}),
    }


def _question_from_dict(row: Mapping[str, Any]) -> SavedQuestion:
    top, f1 = row["top_article_id"], row.get("answer_F1")
    return SavedQuestion(
        id=str(row["id"]),
        digest=str(row["digest"]),
        answerable=bool(row["answerable"]),
        scores={name: float(row[name]) for name in MEASURES} if row["answerable"] else {},
        outcome=Outcome(row["outcome"]),
        confidence=float(row["confidence"]),
        top_article_id=None if top is None else str(top),
        right=bool(row["right"]),
        answer_f1=None if f1 is None else float(f1),
    )


def _sha256(values: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()
