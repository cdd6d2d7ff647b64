from __future__ import annotations

import pytest

from bot.knowledge import ReleaseKnowledge
from bot.suggest import Suggested
from bot.suggest.replies_so_far import Said
from bot.suggest.suggester import suggest_from
from corpus.clean import plain_text
from tests.bot.suggest.conversations import said

TWO = "U: Why is my withdrawal pending, and can I still cancel it?"
PENDING = (
    "B: A withdrawal is pending either because Orrery is still reviewing it or because the network has not confirmed "
    "it yet. Most withdrawals leave Orrery within 10 minutes, and a manual review normally ends within 4 hours."
)


def cited(suggested: Suggested, number: int = 0) -> set[str]:
    return {citation.article_id for citation in suggested.suggestions[number].citations}


def test_one_draft_answers_all_open_questions(knowledge: ReleaseKnowledge) -> None:
    found = suggest_from(knowledge, said(TWO))
    first = found.suggestions[0]

    assert cited(found) >= {"withdrawal-pending", "cancel-a-withdrawal"}
    assert [answer.question for answer in first.answers] == list(found.questions)
    assert "On “Why is my withdrawal pending”:" in first.text
    assert "On whether you can still cancel it:" in first.text
    assert found.missing == first.missing == ()


def test_every_word_of_an_answer_is_quoted_and_cited(knowledge: ReleaseKnowledge) -> None:
    for draft in suggest_from(knowledge, said(TWO)).suggestions:
        assert [citation.n for citation in draft.citations] == list(range(1, len(draft.citations) + 1))
        for citation in draft.citations:
            assert knowledge.articles[citation.article_id].body[citation.start : citation.end] == citation.quote
        for answer in draft.answers:
            quotes = " ".join(plain_text(draft.citations[n - 1].quote) for n in answer.citations)
            own = plain_text(answer.text)
            assert set(own.split()) <= set(quotes.split()) | {
                "Steps",
                "Step",
                "to",
                "are",
                "is",
                "in",
                "the",
                "article.",
            }


def test_draft_ends_with_links_to_its_articles(knowledge: ReleaseKnowledge) -> None:
    draft = suggest_from(knowledge, said(TWO)).suggestions[0]
    assert {link.article_id for link in draft.links} == {citation.article_id for citation in draft.citations}
    for link in draft.links:
        assert link.markdown == f"[{link.title}]({link.url})"
        assert link.markdown in draft.text


def test_single_answer_needs_no_introduction(knowledge: ReleaseKnowledge) -> None:
    found = suggest_from(knowledge, said("U: Can I cancel a withdrawal?"))
    assert found.suggestions[0].text.startswith("You can cancel a crypto withdrawal")


def test_drafts_differ_in_what_they_say(knowledge: ReleaseKnowledge) -> None:
    found = suggest_from(knowledge, said("U: how do I set up the authenticator app"))
    quoted = [tuple((one.article_id, one.start, one.end) for one in draft.citations) for draft in found.suggestions]

    assert len(set(quoted)) == len(quoted) >= 2
    assert "1. Install" in found.suggestions[0].text
    assert "1. Install" not in found.suggestions[1].text


def test_what_was_said_is_not_said_again(knowledge: ReleaseKnowledge) -> None:
    before = Said(said(PENDING))
    found = suggest_from(knowledge, said("U: my withdrawal is pending", PENDING, "U: and how long at weekends?"))
    for draft in found.suggestions:
        for citation in draft.citations:
            assert not before.repeats(plain_text(citation.quote))


def test_missing_part_is_named_and_admitted_while_the_rest_is_answered(knowledge: ReleaseKnowledge) -> None:
    found = suggest_from(knowledge, said("U: Is there a dark mode in the app? And can I cancel a withdrawal?"))
    first = found.suggestions[0]

    assert found.missing == first.missing == ("Is there a dark mode in the app?",)
    assert cited(found) == {"cancel-a-withdrawal"}
    assert "On “Is there a dark mode in the app?”: I couldn't find this in our help articles" in first.text
    assert first.confidence == first.answers[0].confidence


