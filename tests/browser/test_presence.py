"""A customer and an agent know that the other is there, and when they write."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.fake_bot import FakeBot
from tests.browser.pages import open_chat, type_without_a_pause

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: OpenPage, bot: FakeBot, bot_url: str) -> Page:
    """A chat in which Dana has just joined."""
    opened = open_page(f"{bot_url}/host")
    open_chat(opened)
    opened.get_by_role("button", name="Talk to a person").click()
    expect(opened.locator(".handoff")).to_contain_text("asked a person")
    bot.agent_says("Hello!")
    expect(opened.locator(".handoff")).to_contain_text("Dana has joined")
    return opened


def typed(bot: FakeBot) -> int:
    return sum(name == "typing" for name, *_ in bot.calls)


def test_customer_sees_that_the_agent_writes_until_they_have_written(page: Page, bot: FakeBot) -> None:
    bot.agent_types("Dana")
    expect(page.locator(".typing")).to_have_text("Dana is typing…")
    bot.agent_types(None)
    expect(page.locator(".typing")).to_be_hidden()
    bot.agent_types("Dana")
    expect(page.locator(".typing")).to_be_visible()
    bot.agent_says("There it is.")
    expect(page.locator(".typing")).to_be_hidden()


def test_customer_sees_that_the_agent_has_the_conversation_open(page: Page, bot: FakeBot) -> None:
    expect(page.locator(".online")).to_have_count(0)
    bot.hand_over(online=True)
    expect(page.locator(".online")).to_have_text("Online")
    bot.hand_over(online=False)
    expect(page.locator(".online")).to_have_count(0)


def test_agent_is_told_that_the_customer_writes_but_not_at_every_key(page: Page, bot: FakeBot) -> None:
    with page.expect_response("**/typing"):
        type_without_a_pause(page.get_by_label("Your question"), "It is about my card")
    assert typed(bot) == 1


def test_nobody_is_told_of_typing_while_the_bot_answers(page: Page, bot: FakeBot) -> None:
    bot.hand_over(status="bot", agent=None)
    expect(page.locator(".handoff")).to_contain_text("assistant answers again")
    page.get_by_label("Your question").press_sequentially("It is about my card")
    page.keyboard.press("Enter")
    expect(page.locator(".reply:not([aria-busy])").last).to_be_visible()
    assert typed(bot) == 0
