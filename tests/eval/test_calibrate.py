from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.retrieval.confidence import DEFAULT, FEATURES, ConfidenceModel
from corpus.errors import EvaluationError
from eval.calibrate import calibrate, check_questions, threshold_for
from eval.datasets import Dataset, Query
from eval.logistic import probabilities
from tests.eval.labels import ALTERNATIVES, SHIPPED, labelled, told

confidences = st.lists(st.floats(0, 1), min_size=20, max_size=80)


def dataset(path: Path, unanswerable: int) -> Dataset:
    """A data set of two answerable questions and as many that are not."""
    queries = tuple(Query(f"q{n}", "how?", answerable=n < 2) for n in range(2 + unanswerable))
    return Dataset(path.stem, path, queries, {})


@given(confidences, st.floats(0.05, 0.5))
def test_threshold_never_lets_more_than_the_allowed_share_through(found: list[float], max_error: float) -> None:
    threshold = threshold_for(np.array(found), max_error)

    assert sum(confidence >= threshold for confidence in found) <= max_error * len(found)
    assert threshold == round(threshold, 4)


@given(st.sets(st.integers(0, 9_000), min_size=40, max_size=40))
def test_threshold_is_no_higher_than_it_has_to_be(found: set[int]) -> None:
    surest, second, *_ = sorted((number / 10_000 for number in found), reverse=True)

    # Of 40 questions 5 % are 2; that one more question reaches it by 5 % at most leaves 1.
    assert second < threshold_for(np.array([*found]) / 10_000, 0.05) <= second + 0.000101
    assert surest < threshold_for(np.array([*found]) / 10_000, 0.025) <= surest + 0.000101


def test_further_question_without_an_answer_reaches_the_threshold_by_the_allowed_chance_at_most() -> None:
    random = np.random.default_rng(5)
    for count in (20, 30, 59, 200):
        reached = [random.random() >= threshold_for(random.random(count), 0.05) for _ in range(4000)]
        assert np.mean(reached) <= 0.05 + 0.01


def test_questions_that_are_all_as_sure_as_can_be_put_the_threshold_out_of_reach() -> None:
    assert threshold_for(np.ones(30), 0.05) > 1


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 1000), st.sampled_from([0.01, 0.05, 0.1, 0.3]))
def test_calibration_lets_no_more_unanswerable_questions_through_than_allowed(seed: int, max_error: float) -> None:
    found = calibrate(labelled(200, 110, seed, shift=2.0), max_error)

    assert found.calibrated.false_answers <= max_error
    assert 0 < found.calibrated.answered_right <= 1
    assert 0 < found.model.clarify_at < found.model.answer_at <= 1


def test_promise_holds_on_questions_that_were_never_seen() -> None:
    passed = []
    for seed in range(40):
        model = calibrate(labelled(60, 30, seed), 0.1).model
        others = labelled(1, 400, seed + 1000)
        chance = probabilities(others.signals, np.array([model.intercept, *model.weights]))
        passed.append(float((chance >= model.answer_at)[~others.answerable].mean()))

    assert np.mean(passed) <= 0.1


@pytest.mark.parametrize("shift", [-3.0, 0.0, 2.0])
def test_refitting_makes_confidence_no_less_true(shift: float) -> None:
    fitted_to, others = labelled(150, 80, 1, shift), labelled(3000, 1600, 1, shift)
    model = calibrate(fitted_to, 0.05).model
    refitted = probabilities(others.signals, np.array([model.intercept, *model.weights]))

    assert told(refitted, others.right) <= told(probabilities(others.signals, SHIPPED), others.right) + 0.005


def test_refitting_mends_confidence_that_is_off() -> None:
    off = labelled(300, 150, 2, shift=-4.0)
    found = calibrate(off, 0.05)

    assert found.calibrated.judged.calibration_error < found.shipped.judged.calibration_error - 0.1
    assert found.model.intercept < DEFAULT.intercept


