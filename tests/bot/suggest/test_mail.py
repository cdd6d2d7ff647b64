"""E-mails: what a customer wrote themselves, apart from what their program quotes, and from their signature."""

from __future__ import annotations

import pytest

from tests.bot.suggest.test_asks import names

HEADERS = "From: Support <help@shop.example>\nSent: Monday\nTo: Anna\nSubject: Re: my card"


@pytest.mark.parametrize(
    "quoted",
    [
        "On Mon, 23 Nov 2026 at 10:11, Shop Support <help@shop.example>\nwrote:\nHave you tried another card?",
        f"________________________________\n{HEADERS}\n\nCould you send us a statement?",
        f"{HEADERS}\n\nCould you send us a statement?",
        "---------- Forwarded message ---------\nFrom: Shop\nSubject: New log-in\n\nWas it you?",
        "Am Mo., 23. Nov. 2026 um 10:11 Uhr schrieb Shop\n<help@shop.example>:\n\nWelche Karte?",
    ],
)
def test_what_a_program_quotes_is_not_asked_by_the_customer(quoted: str) -> None:
    assert names(f"How long does a refund take?\n\n{quoted}") == ["How long does a refund take?"]


def test_quote_is_read_where_nothing_else_is_said() -> None:
    message = f"Hi, see below please.\n-----Original Message-----\n{HEADERS}\n\nMy deposit is not credited."
    assert names(message) == ["My deposit is not credited."]


def test_postscript_is_read_and_a_signature_is_not() -> None:
    message = "How do I change my number?\n\nBest regards\nAnna Lopez\nWhy Street 7\nP.S. How do I close my account?"
    assert names(message) == ["How do I change my number?", "How do I close my account?"]
