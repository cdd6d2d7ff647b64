from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Hit, HitScores
from bot.confidence import DEFAULT, FEATURES, ConfidenceModel, features
from corpus.errors import ConfigurationError
from tests.bot.articles import article, whole

ARTICLE = article("Words.")
cosines = st.floats(-1, 1)
shares = st.floats(0, 1)


def hit(dense: float = 0.6, question: float = 0.5, lexical: float = 0.4, score: float = 1.2, rank: int = 1) -> Hit:
    return Hit(rank, score, whole(ARTICLE), ARTICLE, HitScores(dense, question, lexical))


hits = st.lists(st.builds(hit, cosines, cosines, shares, st.floats(-3, 5)), min_size=1, max_size=10).map(
    lambda found: [replace(one, rank=n) for n, one in enumerate(sorted(found, key=lambda h: -h.score), 1)]
)


def calibration(**fields: Any) -> dict[str, Any]:
    values = {"features": list(FEATURES), "intercept": 0.5, "weights": [0.0] * len(FEATURES)}
    return {"confidence": {**values, "answer_at": 0.7, "clarify_at": 0.4, **fields}}


def test_nothing_found_is_no_confidence() -> None:
    assert DEFAULT.probability("how do I reset it", []) == 0.0


@given(st.text(max_size=80), hits)
def test_confidence_is_a_probability(query: str, found: list[Hit]) -> None:
    assert 0.0 <= DEFAULT.probability(query, found) <= 1.0
    assert len(features(query, found)) == len(FEATURES) == len(DEFAULT.weights)


@given(hits, cosines, cosines)
def test_confidence_never_falls_as_the_cosine_rises(found: list[Hit], one: float, other: float) -> None:
    low, high = sorted((one, other))
    below, above = (
        [replace(found[0], scores=replace(found[0].scores, dense=dense)), *found[1:]] for dense in (low, high)
    )

    assert DEFAULT.probability("reset it", below) <= DEFAULT.probability("reset it", above)


@given(hits, st.floats(0, 3))
def test_confidence_never_falls_as_the_lead_grows(found: list[Hit], more: float) -> None:
    ahead = [replace(found[0], score=found[0].score + more), *found[1:]]

    assert DEFAULT.probability("reset it", found) <= DEFAULT.probability("reset it", ahead)


def test_extreme_weights_neither_overflow_nor_leave_the_range() -> None:
    for sign in (1e6, -1e6):
        model = replace(DEFAULT, weights=(sign,) * len(FEATURES))
        assert 0.0 <= model.probability("reset", [hit()]) <= 1.0


def test_default_thresholds_are_in_order() -> None:
    assert 0 < DEFAULT.clarify_at < DEFAULT.answer_at < 1


def test_release_without_calibration_uses_the_default() -> None:
    assert ConfidenceModel.from_calibration({}) == DEFAULT


def test_calibration_of_a_release_is_used() -> None:
    model = ConfidenceModel.from_calibration(calibration())

    assert (model.answer_at, model.clarify_at) == (0.7, 0.4)
    assert model.probability("reset", [hit()]) == pytest.approx(0.622459, abs=1e-6)


@pytest.mark.parametrize(("threshold", "clarify_at"), [(0.9, 0.4), (0.2, 0.2), (0.0, 0.0), (1.0, 0.4)])
def test_threshold_overrides_where_answers_begin_and_never_passes_below_clarifying(
    threshold: float, clarify_at: float
) -> None:
    model = ConfidenceModel.from_calibration(calibration(), threshold)

    assert (model.answer_at, model.clarify_at) == (threshold, clarify_at)


def test_calibration_of_other_features_is_refused_by_name() -> None:
    with pytest.raises(ConfigurationError, match=r"other features \(dense, votes\).*citedesk eval calibrate"):
        ConfidenceModel.from_calibration(calibration(features=["dense", "votes"]))


@pytest.mark.parametrize("broken", [{"weights": [1.0]}, {"weights": None}, {"intercept": "much"}, {"answer_at": None}])
def test_broken_calibration_is_refused_with_a_remedy(broken: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="calibrat"):
        ConfidenceModel.from_calibration(calibration(**broken))
