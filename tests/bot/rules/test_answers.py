from __future__ import annotations

import pytest
from hypothesis import given

from bot.answer import Answer, Outcome, Reason
from bot.api.outgoing import as_sent
from bot.rules.answers import answer_by
from bot.rules.rule import Draft, Rule, RuleKind
from tests.bot.articles import article, bodies
from tests.bot.rules.kept import NOON, draft
from tests.fakes import RELEASE

BODY = (
    "Open the security page. Choose “Reset 2FA”.\n\nWithdrawals pause for 24 hours.\n\n- Keep your *backup code* safe."
)
ARTICLE = article(BODY, title="How do I reset [2FA]?", id="a/b c")


def made(draft: Draft, locale: str | None = None) -> Answer:
    return answer_by(Rule(7, draft, 1, NOON, "Lena", NOON, "Lena"), {ARTICLE.id: ARTICLE}, RELEASE, locale)


def test_pin_is_a_sure_answer_in_the_words_of_the_team() -> None:
    answer = made(draft(answer="**Call us.** We are [here](https://x.example)."))

    assert (answer.outcome, answer.reason, answer.confidence, answer.rule) == (Outcome.ANSWERED, None, 1.0, 7)
    assert answer.answer == "**Call us.** We are [here](https://x.example)."
    assert [sentence.citations for sentence in answer.sentences] == [(), ()]
    assert (answer.citations, answer.top_article_id, answer.did_you_mean) == ((), None, ())


def test_only_sentences_that_stand_in_the_article_are_cited() -> None:
    text = (
        "It is easy:\n\n1. Open the security page.\n2. Choose “Reset 2FA”.\n\nAsk Lena. Withdrawals pause for 24 hours."
    )
    answer = made(draft(answer=text, article_id=ARTICLE.id))

    assert answer.answer == text
    assert [(s.text, s.citations) for s in answer.sentences] == [
        ("It is easy:", ()),
        ("Open the security page.", (1,)),
        ("Choose “Reset 2FA”.", (1,)),
        ("Ask Lena.", ()),
        ("Withdrawals pause for 24 hours.", (1,)),
    ]
    assert [BODY[c.start : c.end] for c in answer.citations] == [c.quote for c in answer.citations]
    assert answer.top_article_id == answer.citations[0].article_id == ARTICLE.id


def test_article_of_which_nothing_is_quoted_is_linked_at_the_end() -> None:
    answer = made(draft(answer="Ask Lena.", article_id=ARTICLE.id))
    sent = as_sent(answer, {ARTICLE.id: ARTICLE}, "", "https://help.test")

    assert not answer.citations
    assert sent.answer == "Ask Lena.\n\n[How do I reset \\[2FA\\]?](https://help.test/help/articles/a%2Fb%20c)"


@pytest.mark.parametrize("sentence", ["Choose.", "pause for 24 hour", "open the security page."])
def test_shreds_of_sentences_are_no_quotes(sentence: str) -> None:
    assert not made(draft(answer=sentence, article_id=ARTICLE.id)).citations


@given(body=bodies)
def test_quotes_of_a_pin_stand_in_the_article_word_for_word(body: str) -> None:
    about = article(body)
    rule = Rule(1, draft(answer=body, article_id=about.id), 1, NOON, "", NOON, "")
    answer = answer_by(rule, {about.id: about}, RELEASE)

    assert all(about.body[c.start : c.end] == c.quote for c in answer.citations)
    for sentence in answer.sentences:
        assert all(sentence.text in answer.citations[n - 1].quote for n in sentence.citations)


def test_links_of_a_pin_are_cleaned_as_all_that_goes_out() -> None:
    text = "[a](javascript:alert(1)) <script>x</script> ![p](http://x.example/p) [b](/help/x) [c](article:none)"
    sent = as_sent(made(draft(answer=text)), {}, "", "https://help.test")

    assert sent.answer == "a \\<script>x\\</script> p [b](https://help.test/help/x) c"


def test_block_refuses_in_the_words_of_the_team_or_the_bots_and_offers_nothing() -> None:
    own, bots = made(draft(RuleKind.BLOCK, answer="No.")), made(draft(RuleKind.BLOCK, answer=""), "de-AT")

    for answer in (own, bots):
        assert (answer.outcome, answer.reason) == (Outcome.ABSTAINED, Reason.POLICY_RESTRICTION)
        assert (answer.confidence, answer.did_you_mean, answer.rule) == (0.0, (), 7)
    assert (own.answer, bots.answer) == ("No.", "Dazu kann ich hier nichts sagen.")


def test_route_hands_over_for_its_reason() -> None:
    legal = made(draft(RuleKind.ROUTE, answer="", reason=Reason.POLICY_RESTRICTION, locale="es"))
    plain = made(draft(RuleKind.ROUTE, answer="Lena knows."))

    assert (legal.outcome, legal.reason) == (Outcome.HANDED_OFF, Reason.POLICY_RESTRICTION)
    assert legal.answer == "Esto tiene que verlo una persona."
    assert (plain.reason, plain.answer) == (Reason.UNSUPPORTED_REQUEST, "Lena knows.")
