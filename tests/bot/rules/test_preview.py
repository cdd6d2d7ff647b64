from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.answer import Answer, Outcome, Reason
from bot.conversation import Message, Role
from bot.knowledge import ReleaseKnowledge
from bot.rules.book import RuleBook
from bot.rules.preview import MOST_QUESTIONS, Effect, Preview, Previewer
from bot.rules.rule import Draft, PastQuestion, RuleKind, Strictness
from tests.bot.rules.kept import NOON, KeptInMemory, draft
from tests.bot.test_assistant import said
from tests.fakes import RELEASE, abstained

CARD = "Can I buy crypto with a credit card?"
ASKED = (
    CARD,
    "is it possible to purchase bitcoin using my credit card",
    "debit card limits",
    "wire transfer",
    "hello",
    "person",
)


def past(*texts: str, rule: int | None = None, history: Sequence[Message] = ()) -> list[PastQuestion]:
    """Questions that the bot refused; those of a rule were blocked by it."""
    answer = (
        abstained() if rule is None else Answer(Outcome.ABSTAINED, Reason.POLICY_RESTRICTION, "", 0, RELEASE, rule=rule)
    )
    return [
        PastQuestion(
            number,
            Message(str(number), Role.USER, text, NOON),
            Message(f"{number}r", Role.BOT, answer.answer, NOON, answer),
            tuple(history),
            "en",
        )
        for number, text in enumerate(texts, start=1000 * (rule or 0))
    ]


def preview(
    knowledge: ReleaseKnowledge, tried: Draft, *kept: Draft, asked: Sequence[PastQuestion], **how: object
) -> Preview:
    rules = KeptInMemory(*kept)
    rules.past = (asked, len(asked))
    return Previewer(rules, RuleBook(rules)).preview(knowledge, tried, **how)  # type: ignore[arg-type]


def texts(effects: Sequence[Effect]) -> list[str]:
    return [effect.question for effect in effects]


def test_changes_come_nearest_first_with_what_was_and_would_be(knowledge: ReleaseKnowledge) -> None:
    found = preview(knowledge, draft(RuleKind.PIN, CARD), asked=past(*reversed(ASKED)))

    assert texts(found.changed) == list(ASKED[:2])
    assert found.changed[0].likeness == 1.0
    assert found.moves == {(Outcome.ABSTAINED, Outcome.ANSWERED): 2}
    assert set(texts(found.missed)) <= set(ASKED[2:])
    assert (found.asked, found.looked_at, found.is_complete) == (6, 6, True)


def test_matches_are_counted_at_every_strictness(knowledge: ReleaseKnowledge) -> None:
    for strictness in Strictness:
        found = preview(knowledge, draft(RuleKind.PIN, CARD, strictness=strictness), asked=past(*ASKED))
        assert len(found.changed) == found.by_strictness[strictness]
        assert found.by_strictness[Strictness.LOW] >= found.by_strictness[Strictness.HIGH] >= 1


def test_questions_that_another_rule_would_answer_are_told_apart(knowledge: ReleaseKnowledge) -> None:
    found = preview(
        knowledge, draft(RuleKind.ROUTE, CARD), draft(RuleKind.BLOCK, words=("bitcoin",)), asked=past(*ASKED)
    )

    assert (texts(found.changed), texts(found.outranked)) == ([ASKED[0]], [ASKED[1]])
    assert [rule.draft.kind for rule in found.outranked[0].others] == [RuleKind.ROUTE]
    assert found.outranked[0].after is Outcome.ABSTAINED


def test_change_of_a_rule_tells_what_stays_and_what_it_lets_go(knowledge: ReleaseKnowledge) -> None:
    asked = [*past(*ASKED[:4], rule=1), *past("Can I buy coins with a credit card?")]
    strict = draft(RuleKind.BLOCK, CARD, strictness=Strictness.HIGH)
    found = preview(knowledge, strict, replace(strict, words=("whatever",)), asked=asked, number=1)

    assert CARD in texts(found.unchanged)
    assert "wire transfer" in texts(found.released)
    assert all(effect.winner is None for effect in found.released)
    assert texts(found.changed) == ["Can I buy coins with a credit card?"]


def test_small_talk_and_wishes_for_a_person_are_not_the_rules(knowledge: ReleaseKnowledge) -> None:
    asked = ("hello", "a person please", "wire")
    found = preview(knowledge, draft(words=("hello|person|wire",)), asked=past(*asked), trial=asked)

    assert texts(found.changed) == ["wire"]
    assert [effect.winner is not None for effect in found.tried] == [False, False, True]


def test_follow_up_is_looked_at_with_what_was_said_before(knowledge: ReleaseKnowledge) -> None:
    rule = draft(RuleKind.PIN, "How long does a withdrawal to a bank account take?", strictness=Strictness.LOW)
    history = said("How do I withdraw euros to my bank account?", "You open the wallet and choose Withdraw.")

    assert preview(knowledge, rule, asked=past("and how long does it take?", history=history)).changed
    assert not preview(knowledge, rule, asked=past("and how long does it take?")).changed


def test_new_rule_is_never_taken_for_one_that_answered(knowledge: ReleaseKnowledge) -> None:
    assert texts(preview(knowledge, draft(RuleKind.PIN, CARD), asked=past(CARD, rule=1)).changed) == [CARD]


def test_preview_goes_on_where_the_last_one_ran_out_of_time(knowledge: ReleaseKnowledge) -> None:
    rules = KeptInMemory()
    asked = past(*(f"Question {number} about withdrawals" for number in range(100)))
    rules.past = (asked, 5000)
    previewer, rule = Previewer(rules, RuleBook(rules)), draft(RuleKind.PIN, CARD)
    seen = [previewer.preview(knowledge, rule, seconds=-1).looked_at]
    assert seen == [0]
    found = previewer.preview(knowledge, rule, seconds=60)

    assert (found.looked_at, found.asked, found.is_complete) == (100, 5000, True)
    assert len(asked) <= MOST_QUESTIONS


def test_question_typed_to_try_a_rule_is_taken_to_be_in_its_language(knowledge: ReleaseKnowledge) -> None:
    found = preview(knowledge, draft(RuleKind.PIN, CARD, locale="de"), asked=past(CARD), trial=[CARD, " ", "wire"])

    assert (texts(found.changed), texts(found.tried)) == ([], [CARD, "wire"])
    assert [effect.winner is not None for effect in found.tried] == [True, False]


@pytest.mark.parametrize("kind", list(RuleKind))
def test_rule_that_is_switched_off_is_tried_as_if_it_were_on(knowledge: ReleaseKnowledge, kind: RuleKind) -> None:
    assert preview(knowledge, draft(kind, CARD, enabled=False), asked=past(CARD)).changed
