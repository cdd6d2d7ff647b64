from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.lexical import LexicalIndex
from embeddings.spelling import Spelling

SPELLING = Spelling(
    {"withdraw": 9, "receiv": 4, "order": 7, "older": 2, "fee": 5, "orr-1003": 1, "authent": 3, "2fa": 8}
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("withdrawl", "withdraw"),  # added
        ("wihtdraw", "withdraw"),  # swapped
        ("reciev", "receiv"),
        ("ordr", "order"),  # left out
        ("ofder", "order"),  # wrong, and the more frequent of two
        ("authetnc", "authent"),  # two in a long one
    ],
)
def test_misspelt_term_is_taken_for_the_one_that_was_meant(typed: str, meant: str) -> None:
    assert SPELLING.nearest(typed) == meant


@pytest.mark.parametrize("typed", ["fe", "fes", "rder", "orr-1004", "orr1003", "zebra", "ordering", ""])
def test_what_is_too_short_too_different_or_an_identifier_is_left_alone(typed: str) -> None:
    assert SPELLING.nearest(typed) is None


@given(st.text(max_size=20))
def test_only_known_terms_are_ever_meant(typed: str) -> None:
    assert SPELLING.nearest(typed) in {None, "withdraw", "receiv", "order", "older", "authent"}


def test_endless_word_is_not_remembered() -> None:
    known = Spelling({"withdraw": 1})

    assert known.nearest("w" * 4000) is None
    assert known.nearest("withdrawl") == "withdraw"


def test_misspelt_query_finds_what_the_right_one_finds_and_a_right_one_is_never_changed() -> None:
    index = LexicalIndex.build(["Withdrawal fees", "Withdraw or receive bitcoin", "Receipts"], ["en"] * 3)

    assert index.scores("recieve bitcoin").tolist() == index.scores("receive bitcoin").tolist()
    assert index.scores("receipt")[1] == 0


def test_unknown_name_in_capitals_is_not_taken_for_another_one() -> None:
    index = LexicalIndex.build(["Withdraw USDT", "Receive bitcoin", "Fees"], ["en"] * 3)

    assert not index.scores("USDX").any()
    assert not index.scores("can I buy USDX").any()
    assert index.scores("usdx")[0] > 0
    assert index.scores("I WANT TO WITHDRWA MY MONEY")[0] > 0
