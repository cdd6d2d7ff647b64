"""Lists in what customers write: which items are matters of their own, and which tell of one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.suggest.lines import lines
from tests.bot.suggest.test_asks import names


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            "Hi, two things:\n1. My deposit of 200 USDT is missing\n2. My code is rejected",
            ["My deposit of 200 USDT is missing", "My code is rejected"],
        ),
        (
            "I have two questions: 1. how do I reset my password 2. where do I see my fees",
            ["how do I reset my password", "where do I see my fees"],
        ),
        ("(1) can I change my email (2) is SEPA free?", ["can I change my email", "is SEPA free?"]),
        ("I want to know:\na) the withdrawal fee\nb) the minimum", ["the withdrawal fee", "the minimum"]),
        ("several issues:\n\n- cant login\n\n- app crashes on start", ["cant login", "app crashes on start"]),
        ("* My card was declined\n* My transfer is stuck", ["My card was declined", "My transfer is stuck"]),
        (
            "Two questions - how do I reset my password, and where do I see my fees?",
            ["how do I reset my password", "where do I see my fees?"],
        ),
    ],
)
def test_items_that_ask_or_tell_what_is_wrong_are_matters_of_their_own(message: str, expected: list[str]) -> None:
    assert names(message) == expected


def test_list_of_what_was_tried_stays_with_what_it_was_tried_for() -> None:
    tried = "My login fails. What I did:\n1. Reset the password\n2. Cleared cookies\n3. It still doesn't work"
    assert len(names(tried)) == 1


def test_numbers_that_count_nothing_up_are_no_list() -> None:
    text = "The fee is 2. or 1. percent, on page 4. of the list"
    assert [line.text for line in lines(text)] == [text]
    assert [line.text for line in lines("is it 1. 2. or 3. percent")] == ["is it 1. 2. or 3. percent"]


def test_name_below_thanks_is_no_part_of_what_is_asked() -> None:
    assert names("- cant login\n- app crashes on start\n\nThanks\nMaria Lind") == ["cant login", "app crashes on start"]


def test_announcement_of_nothing_is_what_the_customer_says() -> None:
    assert [line.text for line in lines("I have two problems.")] == ["I have two problems."]


@given(st.lists(st.sampled_from(["1.", "(2)", "a)", "b)", "-", " ", "\n", ":", "why ", "fee ", "two questions"])))
def test_no_word_beside_marks_and_announcements_is_lost_or_told_twice(parts: list[str]) -> None:
    message = " ".join(parts)
    told = " ".join(line.text for line in lines(message)).split()
    assert [word for word in told if word in ("why", "fee")] == [w for w in message.split() if w in ("why", "fee")]
