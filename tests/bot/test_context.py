from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context import queries_for
from bot.conversation import Message, Role
from tests.bot.articles import cases

RESET = "How do I reset two-factor authentication?"
BOT_REPLY = "Open Profile > Security and choose Reset."


def history(*turns: str) -> list[Message]:
    """Messages; a turn that begins with 'bot:' or 'agent:' is theirs."""
    found = []
    for number, turn in enumerate(turns):
        who, _, text = turn.rpartition(": ") if turn.startswith(("bot: ", "agent: ")) else ("user", "", turn)
        found.append(Message(str(number), Role(who), text, datetime(2026, 11, 23, 9, tzinfo=UTC)))
    return found


def in_context(question: str, messages: Sequence[Message]) -> str:
    """What goes to retrieval if the question does not find its article by itself."""
    queries = queries_for(question, messages)
    return queries.in_context or queries.alone


ASKED = history(RESET, f"bot: {BOT_REPLY}")


@pytest.mark.parametrize(
    "question",
    cases(
        """and on Android?|but what about withdrawals|also for SMS?|so is it free|then what|or by e-mail
    |what about iOS|how about passkeys|what if I lose the phone again|same on the web?|ok and how long
    |how long|how long does it take then|does it cost anything|can I cancel that
    |why does this take so long|is that free|who does it|do they lock withdrawals|what else do I need
    |can he do it for me|on TRC20?|for companies|thanks, and on Android?|Great! But how long?
    |Hi, and how long?|otherwise what|is there another way instead"""
    ),
)
def test_follow_up_is_retrieved_with_what_it_refers_to(question: str) -> None:
    query = in_context(question, ASKED)

    assert query.startswith(f"{RESET} ")
    assert query.endswith(question.removeprefix("Hi, "))


@pytest.mark.parametrize(
    "question",
    cases(
        """What are the withdrawal fees for Bitcoin?|Why is my deposit suspended at the moment?
    |How do I close my account?|Is there a minimum deposit for Bitcoin on Arbitrum?
    |Are there any fees for card purchases?|error code ORR-1107|Can I have more than one account?
    |which documents prove my address|my card payment was declined yesterday
    |What is a passkey and which devices support passkeys?|where can I download my tax report
    |I sent USDT to an address on the wrong network and now the recipient's wallet shows nothing, is it lost?"""
    ),
)
def test_question_that_stands_by_itself_is_retrieved_alone(question: str) -> None:
    assert in_context(question, ASKED) == question


@pytest.mark.parametrize("question", ["and on Android?", "how long", "it fails", "", "?", "hi"])
def test_first_question_is_retrieved_as_it_is(question: str) -> None:
    assert in_context(question, []) == question


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ((RESET, f"bot: {BOT_REPLY}", "thanks", "bot: You're welcome."), f"{RESET} and on Android?"),
        ((RESET, f"bot: {BOT_REPLY}", "how long"), f"{RESET} how long and on Android?"),
        (("What are the fees for card purchases?", RESET), f"{RESET} and on Android?"),
        ((RESET, "how long", "and by SMS?"), f"{RESET} and by SMS? and on Android?"),
        (("bot: Hello!", "agent: I'm Ana."), "and on Android?"),
        (("hello", "bot: Hello!"), "and on Android?"),
        ((f"Hello, {RESET}",), f"{RESET} and on Android?"),
    ],
)
def test_what_a_follow_up_refers_to_is_the_customers_last_question(turns: Sequence[str], expected: str) -> None:
    assert in_context("and on Android?", history(*turns)) == expected


@given(st.text(max_size=200), st.lists(st.text(max_size=100), max_size=4))
def test_question_is_never_lost_whatever_came_before(question: str, turns: list[str]) -> None:
    messages = [Message("1", Role.USER, turn, datetime(2026, 1, 1, tzinfo=UTC)) for turn in turns]

    assert in_context(question, messages).endswith(in_context(question, []))


@pytest.mark.parametrize(
    "question",
    [
        "Is it possible to stake ETH on Orrery?",
        "What's a physical security key? Does it work on my phone",
        "is it safe to buy crypto with a card",
    ],
)
def test_pronoun_that_points_at_nothing_before_does_not_lean(question: str) -> None:
    assert in_context(question, ASKED) == question


def test_long_message_is_retrieved_by_what_it_asks() -> None:
    story = "I opened my account last spring and used it on and off for small trades. " * 12

    assert queries_for(f"{story}How do I reset my 2FA? {story}", []).alone == "How do I reset my 2FA?"


def test_long_message_that_asks_nothing_is_retrieved_by_its_end() -> None:
    query = queries_for("I opened my account last spring. " * 40 + "My 2FA codes are refused.", []).alone

    assert query.endswith("My 2FA codes are refused.")
    assert len(query.split()) <= 60


def test_pointing_question_must_be_surer_to_stand_alone_than_a_short_one() -> None:
    assert (
        queries_for("how long does that take", ASKED).stands_alone_at
        > queries_for("SEPA deposit", ASKED).stands_alone_at
    )
