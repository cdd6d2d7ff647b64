from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.suggest.asks import asks_of
from bot.suggest.courtesy import is_courtesy
from bot.suggest.pieces import closes, in_their_words, pieces, says_it_did_not_help


def names(*messages: str) -> list[str]:
    return [ask.name for ask in asks_of(messages)]


def test_every_question_of_a_message_is_asked_by_itself() -> None:
    message = "Why is my withdrawal pending, and can I still cancel it? Also where do I find my tax report?"
    assert names(message) == [
        "Why is my withdrawal pending",
        "can I still cancel it?",
        "where do I find my tax report?",
    ]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("how do i close my account and how long does it take", ["how do i close my account", "how long does it take"]),
        ("What is the fee?\nCan I pay by card", ["What is the fee?", "Can I pay by card"]),
        ("1. What is the fee?\n2) How long does it take?", ["What is the fee?", "How long does it take?"]),
        ("is it free? how fast is it? thx", ["is it free?", "how fast is it?"]),
        ("my old sim is cancelled, how do I change the number", ["how do I change the number"]),
        ("If I change my mind, can I still stop it?", ["If I change my mind, can I still stop it?"]),
        ("¿Cómo cierro mi cuenta? ¿Y cuánto tarda?", ["¿Cómo cierro mi cuenta?", "¿Y cuánto tarda?"]),
        ("我的提现为什么还在处理中？可以取消吗？", ["我的提现为什么还在处理中？", "可以取消吗？"]),
        (
            "how do i change my email and are withdrawals locked after that?",
            ["how do i change my email", "are withdrawals locked after that?"],
        ),
        ("Which coins are listed and can always be traded?", ["Which coins are listed and can always be traded?"]),
        (
            "If I change my phone, how long is the lock, and does it affect trading?",
            ["If I change my phone, how long is the lock", "does it affect trading?"],
        ),
        ("I bought a coin, which I already sold. Is it gone?", ["I bought a coin, which I already sold. Is it gone?"]),
        ("Question 1: how do I log in? Question 2: is it free?", ["how do I log in?", "is it free?"]),
        ("First, is it free? Third, my bonus is missing", ["is it free?", "my bonus is missing."]),
        ("the card was charged, is that real", ["the card was charged, is that real"]),
        ("I want to know the fees and how to upgrade", ["I want to know the fees", "how to upgrade"]),
    ],
)
def test_questions_are_told_apart(message: str, expected: list[str]) -> None:
    assert names(message) == expected


def test_questions_of_messages_in_a_row_are_asked_together() -> None:
    assert names("hey", "what is the minimum deposit", "and do you take cards?") == [
        "what is the minimum deposit",
        "do you take cards?",
    ]


@pytest.mark.parametrize("problem", ["my deposit hasn't arrived", "2fa lost phone", "please cancel my withdrawal"])
def test_problem_that_is_told_is_asked_without_a_question_mark(problem: str) -> None:
    assert [ask.text for ask in asks_of([problem])] == [problem]


def test_problems_are_told_apart_by_an_also() -> None:
    message = "I sent USDT and it never showed up. Also my card got declined twice. Any ideas?"
    assert names(message) == ["I sent USDT and it never showed up.", "my card got declined twice."]


def test_question_without_a_matter_is_asked_of_what_was_told_before_it() -> None:
    assert names("My card payment was declined. Why?") == ["My card payment was declined."]
    assert names("What is the fee? My card was declined. Why?")[1] == "My card was declined. Why?"


def test_rest_of_the_message_is_the_story_of_a_question() -> None:
    (ask,) = asks_of(["I moved to a new flat last week. How do I change my address?"])
    assert (ask.text, ask.story) == ("How do I change my address?", "I moved to a new flat last week.")


def test_what_was_told_before_an_also_is_a_matter_of_its_own() -> None:
    asked = names("My USDT deposit isn't in my account. Do you also have an office in Berlin?")
    assert asked == ["My USDT deposit isn't in my account.", "Do you also have an office in Berlin?"]


@pytest.mark.parametrize(
    "nothing", ["", "hi", "thanks!", "ok thanks, I'll try that", "???", "Great, found it, thanks!"]
)
def test_courtesy_asks_nothing(nothing: str) -> None:
    assert asks_of([nothing]) == []


def test_greeting_signature_and_quoted_mail_are_no_part_of_what_is_asked() -> None:
    mail = "Hello,\n\nhow do I reset 2FA?\n\nBest regards,\nAna Fee\n\nOn Monday, Kim wrote:\n> What is your fee?"
    assert names(mail) == ["how do I reset 2FA?"]


def test_markdown_is_read_as_its_words() -> None:
    assert names("**Is it safe** to share my `API key`?") == ["Is it safe to share my API key?"]


def test_problem_makes_thanks_more_than_courtesy() -> None:
    assert is_courtesy("Thanks for your help!")
    assert not is_courtesy("Thanks for your help, but it still says pending")


def test_customer_says_that_it_is_over_or_that_it_is_not() -> None:
    assert closes("never mind, found it")
    assert not closes("I found it, but how do I use it?")
    assert says_it_did_not_help("That did not help, there is no such button")
    assert says_it_did_not_help("already tried that")
    assert not says_it_did_not_help("How do I reset 2FA?")


def test_joining_words_are_taken_off_a_name() -> None:
    assert in_their_words("and also, how fast is it?") == "how fast is it?"
    assert in_their_words("also") == "also"


@given(st.text(max_size=300))
def test_anything_that_is_typed_can_be_read(message: str) -> None:
    for piece in pieces(message):
        assert piece.text.strip()
    for ask in asks_of([message, message]):
        assert ask.name


def test_long_messages_are_read_in_time() -> None:
    for garbage in ("a" * 20_000, "why " * 5_000, "?! " * 6_000, "and can I " * 2_000, "n't " * 5_000, "(" * 20_000):
        asks_of([garbage])
