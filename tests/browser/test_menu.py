"""The menu: a new conversation, a person, and deleting for good."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.fake_bot import FakeBot
from tests.browser.pages import answered, open_chat, send

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: OpenPage, bot_url: str) -> Page:
    """A strict foreign page with the chat open and one answer."""
    page = open_page(f"{bot_url}/host")
    open_chat(page)
    send(page, "hello")
    answered(page)
    return page


def choose(page: Page, name: str) -> None:
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name=name).first.click()


def test_menu_is_walked_by_keys_and_gives_the_focus_back(page: Page) -> None:
    button = page.get_by_role("button", name="More")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="New conversation")).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".popup")).to_contain_text("Conversations are deleted 90 days after the last message.")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="Delete this conversation")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="New conversation")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_new_conversation_leaves_the_old_one_behind(page: Page, bot: FakeBot) -> None:
    choose(page, "New conversation")
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".question")).to_have_count(0)
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("A new conversation has begun.")
    send(page, "deposit")
    answered(page)
    assert [request.get("conversation_id") for request in bot.requests] == [None, None]
    page.reload()
    expect(page.locator(".question p")).to_have_text("deposit")


def test_deleting_asks_first_and_is_for_good(page: Page, bot: FakeBot) -> None:
    choose(page, "Delete this conversation")
    question = page.get_by_role("alertdialog", name="Delete this conversation?")
    expect(question).to_be_visible()
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(page.locator(".question")).to_have_count(1)
    choose(page, "Delete this conversation")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("The conversation has been deleted.")
    expect(page.get_by_label("Your question")).to_be_focused()
    assert bot.forgotten == {"c1"}
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()


def test_deleting_that_fails_says_so_and_keeps_the_conversation(page: Page, bot: FakeBot) -> None:
    bot.refuses = {"delete"}
    choose(page, "Delete this conversation")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("alertdialog")).to_contain_text("The conversation couldn't be deleted.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".question")).to_have_count(1)


def test_person_is_reachable_from_the_menu(page: Page) -> None:
    choose(page, "Talk to a person")
    expect(page.locator(".handoff")).to_contain_text("We've asked a person to join.")
    page.get_by_role("button", name="More").click()
    expect(page.locator(".popup").get_by_role("button", name="Talk to a person")).to_have_count(0)


def test_answer_on_its_way_does_not_reach_the_new_conversation(page: Page, bot: FakeBot) -> None:
    send(page, "slow deposit")
    expect(page.locator(".reply").last).to_contain_text("A deposit is credited")
    choose(page, "New conversation")
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".reply")).to_have_count(0)
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("A new conversation has begun.")
