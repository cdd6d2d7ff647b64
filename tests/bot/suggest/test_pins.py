from __future__ import annotations

import pytest

from bot.api.outgoing_drafts import drafts_as_sent
from bot.knowledge import ReleaseKnowledge
from bot.rules.book import RuleBook
from bot.rules.rule import Draft, RuleKind
from bot.suggest import Suggested
from bot.suggest.suggester import suggest_from
from tests.bot.rules.kept import KeptInMemory, draft
from tests.bot.suggest.conversations import said

CANCEL = "Can I cancel a withdrawal?"
DARK = "Is there a dark mode in the app?"
MARS = "What's the weather like on mars?"
OWN = "Write to us within ten minutes, then we cancel it for you."


def suggested(knowledge: ReleaseKnowledge, rules: list[Draft], *lines: str, locale: str | None = None) -> Suggested:
    """What is drafted where the team has these rules."""
    return suggest_from(knowledge, said(*lines), locale=locale, rules=RuleBook(KeptInMemory(*rules)))


def pin(*examples: str, **fields: object) -> Draft:
    return draft(RuleKind.PIN, *examples, **{"answer": OWN, **fields})


def texts(found: Suggested) -> list[str]:
    return [one.text for one in found.suggestions]


def test_pinned_answer_comes_first_and_the_articles_after_it(knowledge: ReleaseKnowledge) -> None:
    found = suggested(knowledge, [pin(CANCEL)], f"U: Hi! {CANCEL}")
    first, *others = found.suggestions

    assert (first.text, first.confidence, first.citations, first.links) == (OWN, 1.0, (), ())
    assert [(answer.rule, answer.confidence) for answer in first.answers] == [(1, 1.0)]
    assert others[0].text == suggested(knowledge, [], f"U: Hi! {CANCEL}").suggestions[0].text
    assert all(OWN not in other.text and other.citations for other in others)


def test_one_question_of_two_is_answered_by_a_pin_and_the_other_by_its_article(knowledge: ReleaseKnowledge) -> None:
    asked = f"U: {CANCEL} How do I set up the authenticator app?"
    first, *others = suggested(knowledge, [pin(CANCEL)], asked).suggestions

    assert first.text.startswith(f"On whether you can cancel a withdrawal:\n\n{OWN}\n\nOn ")
    assert [answer.rule for answer in first.answers] == [1, None]
    assert {citation.article_id for citation in first.citations} == {"set-up-authenticator-app"}
    assert any("cancel-a-withdrawal" in {one.article_id for one in other.citations} for other in others)


def test_question_without_an_article_is_not_missing_once_it_is_pinned(knowledge: ReleaseKnowledge) -> None:
    found = suggested(knowledge, [pin(MARS)], f"U: {MARS} {DARK}")

    assert found.missing == found.suggestions[0].missing == (DARK,)
    assert OWN in found.suggestions[0].text


def test_link_and_quotes_of_a_pin_are_the_drafts_own(knowledge: ReleaseKnowledge) -> None:
    quote = "Cancel the withdrawal and request a new one."
    assert quote in knowledge.articles["cancel-a-withdrawal"].body
    linked = suggested(knowledge, [pin(CANCEL, article_id="cancel-a-withdrawal")], f"U: {CANCEL}").suggestions[0]
    rule = pin(CANCEL, article_id="cancel-a-withdrawal", answer=f"{OWN} {quote}")
    quoted = suggested(knowledge, [rule], f"U: How do I set up the authenticator app? {CANCEL}").suggestions[0]

    assert [link.article_id for link in linked.links] == ["cancel-a-withdrawal"]
    assert (linked.text.startswith(f"{OWN}\n\n["), linked.text.count("](")) == (True, 1)
    assert [citation.n for citation in quoted.citations] == list(range(1, len(quoted.citations) + 1))
    assert [quoted.citations[n - 1].quote for n in quoted.answers[1].citations] == [quote]
    assert len(quoted.links) == 2


def test_links_of_a_pin_lead_somewhere_anywhere(knowledge: ReleaseKnowledge) -> None:
    rule = pin(CANCEL, article_id="cancel-a-withdrawal", answer="See [our fees](/fees) and write to us.")
    found = suggested(knowledge, [rule], f"U: {CANCEL}")
    text = drafts_as_sent(found, knowledge.articles, "https://shop.test").suggestions[0].text

    assert "[our fees](https://shop.test/fees)" in text
    assert "](https://shop.test/help/articles/cancel-a-withdrawal)" in text


@pytest.mark.parametrize("kind", [RuleKind.BLOCK, RuleKind.ROUTE])
def test_what_is_kept_from_the_bot_is_drafted_for(knowledge: ReleaseKnowledge, kind: RuleKind) -> None:
    rule = draft(kind, CANCEL, words=("cancel",))

    assert texts(suggested(knowledge, [rule], f"U: {CANCEL}")) == texts(suggested(knowledge, [], f"U: {CANCEL}"))
    assert texts(suggested(knowledge, [rule, pin(CANCEL)], f"U: {CANCEL}"))[0] == OWN


def test_pinned_answer_that_did_not_help_is_not_given_again(knowledge: ReleaseKnowledge) -> None:
    again = ("B: **Write to us** within ten minutes, then we cancel it for you.", "U: That did not help.")
    found = suggested(knowledge, [pin(CANCEL)], f"U: {CANCEL}", *again)
    nothing_else = suggested(knowledge, [pin(MARS)], f"U: {MARS}", *again)

    assert found.suggestions
    assert all(OWN not in text for text in texts(found))
    assert texts(nothing_else)[0].startswith("Our help articles say nothing beyond what you have been told")


def test_two_questions_with_the_same_pin_are_answered_by_it_once(knowledge: ReleaseKnowledge) -> None:
    rule = pin(CANCEL, "Until when can I cancel a withdrawal?")
    first = suggested(knowledge, [rule], f"U: {CANCEL} Until when can I cancel a withdrawal?").suggestions[0]

    assert first.text.count(OWN) == 1
    assert [answer.rule for answer in first.answers] == [1, 1]


def test_question_beside_a_pinned_one_keeps_its_own_article(knowledge: ReleaseKnowledge) -> None:
    asked = "U: Why is my withdrawal pending, and can I still cancel it?"
    first = suggested(knowledge, [pin("Why is my withdrawal pending?")], asked).suggestions[0]

    assert [answer.rule for answer in first.answers] == [1, None]
    assert "cancel-a-withdrawal" in {citation.article_id for citation in first.citations}


def test_pin_holds_for_what_leans_on_an_earlier_question_and_for_its_language(knowledge: ReleaseKnowledge) -> None:
    asked = ("U: Which fee does a bank withdrawal have?", "B: Each costs one euro.", "U: And for cards?")
    rules = [pin("And for cards?", words=("withdrawal", "cards"), locale="de")]

    assert texts(suggested(knowledge, rules, *asked, locale="de-AT"))[0].startswith(OWN)
    assert not texts(suggested(knowledge, rules, *asked, locale="en"))[0].startswith(OWN)
