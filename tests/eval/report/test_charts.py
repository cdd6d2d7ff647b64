from __future__ import annotations

import sys

import numpy as np
import pytest

from corpus.errors import ConfigurationError
from eval.curves import latency, recall_curve, reliability, risk_coverage
from eval.report.charts import latency_chart, recall_chart, reliability_chart, risk_chart

CONFIDENCE = np.array([0.9, 0.8, 0.4, 0.2])
RIGHT = np.array([True, False, True, False])
RISK = risk_coverage(CONFIDENCE, np.array([True, False, True, False]), RIGHT)
RECALL = recall_curve([["a", "b", "c", "d", "e", "f"]], [{"a", "e"}], 6)
TIMES = latency(np.array([1.0, 2.0, 3.0, 9.0]))


def every_chart() -> list[str]:
    return [
        recall_chart(RECALL, {"dense only": 0.4, "BM25 only": 0.4}),
        risk_chart(RISK, {"now": RISK.at(0.5)}),
        reliability_chart(reliability(CONFIDENCE, RIGHT)),
        latency_chart(TIMES),
    ]


def test_charts_are_the_same_each_time_and_share_no_id() -> None:
    first = every_chart()
    assert first == every_chart()
    ids = [part.split('"')[0] for chart in first for part in chart.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_charts_bring_no_style_of_their_own() -> None:
    for chart in every_chart():
        assert "style" not in chart
        assert "#0001" not in chart


def test_a_chart_says_in_words_what_it_shows() -> None:
    recall, risk, reliable, times = every_chart()
    assert "50\N{NO-BREAK SPACE}% at 1" in recall
    assert "dense only 40\N{NO-BREAK SPACE}%" in recall
    assert "now: 50\N{NO-BREAK SPACE}% answered, 50\N{NO-BREAK SPACE}% of the answers wrong" in risk
    assert "0\N{NO-BREAK SPACE}% of 1 at 10\N{NO-BREAK SPACE}% to 20\N{NO-BREAK SPACE}%" in reliable
    assert f"half take at most {TIMES.p50:.1f}" in times


def test_without_matplotlib_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'citedesk\[eval\]'"):
        latency_chart(TIMES)


@pytest.mark.parametrize("ranking", [["a"], []])
def test_the_smallest_evaluation_can_be_drawn(ranking: list[str]) -> None:
    assert recall_chart(recall_curve([ranking], [{"a"}], 1), {"dense only": 1.0})
    single = risk_coverage(np.array([0.5]), np.array([True]), np.array([False]))
    assert risk_chart(single, {"now": single.at(0.9)})
    assert latency_chart(latency(np.array([0.0])))
