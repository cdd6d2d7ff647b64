from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.curves import expected_calibration_error, latency, recall_curve, reliability, risk_coverage
from eval.measures import JudgedAnswer, right_at, score_rankings

articles = st.lists(st.sampled_from("abcdefgh"), unique=True)
shares = st.floats(0, 1)
judged = st.lists(st.tuples(shares, st.booleans(), st.booleans()), max_size=40)


def test_recall_by_depth_is_that_of_a_hand_computed_case() -> None:
    rankings = [["a", "x", "b"], ["x", "y", "c"], []]
    relevant = [{"a", "b"}, {"c"}, {"d"}]
    assert recall_curve(rankings, relevant, 4) == pytest.approx([1 / 6, 1 / 6, 2 / 3, 2 / 3])


@given(st.lists(st.tuples(articles, articles.filter(bool)), min_size=1, max_size=8))
def test_recall_never_falls_with_depth_and_stays_a_share(rows: list[tuple[list[str], list[str]]]) -> None:
    curve = recall_curve([ranking for ranking, _ in rows], [set(wanted) for _, wanted in rows], 10)
    assert (np.diff(curve) >= 0).all()
    assert curve[0] >= 0
    assert curve[-1] <= 1


def test_recall_at_five_is_that_of_the_measures() -> None:
    rankings = {"q1": ["a", "b", "c", "d", "e", "f"], "q2": ["f", "e", "d", "c", "b", "a"]}
    qrels = {"q1": {"a": 1, "f": 1}, "q2": {"a": 1}}
    scores = score_rankings(qrels, rankings)
    curve = recall_curve(list(rankings.values()), [set(qrels[query]) for query in rankings], 6)
    assert curve[4] == pytest.approx(np.mean([scores[query]["Recall@5"] for query in rankings]))


def test_risk_and_coverage_are_those_of_a_hand_computed_case() -> None:
    confidence = np.array([0.9, 0.8, 0.8, 0.6, 0.4])
    answerable = np.array([True, True, False, True, False])
    right = np.array([True, True, False, False, False])
    curve = risk_coverage(confidence, answerable, right)
    assert curve.threshold == pytest.approx([0.9, 0.8, 0.6, 0.4])
    assert curve.coverage == pytest.approx([1 / 3, 2 / 3, 1, 1])
    assert curve.answered_right == pytest.approx([1 / 3, 2 / 3, 2 / 3, 2 / 3])
    assert curve.risk == pytest.approx([0, 1 / 3, 1 / 2, 3 / 5])
    assert curve.false_answers == pytest.approx([0, 1 / 2, 1 / 2, 1])


def test_a_threshold_between_two_confidences_answers_what_is_above_it() -> None:
    curve = risk_coverage(np.array([0.9, 0.5]), np.array([True, True]), np.array([True, False]))
    assert curve.at(0.7).coverage == 0.5
    assert curve.at(0.5).risk == 0.5
    assert (curve.at(0.95).coverage, curve.at(0.95).risk) == (0, 0)


def test_the_point_for_a_share_of_false_answers_is_the_most_lenient_one() -> None:
    confidence = np.array([0.9, 0.8, 0.7, 0.6])
    answerable = np.array([True, False, True, False])
    curve = risk_coverage(confidence, answerable, answerable)
    assert curve.with_false_answers(0.5).threshold == 0.7
    assert curve.with_false_answers(0.0).coverage == 0.5
    only_wrong_first = risk_coverage(np.array([0.9, 0.8]), np.array([False, True]), np.array([False, True]))
    assert only_wrong_first.with_false_answers(0.05).coverage == 0


@given(judged, st.floats(0, 0.99))
def test_what_is_right_at_a_share_of_false_answers_is_that_of_the_measures(
    rows: list[tuple[float, bool, bool]], most: float
) -> None:
    rows = [*rows, (0.5, True, True), (0.4, False, False)]
    answers = [JudgedAnswer(answerable, False, right and answerable, c) for c, answerable, right in rows]
    curve = risk_coverage(
        np.array([one.confidence for one in answers]),
        np.array([one.answerable for one in answers]),
        np.array([one.right for one in answers]),
    )
    answerable = [one for one in answers if one.answerable]
    unanswerable = [one for one in answers if not one.answerable]
    # The measure counts whole questions, so that both are held against the same whole number of them.
    allowed = int(most * len(unanswerable)) / len(unanswerable)
    assert curve.with_false_answers(allowed).answered_right == pytest.approx(right_at(answerable, unanswerable, most))


@given(judged.filter(bool))
def test_a_risk_coverage_curve_holds_shares_and_never_turns_back(rows: list[tuple[float, bool, bool]]) -> None:
    confidence, answerable, right = (np.array(column) for column in zip((0.5, True, True), *rows, strict=True))
    curve = risk_coverage(confidence, answerable, right & answerable)
    for values in (curve.coverage, curve.answered_right, curve.risk, curve.false_answers):
        assert ((values >= 0) & (values <= 1)).all()
    assert (np.diff(curve.threshold) < 0).all()
    assert (np.diff(curve.coverage) >= 0).all()
    assert curve.coverage[-1] == 1


def test_reliability_and_calibration_error_are_those_of_a_hand_computed_case() -> None:
    confidence = np.array([0.0, 0.1, 0.15, 0.95, 1.0])
    bins = reliability(confidence, np.array([False, False, True, True, False]))
    assert [one.count for one in bins] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]
    assert (bins[0].confidence, bins[0].right) == (pytest.approx(0.05), 0)
    assert (bins[9].confidence, bins[9].right) == (pytest.approx(0.975), 0.5)
    assert bins[5].confidence is None
    assert expected_calibration_error(bins) == pytest.approx((2 * 0.05 + 0.85 + 2 * 0.475) / 5)


@given(judged)
def test_bins_hold_every_question_and_the_error_is_a_share(rows: list[tuple[float, bool, bool]]) -> None:
    bins = reliability(np.array([row[0] for row in rows]), np.array([row[2] for row in rows], dtype=np.bool_))
    assert sum(one.count for one in bins) == len(rows)
    assert 0 <= expected_calibration_error(bins) <= 1
    assert all(one.low - 1e-9 <= one.confidence <= one.high + 1e-9 for one in bins if one.confidence is not None)


def test_latency_has_its_percentiles_and_counts_what_is_off_the_scale() -> None:
    times = np.append(np.arange(1.0, 201.0), 5000.0)
    found = latency(times)
    assert found.p50 == 101
    assert found.p95 == pytest.approx(191)
    assert found.slower == 1
    assert found.counts.sum() == 200