def test_draft_without_any_article_asks_back(knowledge: ReleaseKnowledge) -> None:
    found = suggest_from(knowledge, said("U: what's the weather like on mars"))
    (draft,) = found.suggestions
    assert found.missing == draft.missing == ("what's the weather like on mars",)
    assert (draft.answers, draft.citations, draft.links, draft.confidence) == ((), (), (), 0)
    assert draft.text.endswith("?")


def test_agents_words_are_in_the_language_asked_for(knowledge: ReleaseKnowledge) -> None:
    german = suggest_from(knowledge, said(TWO), locale="de-AT").suggestions[0].text
    assert german.startswith("Zu „Why is my withdrawal pending“:")
    assert "Mehr dazu:" in german


def test_two_questions_that_the_same_words_answer_are_answered_once(knowledge: ReleaseKnowledge) -> None:
    found = suggest_from(knowledge, said("U: Can I cancel a withdrawal? Until when can I cancel a withdrawal?"))
    first = found.suggestions[0]
    assert len(first.answers) == 2
    assert first.text.count("You can cancel a crypto withdrawal") == 1


def test_agent_may_ask_something_else_than_what_is_open(knowledge: ReleaseKnowledge) -> None:
    found = suggest_from(knowledge, said(TWO), asked="where do I find my tax report?")
    assert found.questions == ("where do I find my tax report?",)
    assert cited(found) == {"tax-report"}


@pytest.mark.parametrize("k", [1, 2, 3])
def test_as_many_drafts_as_wanted_at_most(knowledge: ReleaseKnowledge, k: int) -> None:
    assert len(suggest_from(knowledge, said(TWO), k).suggestions) <= k


@pytest.mark.parametrize(
    "lines",
    [(), ("U: ",), ("U: thanks",), ("A: Hello",), ("U: How do I cancel a withdrawal?", "A: Tap Cancel withdrawal.")],
)
def test_nothing_is_drafted_where_nothing_is_open(knowledge: ReleaseKnowledge, lines: tuple[str, ...]) -> None:
    found = suggest_from(knowledge, said(*lines))
    assert (found.suggestions, found.questions, found.missing) == ((), (), ())


@pytest.mark.parametrize(
    "text", ["\x00\ud800 ?", "x" * 20_000, "](((", "| a | b |\n|---|", "? " * 3000, "如何提现？ how?"]
)
def test_garbage_and_mixed_languages_are_drafted_for(knowledge: ReleaseKnowledge, text: str) -> None:
    found = suggest_from(knowledge, said(f"U: {text}"))
    assert len(found.suggestions) <= 3


def test_angry_story_is_no_heading_of_a_draft(knowledge: ReleaseKnowledge) -> None:
    story = (
        "I have been waiting for THREE DAYS for my pending withdrawal and nobody, I repeat NOBODY, has bothered to "
        "answer me and I want my money back NOW."
    )
    first = suggest_from(knowledge, said(f"U: {story} Also, how do I change my e-mail address?")).suggestions[0]

    assert "NOBODY" not in first.text
    assert first.text.startswith("On “Why is my withdrawal still pending")
    assert "On how to change your e-mail address:" in first.text


def test_question_that_is_asked_again_and_again_is_answered_once(knowledge: ReleaseKnowledge) -> None:
    found = suggest_from(knowledge, said("U: How do I withdraw? How do I withdraw?? HOW DO I WITHDRAW!"))
    assert found.questions == ("How do I withdraw?",)


def test_matters_that_are_told_without_a_question_are_answered_each(knowledge: ReleaseKnowledge) -> None:
    told = "I need to change my phone number. I would like to download my statement. Please raise my withdrawal limit."
    found = suggest_from(knowledge, said(f"U: {told}"))

    assert len(found.questions) == 3
    assert {"change-phone-number", "download-statements", "withdrawal-limits"} <= cited(found)


@pytest.mark.parametrize(
    "told",
    [
        "I sent USDT over the wrong network. It never arrived. Please help me recover it.",
        "I lost my phone. I can't log in because of 2FA.",
        "I want to withdraw my money. I need it urgently. It does not work.",
    ],
)
def test_one_matter_told_in_several_sentences_is_answered_once(knowledge: ReleaseKnowledge, told: str) -> None:
    assert suggest_from(knowledge, said(f"U: {told}")).questions == (told,)
