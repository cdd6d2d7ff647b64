from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from bot.answer import Filters
from bot.conversation import Message
from bot.knowledge import ReleaseKnowledge
from bot.rules.book import RuleBook
from bot.rules.matching import Question
from bot.rules.rule import Draft, RuleKind, Strictness
from corpus.article import Kind
from tests.bot.articles import TODAY
from tests.bot.rules.kept import KeptInMemory, draft
from tests.bot.test_assistant import said

CARD = "Can I buy crypto with a credit card?"
LIKE_CARD = "is it possible to purchase bitcoin using my credit card"
OTHERS = ("How do I reset my password?", "when does the daily limit reset", "wire transfer to my bank", "?", "🤷", "买")


def matched(
    knowledge: ReleaseKnowledge, text: str, *drafts: Draft, history: Sequence[Message] = (), **fields: Any
) -> list[int]:
    """The numbers, from 1, of the drafts that the question matches, the winner first."""
    question = Question(text, knowledge.query_for(text, history), **fields)
    return [match.rule.number for match in RuleBook(KeptInMemory(*drafts)).matches(knowledge, question)]


def test_question_matches_an_example_that_means_the_same(knowledge: ReleaseKnowledge) -> None:
    rule = draft(RuleKind.PIN, "something else entirely", CARD)

    assert matched(knowledge, CARD, rule) == matched(knowledge, LIKE_CARD, rule) == [1]
    assert not any(matched(knowledge, other, rule) for other in OTHERS)


def test_looser_rule_matches_whatever_a_stricter_one_does(knowledge: ReleaseKnowledge) -> None:
    rules = [draft(RuleKind.PIN, CARD, strictness=strictness) for strictness in Strictness]
    near = (CARD, LIKE_CARD, "buy with card", "buy crypto", "card fees", *OTHERS)
    found = [len(matched(knowledge, text, *rules)) for text in near]

    assert found[0] == 3
    assert set(found) >= {0, 3}
    for text, count in zip(near, found, strict=True):
        assert sorted(matched(knowledge, text, *rules)) == [1, 2, 3][:count]


def test_example_typed_otherwise_matches_at_any_strictness(knowledge: ReleaseKnowledge) -> None:
    rule = draft(RuleKind.PIN, "Wo ist mein Geld?", strictness=Strictness.HIGH)

    assert matched(knowledge, "  WO ist, mein geld ", rule) == [1]


def test_words_alone_decide_and_words_beside_examples_must_occur_too(knowledge: ReleaseKnowledge) -> None:
    words = draft(RuleKind.BLOCK, words=("card|karte", "crypto"))
    both = draft(RuleKind.BLOCK, CARD, words=("visa",))

    assert matched(knowledge, CARD, words, both) == [1]
    assert matched(knowledge, "Can I buy crypto with a VISA credit card?", words, both) == [2, 1]
    assert not matched(knowledge, "buy with my karte", words, both)


def test_forms_of_a_rules_words_are_those_of_its_language_else_of_the_customers(knowledge: ReleaseKnowledge) -> None:
    anybody, german = draft(words=("rechnung",)), draft(words=("rechnung",), locale="de")

    assert matched(knowledge, "Meine Rechnungen fehlen", anybody, german, locale="de") == [1, 2]
    assert matched(knowledge, "Meine Rechnungen fehlen", anybody, german, filters=Filters(locale="de")) == [1, 2]
    assert not matched(knowledge, "Meine Rechnungen fehlen", anybody, german)


def test_pin_comes_before_block_and_block_before_route_whatever_their_order(knowledge: ReleaseKnowledge) -> None:
    kinds = list(RuleKind)
    for order in permutations(kinds):
        rules = [draft(kind, CARD) for kind in order]
        found = matched(knowledge, CARD, *rules)
        assert [order[number - 1] for number in found] == kinds


def test_of_one_kind_the_nearest_wins_and_words_come_after_meaning(knowledge: ReleaseKnowledge) -> None:
    rules = (draft(words=("credit",)), draft(RuleKind.PIN, "buy crypto by card"), draft(RuleKind.PIN, CARD))

    assert matched(knowledge, CARD, *rules, draft(words=("credit", "card"))) == [3, 2, 4, 1]


def test_rule_counts_only_for_its_language_kind_and_days(knowledge: ReleaseKnowledge) -> None:
    german, faq = draft(RuleKind.PIN, CARD, locale="de"), draft(RuleKind.PIN, CARD, article_kind=Kind.FAQ)
    over = draft(RuleKind.PIN, CARD, last_day=TODAY - timedelta(days=1))
    last = draft(RuleKind.PIN, CARD, last_day=date(2026, 11, 23))
    off = draft(RuleKind.PIN, CARD, enabled=False)
    rules = (german, faq, over, last, off)

    assert matched(knowledge, CARD, *rules) == [4]
    assert matched(knowledge, CARD, *rules, locale="de-AT") == [1, 4]
    assert matched(knowledge, CARD, *rules, filters=Filters(Kind.FAQ, "de")) == [1, 2, 4]
    assert matched(knowledge, CARD, *rules, locale="en", filters=Filters(Kind.PRODUCT)) == [4]


@pytest.mark.parametrize(("article_id", "counts"), [("trading-fees", True), ("no-such-article", False)])
def test_pin_rests_while_its_article_may_not_be_quoted(
    knowledge: ReleaseKnowledge, article_id: str, counts: bool
) -> None:
    existing = next(iter(knowledge.articles)) if counts else article_id

    assert bool(matched(knowledge, CARD, draft(RuleKind.PIN, CARD, article_id=existing))) is counts


def test_follow_up_matches_by_what_it_refers_to(knowledge: ReleaseKnowledge) -> None:
    rule = draft(RuleKind.BLOCK, "How long does a withdrawal to a bank account take?", strictness=Strictness.LOW)
    history = said("How do I withdraw euros to my bank account?", "You open the wallet and choose Withdraw.")

    assert matched(knowledge, "and how long does it take?", rule, history=history) == [1]
    assert not matched(knowledge, "and how long does it take?", rule)


def test_words_of_a_question_that_is_leant_on_count_and_those_of_replies_do_not(knowledge: ReleaseKnowledge) -> None:
    history = said("How do I withdraw euros to my bank account?", "You open the wallet and choose Withdraw.")
    asked, replied = draft(words=("euros",)), draft(words=("wallet",))

    assert matched(knowledge, "and how long does it take?", asked, replied, history=history) == [1]
