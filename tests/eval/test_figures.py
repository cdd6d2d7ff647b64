from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Outcome
from eval.figures import FIGURES, baseline_figures, figures
from eval.measures import MEASURES, score_refusals
from eval.results import AnswerOverlaps, Overlap, QuestionResult
from eval.systems import System
from tests.eval.questions import answerable, unanswerable

RANDOM = Random(5)


def some_questions(count: int) -> list[QuestionResult]:
    """Answerable and unanswerable questions that fared well and badly."""
    found = []
    for _ in range(count):
        confidence = round(RANDOM.random(), 1)
        outcome = Outcome.ANSWERED if confidence > 0.5 else Outcome.ABSTAINED
        fared = {"confidence": confidence, "outcome": outcome}
        scores = dict.fromkeys(MEASURES, RANDOM.random())
        found.append(answerable(scores=scores, right=RANDOM.random() < 0.7, **fared))
        found.append(unanswerable(**fared))
    return found


def test_figures_are_those_of_the_measures_and_lie_in_their_intervals() -> None:
    questions = some_questions(60)
    found, refusals = figures(questions), score_refusals([one.judged for one in questions])
    assert refusals is not None
    assert found["AUROC"].value == pytest.approx(refusals.auroc)
    assert found["right_at_5"].value == pytest.approx(refusals.right_at_5)
    assert found["false_answers"].value == pytest.approx(refusals.false_answers)
    assert found["answered_right"].value == pytest.approx(refusals.answered_right)
    for name, one in found.items():
        if name != "ECE":
            assert one.low is not None
            assert one.high is not None
            assert 0 <= one.low <= one.value <= one.high <= 1


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1), st.lists(st.integers(0, 4), min_size=1))
def test_figures_of_confidence_are_those_of_the_measures(asked: list[tuple[int, bool]], others: list[int]) -> None:
    questions = [answerable(confidence=confidence / 4, right=right) for confidence, right in asked]
    questions += [unanswerable(confidence=confidence / 4) for confidence in others]
    found, refusals = figures(questions), score_refusals([one.judged for one in questions])
    assert refusals is not None
    assert found["AUROC"].value == pytest.approx(refusals.auroc)
    assert found["right_at_5"].value == pytest.approx(refusals.right_at_5)


def test_figures_that_a_set_cannot_have_are_left_out() -> None:
    found = figures([answerable(), answerable()])
    assert list(found) == [*MEASURES, "answered", "answered_right", "ECE"]
    assert found["nDCG@10"].value == found["nDCG@10"].low == found["nDCG@10"].high == 1
    assert found["ECE"].value == pytest.approx(0.1)
    assert found["ECE"].low is None


def test_answers_are_measured_where_there_is_a_reference() -> None:
    half, none = Overlap(0.5, 0.5, None), Overlap(0.0, 0.0, None)
    found = figures([answerable(overlaps=AnswerOverlaps(half, none, none)), answerable()])
    assert found["answer_F1"].value == 0.5


def test_the_other_systems_have_intervals_too() -> None:
    dense = [answerable(baseline_scores={System.DENSE: dict.fromkeys(MEASURES, float(one % 2))}) for one in range(40)]
    found = baseline_figures([*dense, unanswerable()])
    assert list(found) == [System.DENSE]
    estimate = found[System.DENSE]["nDCG@10"]
    assert estimate.value == 0.5
    assert estimate.low is not None
    assert estimate.low < 0.5
    assert baseline_figures([unanswerable()]) == {}


def test_every_figure_says_which_way_is_up() -> None:
    assert {name for name, one in FIGURES.items() if not one.higher_is_better} == {"false_answers", "ECE"}
    assert all(name == one.name and one.label for name, one in FIGURES.items())
