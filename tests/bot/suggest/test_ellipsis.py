"""Questions that leave to the one before of what they ask: answered from its article."""

from __future__ import annotations

import pytest

from bot.knowledge import ReleaseKnowledge
from bot.suggest.asks import asks_of
from bot.suggest.ellipsis import topic_of
from bot.suggest.suggester import suggest_from
from tests.bot.suggest.conversations import said


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("How do I stake ETH? What's the minimum?", "How do I stake ETH?"),
        ("How does it work with passkeys? How many can I have? Is it free?", "How does it work with passkeys?"),
        ("How do I stake ETH? What is the fee for a SEPA withdrawal?", None),
        ("How much does it cost?", None),
        ("How do I log in? My card was declined. How often can I try?", None),
    ],
)
def test_question_of_few_words_is_about_the_one_before_that_says_more(message: str, topic: str | None) -> None:
    assert topic_of(asks_of([message])[-1]) == topic


@pytest.mark.parametrize(
    ("message", "article"),
    [
        ("Do you support passkeys? How many can I have?", "set-up-a-passkey"),
        ("How does Fixed Earn work? What is the minimum?", "earn-fixed"),
        ("How do I open a business account? How long does it take?", "business-account-verification"),
        ("How do I stake ETH? What are the trading fees?", "trading-fees"),
    ],
)
def test_it_is_answered_from_the_article_that_it_is_about(
    knowledge: ReleaseKnowledge, message: str, article: str
) -> None:
    draft = suggest_from(knowledge, said(f"U: {message}")).suggestions[0]
    cited = {draft.citations[n - 1].article_id for n in draft.answers[-1].citations}

    assert article in cited
