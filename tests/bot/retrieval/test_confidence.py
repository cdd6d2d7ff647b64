from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Hit, HitScores
from bot.retrieval.confidence import DEFAULT, FEATURES, ConfidenceModel, Yardstick, features
from bot.retrieval.fusion import FusionWeights
from corpus.errors import ConfigurationError
from tests.bot.articles import article, whole

ARTICLE = article("Words.")
cosines = st.floats(-1, 1)


def hit(dense: float = 0.6, vote: float = 0.5, rank: int = 1) -> Hit:
    return Hit(rank, 1.0, whole(ARTICLE), ARTICLE, HitScores(dense, question=0.5, lexical=0.5, pooled=0.2, vote=vote))


YARDSTICK = Yardstick(FusionWeights(question=0.4, lexical=0.2), distance=1.0, alternatives=1.0)
weights = st.builds(FusionWeights, st.floats(0, 3), st.floats(0, 2))
yardsticks = st.builds(Yardstick, weights, st.floats(0) | st.just(math.inf), st.floats(0, 12))
hits = st.lists(st.builds(hit, cosines, st.floats(-1, 1)), min_size=1, max_size=12).map(
    lambda found: [replace(one, rank=rank) for rank, one in enumerate(found, start=1)]
)


def calibration(**fields: Any) -> dict[str, Any]:
    values = {"features": list(FEATURES), "intercept": 0.5, "weights": [0.0] * len(FEATURES)}
    return {"confidence": {**values, "answer_at": 0.7, "clarify_at": 0.4, **fields}}


def test_nothing_found_is_no_confidence() -> None:
    assert DEFAULT.probability([], YARDSTICK) == 0.0


@given(hits, yardsticks)
def test_confidence_is_a_probability(found: list[Hit], yardstick: Yardstick) -> None:
    assert 0.0 <= DEFAULT.probability(found, yardstick) <= 1.0
    assert len(features(found, yardstick)) == len(FEATURES) == len(DEFAULT.weights)


@given(hits, cosines, cosines)
def test_confidence_never_falls_as_the_cosine_rises(found: list[Hit], one: float, other: float) -> None:
    low, high = sorted((one, other))
    below, above = (
        [replace(found[0], scores=replace(found[0].scores, dense=dense)), *found[1:]] for dense in (low, high)
    )

    assert DEFAULT.probability(below, YARDSTICK) <= DEFAULT.probability(above, YARDSTICK)


@given(hits, st.floats(0, 3))
def test_confidence_never_falls_as_the_lead_grows(found: list[Hit], more: float) -> None:
    ahead = [replace(found[0], scores=replace(found[0].scores, vote=found[0].scores.vote + more)), *found[1:]]

    assert DEFAULT.probability(found, YARDSTICK) <= DEFAULT.probability(ahead, YARDSTICK)


@given(hits, st.floats(0, 6), st.floats(0, 6))
def test_confidence_never_rises_with_the_distance_to_the_nearest_question(
    found: list[Hit], one: float, other: float
) -> None:
    near, far = sorted((one, other))
    nearer, farther = (replace(YARDSTICK, distance=distance) for distance in (near, far))

    assert DEFAULT.probability(found, farther) <= DEFAULT.probability(found, nearer)


def test_lead_is_measured_against_the_mean_of_the_hits_behind() -> None:
    found = [hit(vote=1.0), hit(vote=0.6, rank=2), hit(vote=0.2, rank=3)]

    # The whole is 1 + 0.2 + 2 * 0.4 = 2, and votes count 0.4.
    assert features(found, YARDSTICK) == pytest.approx((0.6, 0.4 * (1.0 - 0.4) / 2, 1.0, 1.0))
    assert features([hit(vote=9.0)], YARDSTICK)[1] == 0.7


def test_extreme_weights_neither_overflow_nor_leave_the_range() -> None:
    for sign in (1e6, -1e6):
        model = replace(DEFAULT, weights=(sign,) * len(FEATURES))
        assert 0.0 <= model.probability([hit()], YARDSTICK) <= 1.0


def test_default_thresholds_are_in_order() -> None:
    assert 0 < DEFAULT.clarify_at < DEFAULT.answer_at < 1


def test_release_without_calibration_uses_the_default() -> None:
    assert ConfidenceModel.from_calibration({}) == DEFAULT


def test_calibration_of_a_release_is_used() -> None:
    model = ConfidenceModel.from_calibration(calibration())

    assert (model.answer_at, model.clarify_at) == (0.7, 0.4)
    assert model.probability([hit()], YARDSTICK) == pytest.approx(0.622459, abs=1e-6)


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


@pytest.mark.parametrize(
    "broken",
    [[], "model", calibration(intercept=math.nan)["confidence"], calibration(answer_at=math.inf)["confidence"]],
)
def test_calibration_that_is_no_model_is_refused(broken: Any) -> None:
    with pytest.raises(ConfigurationError, match="eval calibrate"):
        ConfidenceModel.from_calibration({"confidence": broken})
