from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.knowledge import ReleaseKnowledge
from bot.suggest.open_questions import open_questions
from tests.bot.suggest.conversations import said

BOTH = "U: Why is my withdrawal pending, and can I still cancel it?"
PENDING = "B: A withdrawal is pending because Orrery is still reviewing it, which normally ends within 4 hours."
REFUSED = "B: I couldn't find an article that answers this, so I'd rather not guess."
RESET = "B: Open the log-in screen and choose Reset 2FA."


Names = Callable[..., list[str]]


@pytest.fixture
def names(knowledge: ReleaseKnowledge) -> Names:
    def open_in(*lines: str) -> list[str]:
        return [one.ask.name for one in open_questions(said(*lines), knowledge.encoder.encode_queries)]

    return open_in


def test_all_questions_are_open_that_nobody_has_replied_to(names: Names) -> None:
    assert names(BOTH) == ["Why is my withdrawal pending", "can I still cancel it?"]


def test_question_that_a_reply_left_out_stays_open(names: Names) -> None:
    assert names(BOTH, PENDING) == ["can I still cancel it?"]
    assert names(BOTH, PENDING, "U: thanks. and what does it cost to send euros?")[0] == "can I still cancel it?"


def test_answered_question_is_closed(names: Names) -> None:
    assert names("U: How do I reset 2FA?", RESET) == []
    assert names("U: How do I reset 2FA?", RESET, "U: thanks!") == []
    assert names("U: How do I reset 2FA?", RESET, "U: How long does that take?") == ["How long does that take?"]


@pytest.mark.parametrize("reply", ["A: One moment please, let me check.", "A: Hi, Kim here!", REFUSED])
def test_reply_that_says_nothing_answers_nothing(names: Names, reply: str) -> None:
    assert names("U: My deposit is missing", reply) == ["My deposit is missing"]


def test_question_stays_open_while_the_customer_pushes_or_wants_a_person(names: Names) -> None:
    assert names("U: My deposit is missing", REFUSED, "U: I want to talk to a human") == ["My deposit is missing"]
    assert names("U: My deposit is missing", "A: One moment please.", "U: hello??") == ["My deposit is missing"]


@pytest.mark.parametrize(
    "said_then",
    ["I want to talk to a person", "no that's wrong", "Das stimmt nicht", "eso no es correcto", "这没有帮助"],
)
def test_answered_question_is_open_again_for_who_is_not_content_with_the_answer(names: Names, said_then: str) -> None:
    asked = "How do I reset 2FA?"

    assert names(f"U: {asked}", RESET, f"U: {said_then}") == [asked]
    assert names(f"U: {asked}", RESET, f"U: {said_then}", "A: One moment please.") == [asked]
    assert names(f"U: {asked}", RESET, f"U: {said_then}", "A: Then write to us by e-mail.") == []


def test_refused_question_is_dropped_by_whoever_asks_something_else(names: Names) -> None:
    assert names("U: My deposit is missing", REFUSED, "U: how do I change my email?") == ["how do I change my email?"]


def test_question_is_open_again_when_the_answer_did_not_help(knowledge: ReleaseKnowledge) -> None:
    lines = "U: How do I reset 2FA?", RESET, "U: that did not help, there is no such button"
    (one,) = open_questions(said(*lines), knowledge.encoder.encode_queries)

    assert one.ask.name == "How do I reset 2FA?"
    assert one.ask.is_asked_again
    assert "no such button" in one.ask.story


def test_no_to_whether_it_helped_opens_the_question_again(names: Names) -> None:
    assert names("U: How do I reset 2FA?", f"{RESET} Did that help?", "U: no") == ["How do I reset 2FA?"]


def test_what_an_agent_asked_for_belongs_to_the_question(knowledge: ReleaseKnowledge) -> None:
    lines = "U: My deposit is missing", "A: Which network did you use?", "U: TRC20"
    (one,) = open_questions(said(*lines), knowledge.encoder.encode_queries)
    assert (one.ask.name, one.ask.story) == ("My deposit is missing", "TRC20")


def test_question_that_is_only_reminded_of_is_open_once(names: Names) -> None:
    assert names(BOTH, PENDING, "U: ok. and the cancel part?") == ["can I still cancel it?"]


def test_never_mind_closes_everything(names: Names) -> None:
    assert names("U: How do I reset 2FA?", "U: never mind, found it") == []


@pytest.mark.parametrize("lines", [(), ("U: ",), ("A: Hello!",), ("U: hi",), ("B: Hello!", "U: 👍")])
def test_nothing_is_open_where_nothing_was_asked(names: Names, lines: tuple[str, ...]) -> None:
    assert names(*lines) == []


def test_long_conversations_are_read_from_their_end(names: Names) -> None:
    chat = [line for number in range(100) for line in (f"U: What is fee number {number}?", "A: It is 2 EUR.")]
    assert names(*chat) == []
    assert names(*chat, "U: And the withdrawal limit?") == ["the withdrawal limit?"]
