from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answer import Outcome
from corpus.errors import EvaluationError
from eval.baseline import SavedEvaluation, SavedQuestion
from eval.compare import Comparison, compare_evaluations
from eval.figures import FIGURES
from eval.measures import MEASURES

SETTINGS = {"encoder": "all-MiniLM-L6-v2", "answer_at": 0.5}


def question(number: int, score: float = 1.0, **changes: object) -> SavedQuestion:
    saved = SavedQuestion(
        id=f"q{number:03}",
        digest="d",
        answerable=True,
        scores=dict.fromkeys(MEASURES, score),
        outcome=Outcome.ANSWERED,
        confidence=0.9,
        top_article_id="a",
        right=score > 0,
        answer_f1=None,
    )
    return replace(saved, **changes)  # type: ignore[arg-type]


def unanswerable(number: int, **changes: object) -> SavedQuestion:
    refused = {"outcome": Outcome.ABSTAINED, "confidence": 0.1, "right": False}
    return question(number, **{"answerable": False, "scores": {}, **refused, **changes})


def evaluation(*questions: SavedQuestion, name: str = "b.json") -> SavedEvaluation:
    return SavedEvaluation(name, "shop", SETTINGS, {}, questions)


def compare(before: list[SavedQuestion], after: list[SavedQuestion]) -> Comparison:
    return compare_evaluations(evaluation(*before), evaluation(*after, name="now"), {"q000": "how do I?"})


def test_an_evaluation_does_not_differ_from_itself() -> None:
    same = [*map(question, range(20)), *map(unanswerable, range(20, 40))]
    found = compare(same, same)
    assert (found.verdict, found.better, found.worse, dict(found.settings)) == ("no significant change", (), (), {})
    assert [one.figure for one in found.differences] == [n for n in FIGURES if n not in ("answered", "answer_F1")]
    assert {one.p for one in found.differences} == {1.0, None}


def test_a_drop_that_chance_does_not_make_is_found_in_each_figure_it_is_in() -> None:
    before = [question(number) for number in range(40)]
    found = compare(before, [question(number, 0.5 if number < 10 else 1.0) for number in range(40)])
    assert found.verdict == "worse"
    assert [one.figure for one in found.drops] == list(MEASURES)
    first = found.drops[0]
    assert (first.before, first.after, first.gain) == (1.0, 0.875, -0.125)
    assert first.p == pytest.approx(2 / 2**10)


def test_a_drop_in_a_few_questions_may_be_chance() -> None:
    found = compare([question(n) for n in range(40)], [question(n, 0.5 if n < 5 else 1.0) for n in range(40)])
    assert (found.verdict, found.drops) == ("no significant change", ())
    assert found.differences[0].p == pytest.approx(2 / 2**5)
    assert len(found.worse) == 5


def test_more_false_answers_are_a_drop() -> None:
    before = [question(0), *map(unanswerable, range(1, 41))]
    after = [question(0), *(unanswerable(n, outcome=Outcome.ANSWERED) for n in range(1, 11))]
    found = compare(before, [*after, *map(unanswerable, range(11, 41))])
    assert [(one.figure, one.before, one.after) for one in found.drops] == [("false_answers", 0.0, 0.25)]
    assert [one.gain for one in found.worse] == [-1.0] * 10


def test_a_confidence_that_tells_less_is_a_drop() -> None:
    before = [*map(question, range(30)), *map(unanswerable, range(30, 60))]
    blurred = [unanswerable(n, confidence=0.95 if n % 2 else 0.1) for n in range(30, 60)]
    found = {one.figure: one for one in compare(before, [*map(question, range(30)), *blurred]).differences}
    assert (found["AUROC"].before, found["AUROC"].after) == (1.0, 0.5)
    assert found["AUROC"].dropped
    assert found["right_at_5"].p is None


def test_the_greatest_change_comes_first_and_behaving_as_one_should_counts_most() -> None:
    before = [question(0, 0.5), question(1, 0.2), question(2, 1.0, outcome=Outcome.ABSTAINED)]
    found = compare(before, [question(0, 0.6), question(1, 0.1), question(2, 0.9)])
    assert [(one.id, one.text, round(one.gain, 6)) for one in found.better] == [
        ("q002", "", 0.9),
        ("q000", "how do I?", 0.1),
    ]
    assert [(one.id, round(one.gain, 6)) for one in found.worse] == [("q001", -0.1)]
    assert found.better[0].before.outcome is Outcome.ABSTAINED


def test_only_what_both_asked_alike_is_compared() -> None:
    before = [question(0), question(1), question(2, digest="other")]
    found = compare(before, [question(0), question(2), question(3), question(4)])
    assert (found.shared, found.only_before, found.only_after, found.changed) == (1, 1, 2, 1)
    assert {one.count for one in found.differences} == {1}


def test_a_reference_answer_counts_where_both_were_measured() -> None:
    before = [question(0, answer_f1=0.5), question(1, answer_f1=None), question(2)]
    found = compare(before, [question(0, answer_f1=0.7), question(1, answer_f1=0.9), question(2)])
    (answers,) = (one for one in found.differences if one.figure == "answer_F1")
    assert (answers.count, answers.before, answers.after) == (1, 0.5, 0.7)


def test_another_data_set_is_refused_by_name() -> None:
    other = SavedEvaluation("old.json", "bank", SETTINGS, {}, (question(7),))
    with pytest.raises(EvaluationError, match=r"'old\.json' was measured on the data set 'bank' and now on 'shop'"):
        compare_evaluations(other, evaluation(question(0), name="now"), {})


def test_settings_that_differ_are_told() -> None:
    other = replace(evaluation(question(0)), settings={"encoder": "e5-small", "answer_at": 0.5})
    assert compare_evaluations(other, evaluation(question(0)), {}).settings == {
        "encoder": ("e5-small", "all-MiniLM-L6-v2")
    }
