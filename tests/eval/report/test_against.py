from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Outcome
from eval.compare import Change, Comparison, Difference, State
from eval.index import Index
from eval.report.against import against

DROP = Difference("nDCG@10", 100, 0.8, 0.7, 0.0001)
RISE = Difference("false_answers", 50, 0.3, 0.2, 0.01)
NOISE = Difference("AUROC", 150, 0.9, 0.905, 0.6)
UNTESTED = Difference("ECE", 150, 0.05, 0.06, None)
BEFORE = State(1.0, "reset-2fa", True, Outcome.ANSWERED)
WORSE = Change("q1", "how do I reset it", BEFORE, State(0.5, "gone", False, Outcome.ABSTAINED), -1.5)


def comparison(differences: Sequence[Difference], worse: Sequence[Change] = ()) -> Comparison:
    return Comparison("base.json", "this one", 150, 1, 2, 3, tuple(differences), (), tuple(worse))


def test_without_a_baseline_only_a_missed_floor_is_worth_a_verdict(index: Index) -> None:
    assert against(index, None, ()) is None
    found = against(index, None, ["nDCG@10 is 0.700, below its floor of 0.75"])
    assert found is not None
    assert (found.title, found.tone) == ("Should not go live", "bad")
    assert found.sentences == ("nDCG@10 is 0.700, below its floor of 0.75.",)


def test_the_verdict_is_worse_when_any_figure_dropped_by_more_than_chance(index: Index) -> None:
    titles = [against(index, comparison(rows), ()) for rows in ([DROP, RISE], [RISE, NOISE], [NOISE])]
    assert [one and one.title for one in titles] == [
        "Worse than the baseline",
        "Better than the baseline",
        "No significant change",
    ]


def test_less_is_better_for_false_answers_and_an_untested_figure_is_called_so(index: Index) -> None:
    found = against(index, comparison([DROP, RISE, NOISE, UNTESTED]), ())
    assert found is not None
    assert [row.verdict for row in found.rows] == ["worse", "better", "may be chance", "not tested"]
    assert [row.change for row in found.rows] == ["−10.0", "−10.0", "+0.5", "+1.0"]
    assert [row.p for row in found.rows] == ["< 0.001", "0.010", "0.600", "–"]
    assert found.rows[0].title == "Quality of the ranking (nDCG@10)"


def test_questions_that_got_worse_are_told_with_what_became_of_them(index: Index) -> None:
    found = against(index, comparison([DROP], [WORSE] * 12), ())
    assert found is not None
    assert (len(found.worse), found.worse_count) == (10, 12)
    assert found.worse[0].before == (
        "answered from “How do I reset two-factor authentication?” (right article, nDCG@10 1.00)"
    )
    assert found.worse[0].after == "refused, on top “gone” (wrong article, nDCG@10 0.50)"


def test_what_was_not_compared_and_which_settings_differ_is_said(index: Index) -> None:
    found = against(index, replace(comparison([NOISE]), settings={"answer_at": (0.5, 0.6)}), ())
    assert found is not None
    assert "Not compared: 2 are new, 1 are only in the baseline, 3 have been changed." in found.sentences
    assert "Settings that differ: answer at 0.5 → 0.6." in found.sentences
