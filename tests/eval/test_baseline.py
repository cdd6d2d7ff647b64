from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Outcome
from bot.conversation import Message, Role
from corpus.errors import EvaluationError
from eval.baseline import SavedEvaluation, read_baseline, saved, write_baseline
from eval.results import Evaluation, EvaluationSettings, QuestionResult, Timings, clarifying
from tests.eval.questions import ANSWERABLE, answerable, unanswerable


def evaluation(*questions: QuestionResult) -> Evaluation:
    return Evaluation(
        dataset="shop",
        release="20261123T000000-1",
        settings=EvaluationSettings("all-MiniLM-L6-v2", "0f", 1, 0.5, 0.3, date(2026, 11, 23)),
        judged=len(questions),
        unanswerable=0,
        unjudged=0,
        systems={},
        refusals=None,
        answers=None,
        clarifying=clarifying(questions),
        timings=Timings(1.0, 1.0, 1.0),
        questions=questions,
    )


def some(floors: dict[str, float] | None = None) -> SavedEvaluation:
    questions = (unanswerable(outcome=Outcome.CLARIFY), answerable(id="a1", confidence=1 / 3), answerable())
    return saved(evaluation(*questions), floors or {})


def changed(path: Path, **values: Any) -> Path:
    write_baseline(path, some())
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **values}), encoding="utf-8")
    return path


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    path, found = tmp_path / "b.json", some({"nDCG@10": 0.75})
    write_baseline(path, found)
    again = read_baseline(path)
    assert again.questions == found.questions
    assert (again.name, again.dataset, again.floors) == ("b.json", "shop", {"nDCG@10": 0.75})
    assert again.settings == found.settings
    assert again.questions[0].confidence == 0.3333


def test_a_file_has_a_line_for_each_question_ordered_by_id_and_is_the_same_every_time(tmp_path: Path) -> None:
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    write_baseline(first, some())
    write_baseline(second, some())
    lines = [line for line in first.read_text("utf-8").splitlines() if '"digest"' in line]
    assert first.read_bytes() == second.read_bytes()
    assert [json.loads(line.rstrip(","))["id"] for line in lines] == ["a1", "o1", "q1"]
    assert json.loads(first.read_text("utf-8"))["figures"]["answered_right"] == 1.0


@pytest.mark.parametrize(
    "change",
    [
        {"text": "how do I reset it?"},
        {"relevant": ("close-account",)},
        {"reference_answer": "Open it."},
        {"history": (Message("1", Role.USER, "hello", None),)},  # type: ignore[arg-type]
    ],
)
def test_a_question_asked_or_judged_otherwise_has_another_digest(change: dict[str, Any]) -> None:
    (before,), (after,) = (saved(evaluation(one), {}).questions for one in (ANSWERABLE, answerable(**change)))
    assert before.digest != after.digest


def test_what_the_bot_did_is_not_in_the_digest() -> None:
    moved = answerable(query="other", confidence=0.2, ranking=("x",), answer="No.")
    (before,), (after,) = (saved(evaluation(one), {}).questions for one in (ANSWERABLE, moved))
    assert before.digest == after.digest


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"schema_version": 7}, "its schema_version is 7, not 1"),
        ({"questions": [{"id": "q1"}]}, "KeyError"),
        ({"questions": 3}, "TypeError"),
        ({"floors": None}, "AttributeError"),
        ({"floors": {"nDCG": 0.5}}, "There is no figure 'nDCG' to set a floor for"),
    ],
)
def test_a_file_that_is_no_evaluation_is_refused(tmp_path: Path, values: dict[str, Any], message: str) -> None:
    with pytest.raises(EvaluationError, match=message):
        read_baseline(changed(tmp_path / "b.json", **values))


def test_a_file_that_is_not_json_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text("[]", encoding="utf-8")
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    for name in ("list.json", "broken.json", "none.json"):
        with pytest.raises(EvaluationError, match=f"{name}' is not an evaluation to compare with"):
            read_baseline(tmp_path / name)


def test_two_questions_with_one_id_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    write_baseline(path, some())
    questions = json.loads(path.read_text("utf-8"))["questions"]
    with pytest.raises(EvaluationError, match="the same id"):
        read_baseline(changed(path, questions=questions * 2))
