from __future__ import annotations

import pytest

from corpus.errors import ConfigurationError, EvaluationError
from eval.compare import Comparison, Difference
from eval.gate import gate_failures, read_floors

FIGURES = {"nDCG@10": 0.8, "false_answers": 0.3}


def test_floors_are_read_whatever_their_case() -> None:
    assert read_floors(["ndcg@10=0.75", "Auroc = .9"]) == {"nDCG@10": 0.75, "AUROC": 0.9}


@pytest.mark.parametrize("text", ["nDCG@11=0.5", "0.5", "nDCG@10", "nDCG@10=", "nDCG@10=x", "nDCG@10=75", "AUROC=nan"])
def test_a_floor_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"--floor .*(There is no figure|not a number from 0 to 1)"):
        read_floors([text])


def test_what_reaches_its_floor_passes() -> None:
    assert gate_failures(None, FIGURES, {"nDCG@10": 0.8, "false_answers": 0.3}) == ()


def test_what_misses_its_floor_is_named() -> None:
    low, high = gate_failures(None, FIGURES, {"nDCG@10": 0.81, "false_answers": 0.25})
    assert low == "nDCG@10 is 0.800, below its floor of 0.81"
    assert high == "false_answers is 0.300, above its limit of 0.25"


def test_a_floor_that_cannot_be_checked_is_an_error() -> None:
    with pytest.raises(EvaluationError, match="The floor of AUROC cannot be checked"):
        gate_failures(None, FIGURES, {"AUROC": 0.9})


def test_a_significant_drop_fails_and_a_rise_or_a_chance_does_not() -> None:
    differences = (
        Difference("nDCG@10", 300, 0.8, 0.7, 0.004),
        Difference("MRR@10", 300, 0.8, 0.79, 0.4),
        Difference("false_answers", 100, 0.3, 0.1, 0.001),
        Difference("ECE", 400, 0.1, 0.5, None),
    )
    found = Comparison("old", "new", 400, 0, 0, 0, differences, (), ())
    assert gate_failures(found, FIGURES, {}) == ("nDCG@10 got worse, 0.800 → 0.700 (p = 0.0040)",)
