from __future__ import annotations

from xml.etree import ElementTree

import pytest

from bot.api.console import wording as say
from bot.api.console.charts import About, Series, bar, lines, reliability, sparkline, stacked_bars
from bot.insights.calibration import Band

ABOUT = About("test", "Fees & <limits>", "Bars of two days.")
DAYS = ("1 Nov", "2 Nov")


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def test_bars_stand_on_each_other_and_tell_their_figures() -> None:
    found = parsed(
        stacked_bars(ABOUT, DAYS, [Series("Up", "ink-1", [3, 0]), Series("Down", "ink-2", [1, 0])], say.count)
    )
    up, down = (found.find(f".//rect[@class='{ink}']") for ink in ("ink-1", "ink-2"))
    columns = [each.findtext("title") for each in found.iterfind(".//g[@class='column']")]

    assert up is not None
    assert down is not None
    assert float(up.attrib["y"]) > float(down.attrib["y"])
    assert float(up.attrib["height"]) == pytest.approx(3 * (float(down.attrib["height"]) + 1) - 1, abs=0.1)
    assert columns == ["1 Nov\n4 in all\nUp: 3\nDown: 1", "2 Nov\n0 in all\nUp: 0\nDown: 0"]


def test_chart_is_told_in_words_and_holds_no_markup_of_others() -> None:
    found = parsed(stacked_bars(ABOUT, ("<b>",), [Series("<i>", "ink-1", [1])], say.count))
    plot = found.findall("svg")[1]

    assert plot.attrib["aria-labelledby"] == "test-t test-d"
    assert (plot.findtext("title"), plot.findtext("desc")) == (ABOUT.title, ABOUT.description)
    assert found.find(".//b") is None
    assert all("style" not in each.attrib for each in found.iter())


def test_line_is_broken_where_nothing_was_answered_and_a_lone_point_is_a_dot() -> None:
    found = parsed(lines(ABOUT, ("a", "b", "c", "d"), [Series("Half", "ink-1", [10, 20, None, 40])], say.milliseconds))

    assert len(found.findall(".//line[@class='ink-1 stroke']")) == 1
    assert len(found.findall(".//circle")) == 3


@pytest.mark.parametrize("values", [[], [0], [None], [0.004], [7], [199], [123_456]])
def test_any_values_can_be_drawn(values: list[float | None]) -> None:
    labels = [str(at) for at in range(len(values))]
    for svg in (
        lines(ABOUT, labels, [Series("One", "ink-1", values)], say.count),
        stacked_bars(ABOUT, labels, [Series("One", "ink-1", values)], say.count),
    ):
        heights = [float(each.attrib["y"]) for each in parsed(svg).iterfind(".//rect")]
        assert all(0 <= height <= 208 for height in heights)


def test_reliability_puts_bands_at_their_confidence_and_share() -> None:
    band = Band(0.7, 0.8, 0.75, 4, 3, 0.3, 0.95)
    dot = parsed(reliability(ABOUT, [band], say.share)).find(".//circle")

    assert dot is not None
    assert (dot.attrib["cx"], dot.attrib["cy"]) == ("75%", "55")


def test_bars_and_sparklines_of_nothing_are_empty() -> None:
    assert 'width="0%"' in bar(0, "ink-1")
    assert 'width="100%"' in bar(7, "ink-1")
    assert len(parsed(sparkline([0, 2, 1], "0, 2, 1"))) == 3
    assert len(parsed(sparkline([], "nothing"))) == 0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "–"), (0, "0 s"), (59.4, "59 s"), (60, "1 min"), (185, "3 min 5 s"), (3600, "1 h"), (90_000, "1 d 1 h")],
)
def test_waits_are_told_by_their_two_largest_units(seconds: float | None, text: str) -> None:
    assert say.duration(seconds) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0, "0%"), (1e-9, "0%"), (0.004, "0.4%"), (0.5, "50%"), (0.996, "99.6%"), (1, "100%")],
)
def test_shares_show_that_they_are_not_quite_none_or_all(value: float | None, text: str) -> None:
    assert say.share(value) == text
