from __future__ import annotations

import pytest

from bot.learning.names import without_names
from bot.learning.polish import polished

WORDS = ("You", "Will Smith", "Mark", "May", "Long", "Maria de la Cruz")


def test_names_become_a_placeholder_wherever_they_stand() -> None:
    assert without_names("Ana Lopez, ANA's limit; banana", ("Ana Lopez",)) == "[name], [name]'s limit; banana"
    assert without_names("hi ana, ana lopez asks for Lopez", ("Ana Lopez",)) == "hi [name], [name] asks for [name]"
    assert polished("Your limit, Ana, is 5.", ("Ana",)) == "Your limit, [name], is 5."
    assert without_names("李明: مرحبا علي", ("李明", "علي")) == "[name]: مرحبا [name]"
    assert without_names("as it is", ()) == "as it is"


@pytest.mark.parametrize(
    "text",
    [
        "Do you sell gift cards?",
        "Will there be a debit card?",
        "Hi, will you? Hello! Will it work?",
        "The mark price is an index. Mark price and last price differ.",
        "Can I withdraw in May?",
        "It is closed in April, May, and June, or in March, May.",
        "Long positions are closed first. I'm Long BTC.",
        "May I ask what You may do?",
        "Thank You.",
        "Abra la página de la cuenta. La tarjeta es gratis.",
    ],
)
def test_names_that_are_words_stay_where_they_are_words(text: str) -> None:
    assert without_names(text, WORDS) == text
    assert polished(text, WORDS[:-1]).count("[name]") == 0


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hi Mark, can I? Thanks Mark", "Hi [name], can I? Thanks [name]"),
        ("Hello Mark can I withdraw in May?", "Hello [name] can I withdraw in May?"),
        ("Hi Will! Will it work, Will?", "Hi [name]! Will it work, [name]?"),
        ("I'm Mark from the team.", "I'm [name] from the team."),
        ("This is May.", "This is [name]."),
        ("Mark here, the mark price is an index.", "[name] here, the mark price is an index."),
        ("Will, please log in again.", "[name], please log in again."),
        ("Log in again, Mark.\n\nLong", "Log in again, [name].\n\n[name]"),
        ("Kind regards, May", "Kind regards, [name]"),
        ("Ask Will Smith, Mr Long or Mrs. May.", "Ask [name], Mr [name] or Mrs. [name]."),
        ("Mark's limit", "[name]'s limit"),
        ("Soy Maria de la Cruz, de la ciudad.", "Soy [name], de la ciudad."),
    ],
)
def test_names_that_are_words_are_taken_where_people_are_spoken_to(text: str, kept: str) -> None:
    assert without_names(text, WORDS) == kept


def test_word_of_the_text_is_no_name_elsewhere_in_it() -> None:
    assert without_names("Tap stake. Stake rewards come daily.", ("Stake",)) == "Tap stake. Stake rewards come daily."
    assert without_names("Hi Stake, tap stake.", ("Stake",)) == "Hi [name], tap stake."
