from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answer import Answer, Filters, Outcome, Reason
from bot.assistant import Assistant, answer_from
from bot.conversation import Message, Role
from bot.knowledge import LiveReleases, ReleaseKnowledge
from bot.replies.wording import WORDINGS
from bot.retrieval.confidence import FEATURES
from corpus.article import Kind
from embeddings.encoder import PassageEncoder
from embeddings.home import Home
from embeddings.model_files import ModelFiles
from embeddings.release import Release
from tests.bot.articles import TODAY, cases, golden_questions
from tests.bot.quoting.test_ground import assert_grounded
from tests.embeddings.builders import article, articles, publisher

RESET = "How do I reset two-factor authentication (2FA)?"
OFF_TOPIC = cases(
    """what is the weather in Paris tomorrow|best pizza recipe|who won the world cup|write me a poem about cats
    |how do I cook rice|is the moon made of cheese|tell me a joke|translate hello to french"""
)
GIBBERISH = cases(
    "asdkjh qwe zzz|xqzt|1234567|%%%|?|.|🤷|lorem ipsum dolor sit amet|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
)


def said(*texts: str) -> list[Message]:
    roles = (Role.USER, Role.BOT)
    return [Message(str(n), roles[n % 2], text, datetime(2026, 11, 23, tzinfo=UTC)) for n, text in enumerate(texts)]


def assert_honest(answer: Answer, knowledge: ReleaseKnowledge) -> None:
    """What must hold of every answer, whatever was asked."""
    assert 0.0 <= answer.confidence <= 1.0
    assert answer.release == knowledge.release
    assert answer.answer.strip()
    assert (answer.reason is None) == (answer.outcome is Outcome.ANSWERED)
    if answer.outcome is Outcome.ANSWERED:
        assert answer.citations
        assert not answer.did_you_mean
        assert_grounded(knowledge.articles[answer.citations[0].article_id], answer)
    else:
        assert not answer.citations
        assert not answer.sentences
        offered = [related.article_id for related in answer.did_you_mean]
        assert len(set(offered)) == len(offered) <= 3
        assert all(knowledge.articles[id_].is_quotable(TODAY) for id_ in offered)
        assert answer.outcome is not Outcome.CLARIFY or len(offered) >= 2


def test_question_is_answered_with_quotes_of_the_right_article(assistant: Assistant) -> None:
    answer = assistant.answer(RESET)

    assert (answer.outcome, answer.reason) == (Outcome.ANSWERED, None)
    assert {citation.article_id for citation in answer.citations} == {"reset-two-factor-authentication"}
    assert answer.top_article_id == "reset-two-factor-authentication"
    assert "1. Enter your e-mail address and password on the log-in screen" in answer.answer
    assert answer.citations[0].url.startswith("/help/articles/reset-two-factor-authentication?quote=")
    assert answer.timings_ms["total"] >= answer.timings_ms["retrieve"] > 0


def test_golden_questions_get_honest_replies(assistant: Assistant, knowledge: ReleaseKnowledge) -> None:
    outcomes = set()
    for golden in golden_questions()[::3]:
        history = said(*(turn["text"] for turn in golden.get("history", [])))
        answer = assistant.answer(golden["question"], history)
        assert_honest(answer, knowledge)
        outcomes.add(answer.outcome)

    assert outcomes == {Outcome.ANSWERED, Outcome.CLARIFY, Outcome.ABSTAINED}


@pytest.mark.parametrize("question", OFF_TOPIC + GIBBERISH)
def test_what_no_article_answers_is_declined(assistant: Assistant, knowledge: ReleaseKnowledge, question: str) -> None:
    answer = assistant.answer(question)

    assert (answer.outcome, answer.reason) == (Outcome.ABSTAINED, Reason.MISSING_KNOWLEDGE)
    assert_honest(answer, knowledge)


def test_refusal_names_nearby_articles_only_where_some_are_near(assistant: Assistant) -> None:
    near = assistant.answer("is there a branch office in Canada")
    far = assistant.answer("best pizza recipe")

    assert near.outcome is Outcome.ABSTAINED
    assert 1 <= len(near.did_you_mean) <= 3
    assert "may be related" in near.answer
    assert not far.did_you_mean
    assert "may be related" not in far.answer


