from __future__ import annotations

import pytest

from eval.index import Index
from eval.report import listing as module
from eval.report.listing import listing
from eval.report.verdicts import Verdict
from tests.eval.questions import answerable, unanswerable


def test_all_questions_are_listed_in_their_order(index: Index) -> None:
    found = listing(index, [unanswerable(), answerable(ranking=("deposit-fees", "reset-2fa"))])
    assert [row.verdict for row in found.rows] == [Verdict.RIGHTLY_REFUSED, Verdict.ANSWERED_RIGHTLY]
    assert [row.rank for row in found.rows] == [None, 2]
    assert found.rows[1].top == "How do I reset two-factor authentication?"
    assert found.left_out == 0


def test_of_too_many_questions_those_that_went_well_are_left_out(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 2)
    well = [answerable(id=f"w{n}") for n in range(3)]
    found = listing(index, [*well, answerable(id="bad", right=False)])
    assert [row.verdict for row in found.rows] == [Verdict.ANSWERED_RIGHTLY, Verdict.ANSWERED_WRONGLY]
    assert found.left_out == 2


def test_a_long_question_is_cut(index: Index) -> None:
    (row,) = listing(index, [answerable(text="why " * 200)]).rows
    assert len(row.text) < 170
    assert row.text.endswith("…")
