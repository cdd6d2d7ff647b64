from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.conversation import Message, Role
from bot.knowledge import ReleaseKnowledge
from bot.suggest.lengths import without_middle
from bot.suggest.suggester import suggest_from

QUESTION = "How do I reset two-factor authentication?"


def test_text_that_is_not_too_long_stays() -> None:
    assert without_middle("as it is", 8) == "as it is"


def test_of_a_long_text_whole_words_of_both_ends_stay() -> None:
    assert without_middle("one two three four five six seven eight nine ten", 24) == "one eight nine ten"


def test_text_without_blanks_is_cut_all_the_same() -> None:
    assert without_middle("x" * 100, 40) == f"{'x' * 10} {'x' * 30}"


@pytest.mark.parametrize("filler", ["1) ", "let me ", "1)\n", "and how can I do that "])
def test_question_is_found_at_the_end_of_a_message_that_is_far_too_long(
    knowledge: ReleaseKnowledge, filler: str
) -> None:
    text = f"{filler * (19_900 // len(filler))}\n\n{QUESTION}"
    found = suggest_from(knowledge, [Message("", Role.USER, text, datetime(1970, 1, 1, tzinfo=UTC))])

    assert QUESTION in found.questions[-1]
