from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.retrieval.confidence import DEFAULT, FEATURES
from corpus.errors import EvaluationError
from eval.datasets import Dataset, Query, read_dataset
from eval.index import Index
from eval.labelled import Labelled, judge, label
from eval.logistic import probabilities
from tests.embeddings.builders import QuietDisplay
from tests.eval.labels import SHIPPED


@pytest.fixture
def dataset(shared_folder: Path) -> Dataset:
    """Three questions with an answer, one of them a follow-up, and two without."""
    return read_dataset(shared_folder)


def test_signals_are_those_that_the_bot_judges_by(index: Index, dataset: Dataset) -> None:
    found = label(index, dataset, QuietDisplay())
    asked = index.knowledge.query_for(dataset.queries[2].text, dataset.queries[2].history)
    hits = index.knowledge.retrieve_query(asked, 10)

    assert found.signals.shape == (5, len(FEATURES))
    assert probabilities(found.signals, SHIPPED)[2] == pytest.approx(index.knowledge.probability(asked, hits), abs=1e-6)
    assert index.knowledge.confidence == DEFAULT


def test_right_is_what_the_judgements_say_and_nothing_else(index: Index, dataset: Dataset) -> None:
    found = label(index, dataset, QuietDisplay())
    wrong = label(
        index, replace(dataset, qrels={"q1": {"close-account": 1}, "q2": {"deposit-fees": 0}}), QuietDisplay()
    )

    assert found.right.tolist() == [True, True, True, False, False]
    assert found.answerable.tolist() == [True, True, True, False, False]
    assert (wrong.right.tolist(), wrong.answerable.tolist()) == ([False] * 3, [True, False, False])


def test_question_that_finds_nothing_is_left_out(index: Index, dataset: Dataset) -> None:
    blank = Query("o3", " ", answerable=False)
    found = label(index, replace(dataset, oos_queries=(*dataset.oos_queries, blank)), QuietDisplay())

    assert len(found.right) == 5


def test_data_set_without_a_judgement_is_refused(index: Index, dataset: Dataset) -> None:
    with pytest.raises(EvaluationError, match=r"shop' has no question that anybody judged\. Give judgements"):
        label(index, replace(dataset, qrels={}, oos_queries=()), QuietDisplay())


def test_data_set_for_which_nothing_is_found_is_refused(index: Index, dataset: Dataset) -> None:
    blank = replace(dataset, queries=(), oos_queries=(Query("o1", " ", answerable=False),))
    with pytest.raises(EvaluationError, match="Nothing is found for any question of"):
        label(index, blank, QuietDisplay())


def test_confidences_that_tell_right_from_wrong_are_judged_best() -> None:
    right = np.array([True, True, False, False])
    found = Labelled("shop", Path("shop"), np.zeros((4, 1)), right, right)

    best, worst = judge(found, right.astype(np.float64)), judge(found, 1 - right.astype(np.float64))
    assert (best.auroc, best.right_at_5, best.calibration_error) == (1.0, 1.0, 0.0)
    assert (worst.auroc, worst.right_at_5, worst.calibration_error) == (0.0, 0.0, 1.0)
