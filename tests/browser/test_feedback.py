"""Thumbs, reasons and thanks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.fake_bot import FakeBot
from tests.browser.pages import answered, heard, open_chat, send, until

pytestmark = pytest.mark.browser

UP, DOWN = "Yes, this helped", "No, this didn't help"


@pytest.fixture
def page(open_page: OpenPage, bot_url: str) -> Page:
    """A strict foreign page with the chat open and one answer."""
    page = open_page(f"{bot_url}/host")
    open_chat(page)
    send(page, "deposit")
    answered(page)
    return page


def given(bot: FakeBot) -> list[dict[str, str]]:
    return [body for name, _, body in bot.calls if name == "feedback"]


def test_thumb_up_is_sent_thanked_for_and_kept(page: Page, bot: FakeBot) -> None:
    heard(page, "feedback")
    page.get_by_role("button", name=UP).click()
    expect(page.locator(".rating")).to_contain_text("Thank you for telling us.")
    expect(page.get_by_role("status")).to_have_text("Thank you for telling us.")
    assert given(bot) == [{"rating": "up"}]
    assert page.evaluate("window.heard") == [["feedback", {"message_id": "c1-m2", "rating": "up", "reason": None}]]
    page.reload()
    expect(page.get_by_role("button", name=UP)).to_have_attribute("aria-pressed", "true")


def test_thumb_down_asks_why_and_sends_reason_and_words(page: Page, bot: FakeBot) -> None:
    page.get_by_role("button", name=DOWN).click()
    page.get_by_role("button", name="It's wrong").click()
    page.get_by_role("button", name="It's out of date").click()
    expect(page.get_by_role("button", name="It's wrong")).to_have_attribute("aria-pressed", "false")
    page.get_by_label("Tell us more").fill("The fee is 2 USDT now.")
    page.get_by_role("button", name="Send feedback").click()
    expect(page.locator(".rating")).to_contain_text("Thank you for telling us.")
    expect(page.get_by_role("button", name=DOWN)).to_be_focused()
    assert given(bot) == [
        {"rating": "down"},
        {"rating": "down", "reason": "outdated", "comment": "The fee is 2 USDT now."},
    ]


def test_rating_can_be_changed(page: Page, bot: FakeBot) -> None:
    page.get_by_role("button", name=DOWN).click()
    expect(page.get_by_label("What was wrong with it?")).to_be_visible()
    page.get_by_role("button", name=UP).click()
    expect(page.get_by_label("What was wrong with it?")).to_have_count(0)
    expect(page.get_by_role("button", name=DOWN)).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("button", name=UP)).to_have_attribute("aria-pressed", "true")
    until(page, lambda: [body["rating"] for body in given(bot)] == ["down", "up"])


def test_ratings_in_a_hurry_are_kept_in_their_order(page: Page, bot: FakeBot) -> None:
    held: list[Route] = []
    page.route("**/feedback", lambda route: held.append(route))
    page.get_by_role("button", name=DOWN).click()
    until(page, lambda: held)
    page.get_by_role("button", name=UP).click()
    expect(page.get_by_role("button", name=UP)).to_have_attribute("aria-pressed", "true")
    assert len(held) == 1
    for count in (1, 2):
        until(page, lambda: held)
        held.pop().continue_()
        until(page, lambda count=count: len(given(bot)) == count)
    assert [body["rating"] for body in given(bot)] == ["down", "up"]


def test_rating_that_cannot_be_sent_is_said_and_not_pretended(page: Page, bot: FakeBot) -> None:
    bot.refuses = {"feedback"}
    page.get_by_role("button", name=UP).click()
    expect(page.locator(".rating")).to_contain_text("Your feedback couldn't be sent.")
    expect(page.get_by_role("button", name=UP)).to_have_attribute("aria-pressed", "false")


def test_comment_does_not_leave_the_widget_by_an_event(page: Page, bot: FakeBot) -> None:
    heard(page, "feedback")
    page.get_by_role("button", name=DOWN).click()
    page.get_by_label("Tell us more").fill("secret")
    page.get_by_role("button", name="Send feedback").click()
    expect(page.locator(".rating")).to_contain_text("Thank you")
    assert "secret" not in str(page.evaluate("JSON.stringify(window.heard)"))


def test_a_greeting_asks_for_no_rating(page: Page) -> None:
    send(page, "hello")
    expect(page.locator(".reply").last).to_contain_text("Hello!")
    expect(page.locator(".reply").last.get_by_role("group", name="Was this helpful?")).to_have_count(0)
