from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Outcome
from bot.context import pull_of_context, spoken
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


def referred_to(question: str, messages: Sequence[Message]) -> str:
    """The question that this one leans on; empty if it stands by itself."""
    said = spoken(question, messages)
    return said.previous if said.leans else ""


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
def test_follow_up_leans_on_what_it_refers_to(question: str) -> None:
    said = spoken(question, ASKED)

    assert referred_to(question, ASKED) == RESET
    assert said.before == f"{RESET} {BOT_REPLY}"
    assert said.in_context == f"{said.before} {question.removeprefix('Hi, ')}"


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
def test_question_that_stands_by_itself_leans_on_nothing(question: str) -> None:
    assert referred_to(question, ASKED) == ""
    assert spoken(question, ASKED).alone == question


@pytest.mark.parametrize("question", ["and on Android?", "how long", "it fails", "", "?", "hi"])
def test_first_question_is_retrieved_as_it_is(question: str) -> None:
    assert spoken(question, []).in_context == question.strip()
    assert spoken(question, []).before == ""


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ((RESET, f"bot: {BOT_REPLY}", "thanks", "bot: You're welcome."), RESET),
        ((RESET, f"bot: {BOT_REPLY}", "how long"), f"{RESET} how long"),
        (("What are the fees for card purchases?", RESET), RESET),
        ((RESET, "how long", "and by SMS?"), f"{RESET} and by SMS?"),
        (("bot: Hello!", "agent: I'm Ana."), ""),
        (("hello", "bot: Hello!"), ""),
        ((f"Hello, {RESET}",), RESET),
    ],
)
def test_what_a_follow_up_refers_to_is_the_customers_last_question(turns: Sequence[str], expected: str) -> None:
    assert referred_to("and on Android?", history(*turns)) == expected


@given(st.text(max_size=200), st.lists(st.text(max_size=100), max_size=4))
def test_question_is_never_lost_whatever_came_before(question: str, turns: list[str]) -> None:
    messages = [Message("1", Role.USER, turn, datetime(2026, 1, 1, tzinfo=UTC)) for turn in turns]

    assert spoken(question, messages).alone == spoken(question, []).alone
    assert spoken(question, messages).in_context.endswith(spoken(question, []).in_context)


@pytest.mark.parametrize(
    "question",
    [
        "Is it possible to stake ETH on Orrery?",
        "What's a physical security key? Does it work on my phone",
        "is it safe to buy crypto with a card",
    ],
)
def test_pronoun_that_points_at_nothing_before_does_not_lean(question: str) -> None:
    assert not spoken(question, ASKED).leans


def test_refusals_of_the_bot_say_nothing_of_the_matter() -> None:
    refused = replace(history("bot: I couldn't find that.")[0], answer=Answer(Outcome.ABSTAINED, None, "", 0.1, "r"))

    assert spoken("how long", [*history(RESET), refused]).before == RESET
    assert spoken("how long", [*ASKED, refused]).before == f"{RESET} {BOT_REPLY}"


def test_only_the_last_questions_and_the_opening_of_the_last_reply_are_remembered() -> None:
    messages = history("Why is my deposit late?", "bot: It takes a day.", *(RESET, "how long", f"bot: {'word ' * 300}"))

    assert spoken("and then?", messages).before == f"{RESET} how long{' word' * 40}"


@pytest.mark.parametrize("leans", [False, True])
@given(st.floats(-1, 1), st.floats(0, 1))
def test_context_pulls_the_less_the_surer_the_question_is_by_itself(
    leans: bool, relatedness: float, found_alone: float
) -> None:
    pull = pull_of_context(leans, relatedness, found_alone)

    assert 0 <= pull.vector <= pull_of_context(leans, relatedness, 0.0).vector
    assert pull_of_context(leans, relatedness, 1.0).vector == 0
    assert pull.lexical == 0 or leans


def test_change_of_subject_is_not_drawn_back() -> None:
    assert pull_of_context(leans=False, relatedness=0.0, found_alone=0.1).vector == 0
    assert pull_of_context(leans=True, relatedness=0.0, found_alone=0.9).vector < 0.3


def test_question_about_the_same_matter_is_drawn_less_than_one_that_leans() -> None:
    about_the_same, leaning = (pull_of_context(leans, relatedness=0.5, found_alone=0.4) for leans in (False, True))

    assert 0 < about_the_same.vector < leaning.vector
