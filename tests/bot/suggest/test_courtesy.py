"""Courtesies, closings and wishes for a person beside a matter: none of them hides what a customer wants."""

from __future__ import annotations

import pytest

from bot.suggest.pieces import closes
from tests.bot.suggest.test_asks import names


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("How do I close my account? I want to speak to an agent.", "How do I close my account?"),
        ("My deposit of 500 USDT is missing, get me a human", "My deposit of 500 USDT is missing"),
        ("I want to talk to a person because my withdrawal is stuck", "my withdrawal is stuck"),
        ("I need to speak to someone about my missing deposit", "my missing deposit"),
    ],
)
def test_wish_for_a_person_leaves_the_matter_beside_it(message: str, asked: str) -> None:
    assert names(message) == [asked]


def test_wish_for_a_person_alone_asks_nothing() -> None:
    assert names("Hi! I want to talk to a human, please. Now!") == []


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Hi, my name is Anna and I want to close my account.", "I want to close my account."),
        ("Sorry to bother you again, I want to change my phone number.", "I want to change my phone number."),
        ("Good morning dear team, I would like to raise my limit", "I would like to raise my limit"),
        ("thanks for your help, I want to withdraw all my USDT", "I want to withdraw all my USDT"),
        ("ok thanks, and if it gets rejected?", "if it gets rejected?"),
        ("I'll try to deposit XRP, I need the memo", "I'll try to deposit XRP, I need the memo"),
        ("For the tax report I need the year 2024", "For the tax report I need the year 2024"),
        ("I found it in the explorer, but my balance is 0", "I found it in the explorer, but my balance is 0"),
    ],
)
def test_courtesy_before_a_matter_does_not_hide_it(message: str, asked: str) -> None:
    assert names(message) == [asked]


@pytest.mark.parametrize(
    "message",
    [
        "thanks for the quick and very detailed answer",
        "Thanks, I will try that and let you know",
        "that's all for now, thanks",
        "Can I ask you something else?",
        "Seriously? What kind of company is this?",
    ],
)
def test_courtesy_and_anger_alone_ask_nothing(message: str) -> None:
    assert names(message) == []


def test_anger_beside_a_problem_is_not_asked() -> None:
    message = "Are you kidding me? My account is locked and I can't withdraw. Do you even read these messages?"
    assert names(message) == ["My account is locked and I can't withdraw."]


@pytest.mark.parametrize("message", ["never mind, found it", "The transfer works now, thank you", "Solved, thanks!"])
def test_who_says_that_it_is_settled_closes_it(message: str) -> None:
    assert closes(message)


@pytest.mark.parametrize(
    "message",
    [
        "My card is not working now",
        "I need this solved today. My withdrawal is pending since Monday.",
        "My documents are all good but verification was rejected",
        "I haven't found the answer. I want to withdraw USDT to Kraken.",
        "The app is working again but my balance shows zero",
        "I want my trades sorted by date",
        "that is all I have: 0xab12, coin USDT",
    ],
)
def test_what_only_holds_the_words_of_a_closing_closes_nothing(message: str) -> None:
    assert not closes(message)
    assert names(message)
