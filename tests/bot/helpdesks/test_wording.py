from __future__ import annotations

from dataclasses import replace

from bot.answer import Reason, Related
from bot.helpdesks.wording import link, note, with_sources
from tests.fakes import FakeKnowledge, abstained, answered


def test_each_article_is_named_once_as_a_source_in_the_customers_language() -> None:
    answer = answered(FakeKnowledge().retrieve("reset 2FA", 1)[0])
    assert len(answer.citations) == 2

    said = with_sources(answer, "de-AT")
    assert said.startswith(answer.answer)
    assert said.count("How do I reset my 2FA?") == 1
    assert "**Quellen:** [How do I reset my 2FA?](" in said


def test_offered_articles_are_a_list_of_links() -> None:
    said = with_sources(abstained(), None)

    assert said.endswith("\n\n- [How do I reset my 2FA?](/help/articles/reset-2fa)")


def test_brackets_end_no_link() -> None:
    assert link("[Beta] limits", "http://x/a (b)") == r"[\[Beta\] limits](http://x/a%20%28b%29)"


def test_note_says_why_and_holds_draft_and_nearest_articles() -> None:
    near = Related("fees", "Trading fees", "https://example.com/fees")
    said = note(replace(abstained(), reason=Reason.CUSTOMER_REQUEST), [near], "Makers pay 0.1 %.")

    assert "the customer asked for a person" in said
    assert "A draft, not sent:\n\nMakers pay 0.1 %." in said
    assert "- [Trading fees](https://example.com/fees)" in said
