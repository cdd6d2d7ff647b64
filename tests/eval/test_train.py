from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corpus.errors import EvaluationError
from eval.labelled import Labelled, judge
from eval.logistic import probabilities
from eval.train import train
from tests.eval.labels import ALTERNATIVES, SHIPPED, labelled

NAMES = ("bank", "clinic", "shop")


@pytest.fixture
def sets() -> list[Labelled]:
    """Three sets of different sizes."""
    return [labelled(400 * n, 200, seed=n, name=name) for n, name in enumerate(NAMES, start=1)]


def test_coefficients_come_near_those_that_the_questions_were_drawn_with(sets: list[Labelled]) -> None:
    coefficients = np.array(train(sets).coefficients)
    drawn, found = (probabilities(sets[2].signals, one) for one in (SHIPPED, coefficients))

    assert len(coefficients) == len(SHIPPED)
    assert np.corrcoef(drawn, found)[0, 1] > 0.95


def test_each_set_is_judged_by_coefficients_fitted_to_the_others(sets: list[Labelled]) -> None:
    found = train(sets)

    assert tuple(found.left_out) == NAMES
    for one in sets:
        others = [replace(other, name=f"{other.name}{n}") for other in sets if other is not one for n in range(2)]
        twice = np.array(train(others).coefficients)
        assert found.left_out[one.name].auroc == pytest.approx(
            judge(one, probabilities(one.signals, twice)).auroc, abs=2e-3
        )


def test_labels_of_a_set_do_not_change_the_confidences_it_is_judged_by(sets: list[Labelled]) -> None:
    random = np.random.default_rng(0)
    shop = sets[2]
    shuffled = replace(shop, right=shop.answerable & (random.random(len(shop.right)) < 0.5))
    before, after = train(sets), train([*sets[:2], shuffled])

    # Whether a question is answerable stays as it was, and so does what the confidences say of it.
    assert after.left_out["shop"].auroc == before.left_out["shop"].auroc
    assert after.coefficients != before.coefficients
    assert after.left_out["bank"] != before.left_out["bank"]


def test_sets_weigh_the_same_whatever_their_size(sets: list[Labelled]) -> None:
    bank = sets[0]
    tripled = replace(
        bank, **{name: np.concatenate([getattr(bank, name)] * 3) for name in ("signals", "right", "answerable")}
    )

    assert train([tripled, *sets[1:]]).coefficients == pytest.approx(train(sets).coefficients, abs=2e-3)


def test_signal_that_never_varies_is_left_out_of_account(sets: list[Labelled]) -> None:
    same = [replace(one, signals=one.signals * _without_alternatives() + 1.0 - _without_alternatives()) for one in sets]
    coefficients = train(same).coefficients

    assert np.isfinite(coefficients).all()
    assert coefficients[1 + ALTERNATIVES] == 0


def _without_alternatives() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    kept = np.ones(len(SHIPPED) - 1)
    kept[ALTERNATIVES] = 0.0
    return kept


def test_set_without_unanswerable_questions_is_judged_by_its_calibration_alone(sets: list[Labelled]) -> None:
    answerable = labelled(300, 0, seed=9, name="faq")
    judged = train([*sets, answerable]).left_out["faq"]

    assert (judged.auroc, judged.right_at_5) == (None, None)
    assert 0 <= judged.calibration_error < 0.3


def test_two_sets_are_too_few(sets: list[Labelled]) -> None:
    with pytest.raises(EvaluationError, match="three data sets or more; 2 given"):
        train(sets[:2])


def test_set_given_twice_is_not_judged_by_itself(sets: list[Labelled]) -> None:
    with pytest.raises(EvaluationError, match=r"'/sets/bank\.jsonl' and '/sets/other\.jsonl' are both called 'bank'"):
        train([*sets, replace(sets[0], path=sets[0].path.with_stem("other"))])


@pytest.mark.parametrize(("right", "word"), [(True, "right"), (False, "wrong")])
def test_set_that_is_all_right_or_all_wrong_is_refused(sets: list[Labelled], right: bool, word: str) -> None:
    same = replace(sets[0], right=np.full(len(sets[0].right), right))
    with pytest.raises(EvaluationError, match=rf"The top article is {word} for every question of '/sets/bank\.jsonl'"):
        train([same, *sets[1:]])
