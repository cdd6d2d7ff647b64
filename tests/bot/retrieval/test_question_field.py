from __future__ import annotations

import numpy as np
import pytest

from bot.retrieval.question_field import QuestionField, QuestionScores
from embeddings.dense import DenseIndex, Mask

EVERY = np.arange(3)


def unit(*values: float) -> np.ndarray:
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


# Article 0 is asked for in two like ways, article 1 in one; article 2 is about something else.
QUESTIONS = np.stack([unit(1, 0.1, 0), unit(1, 0.2, 0), unit(1, -0.15, 0), unit(0, 0, 1)])
FIELD = QuestionField(DenseIndex.build(QUESTIONS), np.array([0, 0, 1, 2]), 3)


def scores(vector: np.ndarray, allowed: Mask | None = None) -> QuestionScores:
    return FIELD.scores(vector, EVERY, FIELD.nearest(vector, 100, allowed))


def test_best_is_the_cosine_of_the_nearest_question() -> None:
    query = unit(1, 0.2, 0.3)

    assert scores(query).best == pytest.approx([(QUESTIONS[:2] @ query).max(), *(QUESTIONS[2:] @ query)])


def test_pooled_likeness_of_one_question_is_a_power_of_its_cosine_and_further_ones_add_to_it() -> None:
    found = scores(unit(1, 0, 0))

    assert found.pooled[1] == pytest.approx(found.best[1] ** 2.5, rel=1e-4)
    assert found.pooled[0] > found.best[0] ** 2.5
    assert found.pooled[2] == 0


def test_vote_goes_to_the_article_that_is_asked_for_in_these_words() -> None:
    votes = scores(QUESTIONS[3]).vote

    assert votes.argmax() == 2
    assert 0.5 < votes[2] < 1
    assert votes[:2] == pytest.approx([0, 0], abs=0.05)


def test_questions_that_are_alike_do_not_count_many_times() -> None:
    many = QuestionField(DenseIndex.build(np.stack([QUESTIONS[0]] * 30 + [QUESTIONS[2]])), np.array([0] * 30 + [1]), 2)
    query = unit(1, -0.025, 0)
    votes = many.scores(query, np.arange(2), many.nearest(query, 100, None)).vote

    assert votes[0] < 3 * votes[1]


def test_article_that_is_not_allowed_gets_no_vote() -> None:
    assert scores(unit(1, 0, 0), np.array([False, True, True])).vote[0] == 0


def test_distance_is_one_where_the_query_is_as_far_as_the_nearest_questions_are_from_each_other() -> None:
    apart = 1 - float(QUESTIONS[0] @ QUESTIONS[1])
    query = unit(1, 0.15, 0.02)
    nearest = FIELD.nearest(query, 100, None)
    expected = (1 - float((QUESTIONS @ query).max())) / (apart + 0.05)

    assert FIELD.distance(query, nearest) == pytest.approx(expected, abs=1e-4)
    assert FIELD.distance(unit(0, 1, 0), FIELD.nearest(unit(0, 1, 0), 100, None)) > 2


def test_article_without_a_question_scores_nothing_and_leaves_the_others_as_they_are() -> None:
    field = QuestionField(DenseIndex.build(QUESTIONS), np.array([0, 0, 2, 3]), 5)
    query = unit(1, 0.1, 0)
    found = field.scores(query, np.arange(5), field.nearest(query, 100, None))

    assert found.best == pytest.approx([(QUESTIONS[:2] @ query).max(), 0, QUESTIONS[2] @ query, 0, 0], abs=1e-6)
    assert found.pooled[[1, 4]].tolist() == found.vote[[1, 4]].tolist() == [0, 0]


def test_distance_without_a_question_is_infinite() -> None:
    assert FIELD.distance(unit(1, 0, 0), np.zeros(0, dtype=np.int64)) == np.inf


def test_accepted_question_counts_for_queries_much_like_it_alone() -> None:
    accepted = np.array([False, True, False, False])
    field = QuestionField(DenseIndex.build(QUESTIONS), np.array([0, 0, 1, 2]), 3, accepted)
    own = QuestionField(DenseIndex.build(QUESTIONS[[0, 2, 3]]), np.array([0, 1, 2]), 3)
    for near in (unit(1, 0.2, 0), unit(1, 0.3, 0.4)):
        assert list(field.nearest(near, 100, None)) == list(FIELD.nearest(near, 100, None))
        assert field.scores(near, EVERY, field.nearest(near, 100, None)).pooled == pytest.approx(scores(near).pooled)
    far = unit(1, 0.2, 1.5)
    found, without = (one.scores(far, EVERY, one.nearest(far, 100, None)) for one in (field, own))
    assert found.pooled == pytest.approx(without.pooled)
    assert found.vote == pytest.approx(without.vote)
    assert field.alternatives == own.alternatives


def test_accepted_question_of_an_article_that_is_not_allowed_is_not_near() -> None:
    field = QuestionField(DenseIndex.build(QUESTIONS), np.array([0, 0, 1, 2]), 3, np.array([True, True, False, False]))
    assert list(field.nearest(unit(1, 0.2, 0), 100, np.array([False, True, True]))) == [2, 3]
