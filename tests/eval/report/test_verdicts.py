from __future__ import annotations

import pytest

from bot.answer import Outcome
from eval.report.verdicts import Verdict, parts_of_answerable, parts_of_unanswerable, verdict_on
from tests.eval.questions import answerable, unanswerable


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.ANSWERED_RIGHTLY),
        ({"right": False}, Verdict.ANSWERED_WRONGLY),
        ({"outcome": Outcome.CLARIFY, "offered": ("reset-2fa",)}, Verdict.OFFERED_RIGHT),
        ({"outcome": Outcome.CLARIFY, "offered": ("fees",)}, Verdict.OFFERED_WRONG),
        ({"outcome": Outcome.ABSTAINED}, Verdict.REFUSED),
        ({"outcome": Outcome.HANDED_OFF}, Verdict.REFUSED),
    ],
)
def test_each_outcome_of_an_answerable_question_has_its_verdict(changes: dict[str, object], expected: Verdict) -> None:
    assert verdict_on(answerable(**changes)) is expected


def test_an_unanswerable_question_is_best_refused() -> None:
    assert verdict_on(unanswerable()) is Verdict.RIGHTLY_REFUSED
    assert verdict_on(unanswerable(outcome=Outcome.CLARIFY)) is Verdict.ASKED_BACK
    assert verdict_on(unanswerable(outcome=Outcome.ANSWERED)) is Verdict.FALSE_ANSWER


def test_parts_add_up_and_begin_where_the_one_before_ends() -> None:
    questions = [answerable(), answerable(right=False), answerable(), answerable(), unanswerable()]
    first, second = parts_of_answerable(questions)
    assert (first.verdict, first.count, first.share, first.begin) == (Verdict.ANSWERED_RIGHTLY, 3, 0.75, 0)
    assert (second.verdict, second.count, second.begin) == (Verdict.ANSWERED_WRONGLY, 1, 0.75)
    assert [part.share for part in parts_of_unanswerable(questions)] == [1]


def test_every_verdict_has_a_tone() -> None:
    assert {verdict.tone for verdict in Verdict} == {"good", "fair", "idle", "poor", "bad"}