def test_few_questions_leave_the_coefficients_near_those_that_ship() -> None:
    few, many = labelled(40, 20, 3), labelled(4000, 2000, 3)
    flipped = [replace(one, signals=one.signals * np.array([-1.0, 1, 1, 1])) for one in (few, many)]
    moved = [abs(calibrate(one, 0.05).model.weights[0] - DEFAULT.weights[0]) for one in flipped]

    assert moved[0] < 0.6 * moved[1]


def test_signal_that_is_the_same_for_a_whole_help_centre_keeps_its_coefficient() -> None:
    found = calibrate(labelled(120, 60, seed=4), 0.05)

    assert found.model.weights[ALTERNATIVES] == pytest.approx(DEFAULT.weights[ALTERNATIVES], abs=1e-5)


def test_same_questions_give_the_same_calibration() -> None:
    assert calibrate(labelled(), 0.05) == calibrate(labelled(), 0.05)


def test_released_calibration_is_read_back_as_the_same_model() -> None:
    found = calibrate(labelled(), 0.05)
    values = found.to_dict("shop")

    assert ConfidenceModel.from_calibration(values) == found.model
    assert values["confidence"]["fitted_to"] == {"dataset": "shop", "answerable": 120, "unanswerable": 60}
    assert values["confidence"]["features"] == list(FEATURES)


def test_data_set_where_every_top_article_is_right_is_calibrated() -> None:
    every = labelled(120, 60, 6)
    found = calibrate(replace(every, right=every.answerable.copy()), 0.05)

    assert np.isfinite([found.model.intercept, *found.model.weights]).all()
    assert found.calibrated.judged.auroc is not None


def test_data_set_where_no_top_article_is_right_is_refused() -> None:
    none = labelled()
    with pytest.raises(EvaluationError) as refused:
        calibrate(replace(none, right=np.zeros_like(none.right)), 0.05)

    assert str(refused.value) == (
        "The right article comes first for no questions of '/sets/shop.jsonl'; it takes at least 20 to fit confidence "
        "to. Add questions that the articles answer."
    )


def test_questions_that_nothing_tells_apart_leave_nothing_to_answer() -> None:
    alike = labelled()
    with pytest.raises(EvaluationError) as refused:
        calibrate(replace(alike, signals=np.ones_like(alike.signals)), 0.05)

    assert str(refused.value) == (
        "To hold false answers to 5 % no question of '/sets/shop.jsonl' could be answered rightly any more: some "
        "without an answer look as sure as the surest. Allow more with --max-error, or see with 'citedesk eval run' "
        "whether those are really without an answer."
    )


def test_golden_questions_without_an_unanswerable_one_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "golden.jsonl"
    with pytest.raises(EvaluationError) as refused:
        check_questions(dataset(path, 0), 0.05)

    assert str(refused.value) == (
        f"'{path}' has no questions without an answer; to hold false answers to 5 % it takes at least 20. "
        'Add some as golden questions with "answerable": false.'
    )


def test_folder_with_too_few_unanswerable_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError) as refused:
        check_questions(dataset(tmp_path, 1), 0.01)

    assert str(refused.value) == (
        f"'{tmp_path}' has 1 question without an answer; to hold false answers to 1 % it takes at least 100. "
        f"Add some to '{tmp_path / 'oos_queries.jsonl'}', or allow more with --max-error."
    )


@pytest.mark.parametrize(("max_error", "needed"), [(0.5, 20), (0.05, 20), (0.04, 25), (0.01, 100), (0.001, 1000)])
def test_smaller_shares_take_more_unanswerable_questions(tmp_path: Path, max_error: float, needed: int) -> None:
    check_questions(dataset(tmp_path, needed), max_error)
    with pytest.raises(EvaluationError, match=f"at least {needed}"):
        check_questions(dataset(tmp_path, needed - 1), max_error)
