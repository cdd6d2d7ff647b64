from __future__ import annotations

from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures import MEASURES, JudgedAnswer, auroc, mean_scores, right_at, score_rankings, score_refusals


def test_scores_agree_with_a_hand_computed_case() -> None:
    scores = score_rankings({"q": {"a": 1, "b": 2, "c": 0}}, {"q": ["c", "a", "x", "b"]})["q"]
    gained = 1 / log2(3) + 2 / log2(5)
    best = 2 / log2(2) + 1 / log2(3)
    assert scores["nDCG@10"] == pytest.approx(gained / best)
    assert scores["MRR@10"] == pytest.approx(1 / 2)
    assert scores["Recall@5"] == 1
    assert scores["Success@1"] == 0


def test_what_stands_below_the_cutoff_counts_nothing() -> None:
    ranking = [f"x{rank}" for rank in range(10)] + ["a"]
    assert set(score_rankings({"q": {"a": 1}}, {"q": ranking})["q"].values()) == {0.0}
    assert score_rankings({"q": {"a": 1}}, {"q": [*ranking[:5], "a"]})["q"]["Recall@5"] == 0


def test_a_query_missing_from_the_run_scores_zero_and_stays_in_the_mean() -> None:
    scores = score_rankings({"q1": {"a": 1}, "q2": {"b": 1}, "q3": {"c": 1}}, {"q1": ["a"], "q3": []})
    assert set(scores) == {"q1", "q2", "q3"}
    assert mean_scores(scores.values()) == {name: pytest.approx(1 / 3) for name in MEASURES}


def test_the_order_given_is_the_order_scored() -> None:
    # trec_eval breaks ties by id, downwards: the ranking must not depend on it.
    assert score_rankings({"q": {"a": 1}}, {"q": ["a", "z"]})["q"]["Success@1"] == 1
    assert score_rankings({"q": {"z": 1}}, {"q": ["a", "z"]})["q"]["Success@1"] == 0


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.sets(st.sampled_from("abcdefgh"), min_size=1))
def test_every_measure_lies_between_zero_and_one(ranking: list[str], relevant: set[str]) -> None:
    scores = score_rankings({"q": dict.fromkeys(relevant, 1)}, {"q": ranking})["q"]
    assert all(0 <= value <= 1 + 1e-9 for value in scores.values())


def answer(confidence: float, answerable: bool = True, answered: bool = True, right: bool = True) -> JudgedAnswer:
    return JudgedAnswer(answerable, answered, right and answerable, confidence)


def test_refusals_agree_with_a_hand_computed_case() -> None:
    scores = score_refusals(
        [
            answer(0.9),
            answer(0.8, right=False),
            answer(0.4, answered=False),
            answer(0.7, answerable=False),
            answer(0.4, answerable=False, answered=False),
        ]
    )
    assert scores is not None
    assert scores.precision == pytest.approx(1 / 2)
    assert scores.recall == scores.false_answers == pytest.approx(1 / 2)
    assert scores.answered == pytest.approx(2 / 3)
    assert scores.answered_right == pytest.approx(1 / 3)
    assert scores.auroc == pytest.approx((2 + 2 + 0.5) / 6)
    assert scores.right_at_5 == pytest.approx(1 / 3)


def test_refusal_precision_is_unknown_where_nothing_was_refused() -> None:
    scores = score_refusals([answer(0.9), answer(0.2, answerable=False)])
    assert scores is not None
    assert scores.precision is None
    assert scores.false_answers == 1


def test_refusals_are_scored_only_where_both_sorts_of_question_are_asked() -> None:
    assert score_refusals([answer(0.9)]) is None
    assert score_refusals([answer(0.9, answerable=False)]) is None


def test_at_five_percent_one_false_answer_in_twenty_is_let_through() -> None:
    unanswerable = [answer(confidence / 100, answerable=False) for confidence in range(20)]
    answerable = [answer(0.185), answer(0.18), answer(0.175), answer(0.5, right=False)]
    assert right_at(answerable, unanswerable, 0.05) == pytest.approx(1 / 4)
    assert right_at(answerable, unanswerable, 0.10) == pytest.approx(3 / 4)


@given(st.lists(st.integers(0, 5), min_size=1), st.lists(st.integers(0, 5), min_size=1))
def test_auroc_is_the_share_of_pairs_in_the_right_order(positives: list[int], negatives: list[int]) -> None:
    pairs = [1.0 if p > n else 0.5 if p == n else 0.0 for p in positives for n in negatives]
    found = auroc(np.array(positives, dtype=np.float64), np.array(negatives, dtype=np.float64))
    assert found == pytest.approx(sum(pairs) / len(pairs))
