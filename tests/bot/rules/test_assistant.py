from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answer import Answer, Outcome, Reason
from bot.assistant import Assistant
from bot.knowledge import ReleaseKnowledge
from bot.rules.book import RuleBook
from bot.rules.matching import Question
from bot.rules.pinned import pinned_answer
from bot.rules.rule import Draft, RuleKind
from tests.bot.rules.kept import KeptInMemory, draft
from tests.bot.test_assistant import said

RESET = "How do I reset two-factor authentication (2FA)?"
LOST = "I lost my phone and need to reset 2FA, what now?"


def ruled(assistant: Assistant, *drafts: Draft) -> Assistant:
    """The assistant with these rules."""
    return Assistant(assistant.live, RuleBook(KeptInMemory(*drafts)))


def test_rule_wins_over_what_the_articles_say(assistant: Assistant) -> None:
    answer = ruled(assistant, draft(RuleKind.PIN, RESET)).answer(RESET)

    assert assistant.answer(RESET).citations
    assert (answer.answer, answer.rule, answer.outcome) == ("By a pin.", 1, Outcome.ANSWERED)
    assert (answer.retrieved, answer.follow_ups, answer.did_you_mean) == ((), (), ())
    assert answer.timings_ms["total"] > 0


def test_without_a_match_nothing_changes(assistant: Assistant) -> None:
    def timeless(answer: Answer) -> Answer:
        return replace(answer, timings_ms={}, follow_ups=())

    other = ruled(assistant, draft(RuleKind.BLOCK, "What is the weather like?", words=("weather",)))
    assert timeless(other.answer(RESET)) == timeless(assistant.answer(RESET))


@pytest.mark.parametrize(
    ("message", "reason"), [("hello", Reason.GREETING), ("a person please", Reason.CUSTOMER_REQUEST)]
)
def test_small_talk_and_the_wish_for_a_person_come_before_rules(
    assistant: Assistant, message: str, reason: Reason
) -> None:
    answer = ruled(assistant, draft(RuleKind.BLOCK, message, words=(message,))).answer(message)

    assert (answer.reason, answer.rule) == (reason, None)


def test_follow_up_that_is_blocked_is_not_offered(assistant: Assistant) -> None:
    offered = assistant.answer(RESET).follow_ups
    assert offered
    rules = [draft(RuleKind.BLOCK, offered[0]), *(draft(RuleKind.PIN, title) for title in offered[1:2])]
    now = ruled(assistant, *rules).answer(RESET).follow_ups

    assert offered[0] not in now
    assert set(offered[1:]) <= set(now)


def test_explanation_names_every_rule_that_matches(assistant: Assistant) -> None:
    explained = ruled(assistant, draft(RuleKind.ROUTE, words=("2fa",)), draft(RuleKind.PIN, RESET)).explain(
        "and for 2FA?", said("How do I reset my password?", "Choose Forgot password.")
    )
    plain = ruled(assistant).explain(RESET)

    assert [match.rule.number for match in explained.rules][-1] == 1
    assert explained.answer.rule == explained.rules[0].rule.number
    assert explained.query.endswith("and for 2FA?")
    assert (explained.hits, explained.weights, plain.rules) == ((), None, ())


def test_pinned_answer_is_found_whatever_else_is_blocked(assistant: Assistant, knowledge: ReleaseKnowledge) -> None:
    rules = RuleBook(KeptInMemory(draft(RuleKind.BLOCK, words=("phone",)), draft(RuleKind.PIN, LOST)))

    def pinned(text: str) -> Answer | None:
        return pinned_answer(rules, knowledge, Question(text, knowledge.query_for(text)))

    found = pinned(LOST)
    assert found is not None
    assert found.rule == 2
    assert pinned("is there a phone app?") is None
