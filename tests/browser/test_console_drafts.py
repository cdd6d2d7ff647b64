"""The drafts for an agent: inserted, edited, sent and rejected by one key each, and recorded as such."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.fake_desk import FakeDesk
from tests.browser.pages import until
from tests.browser.test_console import asked, posted

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: OpenPage, desk: FakeDesk, desk_url: str) -> Page:
    """Ada's conversation with three drafts, in an inbox that listens."""
    opened = open_page(f"{desk_url}/console?c=101")
    expect(opened.locator(".draft")).to_have_count(3)
    until(opened, lambda: desk.listeners)
    return opened


def reply(page: Page) -> str:
    return page.get_by_label("Reply to the customer").input_value()


def test_drafts_say_how_sure_they_are_what_they_stand_on_and_what_is_missing(page: Page) -> None:
    first = page.locator(".draft").first
    expect(first).to_contain_text("86%")
    expect(first.get_by_role("link", name="How do I reset two-factor")).to_be_visible()
    expect(first).to_contain_text("Not covered: whether the withdrawal fee is paid back")
    expect(page.locator(".questions .uncovered")).to_contain_text("Can I get the withdrawal fee back?")


def test_draft_is_inserted_and_sent_by_two_keys_with_its_id(page: Page, desk: FakeDesk) -> None:
    page.keyboard.press("1")
    expect(page.get_by_label("Reply to the customer")).to_have_value(desk.drafts[0]["text"])
    page.keyboard.press("s")
    expect(page.locator(".entry.agent").last).to_contain_text("A 2FA reset takes up to 24 hours")
    assert asked(desk, "POST", "/messages") == [{"text": desk.drafts[0]["text"], "after": 7, "suggestion_id": "s1"}]
    expect(page.get_by_text("No open question")).to_be_visible()


def test_chosen_draft_is_sent_by_one_key(page: Page, desk: FakeDesk) -> None:
    page.keyboard.press("s")
    expect(page.locator(".entry.agent")).to_have_count(1)
    assert asked(desk, "POST", "/messages")[0]["suggestion_id"] == "s1"


def test_keys_do_nothing_to_the_drafts_of_a_conversation_that_was_left(page: Page, desk: FakeDesk) -> None:
    sent = posted(page)
    page.keyboard.press("Escape")
    expect(page.get_by_text("No conversation is open")).to_be_visible()
    for key in ("x", "2", "e", "s", "Alt+1"):
        page.keyboard.press(key)
    page.get_by_role("link", name="Ada Okafor").click()
    expect(page.locator(".draft")).to_have_count(3)
    expect(page.get_by_label("Reply to the customer")).to_have_value("")
    assert sent == []


def test_draft_is_edited_before_it_is_sent(page: Page, desk: FakeDesk) -> None:
    page.keyboard.press("2")
    page.keyboard.press("e")
    page.keyboard.press("Control+End")
    page.keyboard.type(" See you!")
    expect(page.locator(".origin")).to_have_text("Draft 2, edited")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry.agent").last).to_contain_text("See you!")
    sent = asked(desk, "POST", "/messages")[0]
    assert sent["suggestion_id"] == "s2"
    assert sent["text"].endswith("Wait for our e-mail. See you!")


def test_draft_takes_the_place_of_an_untouched_one_but_never_of_what_was_written(page: Page, desk: FakeDesk) -> None:
    page.keyboard.press("1")
    page.keyboard.press("3")
    expect(page.get_by_label("Reply to the customer")).to_have_value(desk.drafts[2]["text"])
    page.get_by_label("Reply to the customer").fill("Dear Ada,")
    page.keyboard.press("Alt+1")
    assert reply(page) == f"Dear Ada,\n\n{desk.drafts[0]['text']}"


def test_rejected_draft_is_recorded_and_gone(page: Page, desk: FakeDesk) -> None:
    with page.expect_response("**/s1/outcome"):
        page.keyboard.press("x")
    expect(page.locator(".draft")).to_have_count(2)
    assert asked(desk, "POST", "/s1/outcome") == [{"outcome": "rejected"}]
    page.keyboard.press("x")
    page.keyboard.press("x")
    expect(page.get_by_text("All drafts rejected")).to_be_visible()


def test_keys_are_letters_while_something_is_written(page: Page, desk: FakeDesk) -> None:
    page.keyboard.press("r")
    page.keyboard.type("1 x s e n j k?")
    assert reply(page) == "1 x s e n j k?"
    assert asked(desk, "POST", "/messages") == []


def test_drafts_are_asked_for_in_ones_own_words(page: Page, desk: FakeDesk) -> None:
    page.get_by_label("Ask for a draft in your own words").fill("refund of a fee")
    page.keyboard.press("Enter")
    expect(page.locator(".draft")).to_have_count(3)
    assert asked(desk, "POST", "/suggestions")[-1] == {"k": 3, "text": "refund of a fee"}


def test_link_of_a_source_is_inserted_where_one_writes(page: Page) -> None:
    page.get_by_role("button", name="Insert a link to How do I reset").first.click()
    assert reply(page).startswith("[How do I reset two-factor authentication (2FA)?](")


def test_where_no_article_helps_this_is_said(page: Page, desk: FakeDesk) -> None:
    desk.drafts = []
    desk.add(101, "user", "And what is the meaning of life?")
    expect(page.get_by_text("No article answers this.")).to_be_visible()


def test_nobody_is_asked_for_drafts_where_no_question_is_open(
    open_page: OpenPage, desk: FakeDesk, desk_url: str
) -> None:
    page = open_page(f"{desk_url}/console?view=bot&c=105")
    expect(page.get_by_text("No open question")).to_be_visible()
    assert asked(desk, "POST", "/suggestions") == []
    page.get_by_role("button", name="Suggest anyway").click()
    expect(page.locator(".draft")).to_have_count(3)
