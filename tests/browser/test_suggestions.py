"""Articles that match while a question is being written."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.fake_bot import FakeBot
from tests.browser.pages import answered, open_chat, type_without_a_pause

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: OpenPage, bot_url: str) -> Page:
    """A strict foreign page with the chat open."""
    page = open_page(f"{bot_url}/host")
    open_chat(page)
    return page


def searches(bot: FakeBot) -> list[str]:
    return [query for name, query, _ in bot.calls if name == "search"]


def test_matching_articles_stand_above_the_input_and_go_when_it_is_sent(page: Page, bot: FakeBot) -> None:
    field = page.get_by_label("Your question")
    type_without_a_pause(field, "Why is my deposit")
    expect(page.locator(".match")).to_have_count(3)
    expect(page.get_by_role("status")).to_be_empty()
    shown, typed = page.locator(".matching").bounding_box(), field.bounding_box()
    assert shown
    assert typed
    assert shown["y"] + shown["height"] <= typed["y"]
    field.press("Enter")
    expect(page.locator(".matching")).to_be_hidden()
    answered(page)
    assert searches(bot) == ["Why is my deposit"]


@pytest.mark.parametrize("draft", ["mail me at noor@mail.example", "my card 4111 1111 1111 1111", "deposit " * 30])
def test_personal_and_endless_drafts_do_not_leave_the_page(page: Page, bot: FakeBot, draft: str) -> None:
    page.get_by_label("Your question").fill(draft)
    page.wait_for_timeout(600)
    assert searches(bot) == []


def test_nothing_is_searched_for_two_letters_nor_shown_for_poor_matches(page: Page, bot: FakeBot) -> None:
    page.get_by_label("Your question").press_sequentially("de")
    page.wait_for_timeout(400)
    assert searches(bot) == []
    with page.expect_response("**/v1/search"):
        page.get_by_label("Your question").press_sequentially("fenestration")
    expect(page.locator(".match")).to_have_count(0)


def test_keys_reach_the_articles_and_escape_dismisses_them(page: Page) -> None:
    field = page.get_by_label("Your question")
    field.press_sequentially("deposit")
    expect(page.locator(".match")).to_have_count(3)
    page.keyboard.press("ArrowUp")
    expect(page.locator(".match").last).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".match").first).to_be_hidden()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_server_that_is_asked_too_often_is_left_alone(page: Page, bot: FakeBot) -> None:
    bot.refuses = {"search"}
    field = page.get_by_label("Your question")
    with page.expect_response("**/v1/search"):
        type_without_a_pause(field, "deposit")
    bot.refuses = set()
    type_without_a_pause(field, " where")
    page.wait_for_timeout(400)
    assert searches(bot) == ["deposit"]
    expect(page.locator(".match")).to_have_count(0)
