from __future__ import annotations

import pytest

from bot.answer import Outcome
from eval.results import clarifying
from tests.eval.questions import answerable, unanswerable


def test_asking_back_helps_where_a_right_article_is_offered() -> None:
    asked_back = {"outcome": Outcome.CLARIFY, "right": False}
    found = clarifying(
        (
            answerable(**asked_back, offered=("deposit-fees", "reset-2fa")),
            answerable(**asked_back, offered=("deposit-fees", "close-account")),
            answerable(**asked_back, offered=("close-account", "deposit-fees")),
            answerable(outcome=Outcome.ABSTAINED, offered=("reset-2fa",)),
            unanswerable(outcome=Outcome.CLARIFY, offered=("reset-2fa", "close-account")),
        )
    )
    assert (found.questions, found.answerable, found.offered_right) == (4, 3, 1)
    assert found.share == pytest.approx(3 / 4)
    assert found.helped == pytest.approx(1 / 3)


def test_where_nothing_was_asked_back_it_is_not_known_whether_it_would_help() -> None:
    found = clarifying((answerable(), unanswerable()))
    assert (found.questions, found.share, found.helped) == (0, 0, None)