@pytest.mark.parametrize("question", ["", "  ", "\n"])
def test_empty_question_is_declined_without_an_article(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)

    assert (answer.outcome, answer.confidence, answer.top_article_id) == (Outcome.ABSTAINED, 0.0, None)


@pytest.mark.parametrize(("message", "reason"), [("Hello!", Reason.GREETING), ("thanks a lot", Reason.THANKS)])
def test_pleasantry_is_returned_and_nothing_is_retrieved(assistant: Assistant, message: str, reason: Reason) -> None:
    explanation = assistant.explain(message, said(RESET, "Open it."))

    assert (explanation.answer.outcome, explanation.answer.reason) == (Outcome.ANSWERED, reason)
    assert (explanation.hits, explanation.answer.citations, explanation.answer.sentences) == ((), (), ())
    assert explanation.answer.confidence == 0.0


@pytest.mark.parametrize("message", ["I want to talk to a human", "my deposit is missing, let me talk to someone"])
def test_who_asks_for_a_person_is_handed_over_and_nothing_is_retrieved(assistant: Assistant, message: str) -> None:
    explanation = assistant.explain(message)

    assert (explanation.answer.outcome, explanation.answer.reason) == (Outcome.HANDED_OFF, Reason.CUSTOMER_REQUEST)
    assert explanation.answer.answer == "I'll pass you to a person."
    assert (explanation.query, explanation.hits, explanation.answer.citations) == ("", (), ())


def test_question_about_support_is_answered_from_its_article(assistant: Assistant) -> None:
    assert assistant.answer("How do I contact support?").top_article_id == "contact-support"


@pytest.mark.parametrize(
    ("message", "locale", "expected"),
    [
        ("¡Hola!", None, WORDINGS["es"].greeting),
        ("¡Hola!", "de-AT", WORDINGS["de"].greeting),
        ("谢谢", None, WORDINGS["zh"].thanks),
        ("ok", None, WORDINGS["en"].thanks),
        ("转人工", None, WORDINGS["zh"].handed_off),
        ("I want to talk to a human", "ar", WORDINGS["ar"].handed_off),
        ("best pizza recipe", "de", WORDINGS["de"].abstained),
        ("is there a branch office in Canada", "es-MX", WORDINGS["es"].abstained_with_related),
    ],
)
def test_own_words_are_in_the_language_of_locale_or_message(
    assistant: Assistant, message: str, locale: str | None, expected: str
) -> None:
    assert assistant.answer(message, locale=locale).answer == expected


def test_question_after_a_greeting_is_answered(assistant: Assistant) -> None:
    assert assistant.answer(f"Hi, {RESET}").answer == assistant.answer(RESET).answer


def test_follow_up_is_answered_from_what_it_refers_to(assistant: Assistant) -> None:
    history = said("What is the minimum deposit for USDT?", "5 USDT on ERC20.")
    explanation = assistant.explain("and on TRC20?", history)

    assert explanation.query == "What is the minimum deposit for USDT? 5 USDT on ERC20. and on TRC20?"
    assert explanation.answer.top_article_id == "minimum-deposit"
    assert "TRC20" in explanation.answer.answer
    assert assistant.answer("and on TRC20?").top_article_id != "minimum-deposit"


@pytest.mark.parametrize(
    ("before", "question", "article"),
    [
        ("How do I reset two-factor authentication (2FA)?", "withdrawal fees", "withdrawal-fees"),
        ("How do I close my account?", "SEPA deposit", "sepa-deposit"),
        ("How do I close my account?", "Is it possible to stake ETH?", "staking-eth"),
        ("How do I close my account?", "What's a physical security key? Does it work", "use-a-physical-security-key"),
    ],
)
def test_change_of_subject_is_answered_by_itself(
    assistant: Assistant, before: str, question: str, article: str
) -> None:
    history = [Message("1", Role.USER, before, datetime(2026, 11, 23, tzinfo=UTC))]
    assert assistant.answer(question, history).top_article_id == article


def test_filters_reach_retrieval(assistant: Assistant) -> None:
    explanation = assistant.explain("withdrawal fees", filters=Filters(kind=Kind.ANNOUNCEMENT))

    assert {hit.article.kind for hit in explanation.hits} == {Kind.ANNOUNCEMENT}


def test_explanation_shows_what_the_answer_was_decided_on(assistant: Assistant) -> None:
    explanation = assistant.explain(RESET)

    assert list(explanation.signals) == list(FEATURES)
    assert len(explanation.hits) == 10
    assert explanation.answer.confidence >= explanation.answer_at > explanation.clarify_at
    assert explanation.answer.top_article_id == explanation.hits[0].article.id


def test_articles_that_compete_are_offered_to_choose_from(sample_release: Release) -> None:
    knowledge = ReleaseKnowledge(sample_release, threshold=1.0, today=lambda: TODAY)
    query = knowledge.query_for("my account")
    answer = answer_from(knowledge, query, knowledge.retriever.retrieve_query(query, 10))

    assert (answer.outcome, answer.reason) == (Outcome.CLARIFY, Reason.AMBIGUOUS)
    assert 2 <= len(answer.did_you_mean) <= 3
    assert_honest(answer, knowledge)


def test_threshold_decides_between_answer_and_refusal(sample_release: Release) -> None:
    knowledge = ReleaseKnowledge(sample_release, today=lambda: TODAY)
    query = knowledge.query_for(RESET)
    hits = knowledge.retriever.retrieve_query(query, 1)
    confidence = answer_from(knowledge, query, hits).confidence
    outcomes = []
    for threshold in (confidence, confidence + 1e-6):
        knowledge.confidence = replace(knowledge.confidence, answer_at=threshold)
        outcomes.append(answer_from(knowledge, query, hits).outcome)

    assert outcomes == [Outcome.ANSWERED, Outcome.ABSTAINED]


def test_deleted_article_is_never_quoted_after_the_next_release(
    empty_home: Path, model_files: ModelFiles, encoder: PassageEncoder
) -> None:
    live = LiveReleases(Home(empty_home), threshold=0.0)
    publish = publisher(empty_home, model_files, lambda: encoder).publish
    publish(articles())
    before = Assistant(live).answer("How do Passkeys work?")
    publish([one for one in articles() if one.id != "passkeys"])
    live.refresh()
    after = Assistant(live).explain("How do Passkeys work?")

    assert before.top_article_id == "passkeys"
    assert "passkeys" not in {hit.article.id for hit in after.hits}
    assert "passkeys" not in {citation.article_id for citation in after.answer.citations}
    assert "passkeys" not in live.current().articles


def test_article_with_nothing_to_quote_is_not_answered_from(
    empty_home: Path, model_files: ModelFiles, encoder: PassageEncoder
) -> None:
    picture = article("Charts", "![Charts of the market](https://example.com/charts.png)")
    publisher(empty_home, model_files, lambda: encoder).publish([picture])
    answer = Assistant(LiveReleases(Home(empty_home), threshold=0.0)).answer("How do Charts work?")

    assert (answer.outcome, answer.reason, answer.citations) == (Outcome.ABSTAINED, Reason.MISSING_KNOWLEDGE, ())


def test_answer_says_which_steps_it_leaves_out(
    empty_home: Path, model_files: ModelFiles, encoder: PassageEncoder
) -> None:
    steps = "\n".join(
        f"{n}. Turn knob {n} to the left and wait until its lamp is steady and green." for n in range(1, 31)
    )
    publish = publisher(empty_home, model_files, lambda: encoder).publish
    publish([article("Florbnaxes", f"It takes an hour.\n\n{steps}", title="How do I calibrate florbnaxes?")])

    answer = Assistant(LiveReleases(Home(empty_home))).answer("How do I calibrate florbnaxes?")
    last = int(answer.sentences[-1].text.partition(".")[0])

    assert answer.answer.endswith(f"Steps {last + 1} to 30 are in [the article](article:florbnaxes).")
