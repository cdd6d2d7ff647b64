"""What was said stays: after a reload, in a second tab and until the customer deletes it, there and on the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.pages import until
from tests.browser.real.bots import Bot
from tests.browser.real.chat import ABSTAINED, ANSWERED, ask, open_chat, questions, token
from tests.browser.real.conftest import Visitors
from tests.chromium import CHROMIUM, FLAGS
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.browser


@pytest.fixture
def page(visitors: Visitors, bot: Bot) -> Page:
    """A page on which one question was answered."""
    page = visitors.visit(bot)
    open_chat(page)
    ask(page, ANSWERED)
    return page


def second_tab(page: Page) -> Page:
    """The same page in another tab of the same browser, the chat opened."""
    other = page.context.new_page()
    other.goto(page.url)
    open_chat(other)
    return other


def choose(page: Page, action: str) -> None:
    """Opens the menu and takes what it offers."""
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name=action).or_(page.get_by_role("menuitem", name=action)).click()


def test_conversation_is_shown_again_after_a_reload(page: Page) -> None:
    ask(page, ABSTAINED)
    before = page.locator(".log").inner_text()
    page.reload()
    expect(page.locator(".reply.abstained")).to_be_visible()
    until(page, lambda: page.locator(".log").inner_text() == before)
    ask(page, "And the fees?")
    assert len(questions(page)) == 3


def test_second_tab_shows_the_conversation_and_keeps_in_step(page: Page) -> None:
    other = second_tab(page)
    expect(other.locator(".question p")).to_have_text([ANSWERED])
    ask(other, ABSTAINED)
    expect(page.locator(".question p")).to_have_text([ANSWERED, ABSTAINED])
    expect(page.locator(".reply")).to_have_count(2)
    ask(page, ANSWERED)
    expect(other.locator(".question p")).to_have_text([ANSWERED, ABSTAINED, ANSWERED])
    expect(other.locator(".reply")).to_have_count(3)


def test_deleted_conversation_is_gone_in_every_tab_and_on_the_server(page: Page, bot: Bot) -> None:
    ask(page, "How long does a xylophonic transfer take?")
    other, conversation = second_tab(page), token(page)
    expect(other.locator(".question")).to_have_count(2)
    assert b"xylophonic" in bot.bytes()
    choose(page, "Delete this conversation")
    page.get_by_role("button", name="Delete", exact=True).click()
    for tab in (page, other):
        expect(tab.locator(".question")).to_have_count(0)
        expect(tab.locator(".welcome")).to_be_visible()
    assert httpx.get(f"{bot.url}/v1/conversations/{conversation}/messages", timeout=PATIENCE_SECONDS).status_code == 404
    until(page, lambda: token(page) == "")
    assert b"xylophonic" not in bot.bytes()
    assert conversation.encode() not in bot.bytes()
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()


def test_new_conversation_begins_in_every_tab_and_leaves_the_old_one_kept(page: Page, bot: Bot) -> None:
    other, old = second_tab(page), token(page)
    expect(other.locator(".question")).to_have_count(1)
    choose(page, "New conversation")
    for tab in (page, other):
        expect(tab.locator(".welcome")).to_be_visible()
    ask(page, ABSTAINED)
    assert token(page) != old
    expect(other.locator(".question p")).to_have_text([ABSTAINED])
    assert bot.said(old) == [ANSWERED]


def test_back_closes_the_chat_on_a_phone_and_stays_on_the_page(visitors: Visitors, bot: Bot) -> None:
    page = visitors.context(PHONE, has_touch=True, is_mobile=True).new_page()
    page.goto(f"{visitors.origin}/away")
    page.goto(visitors.address(bot))
    url = page.url
    for _ in range(2):
        page.get_by_role("button", name="Open the chat").tap()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("dialog")).to_be_hidden()
        assert page.url == url
    page.go_back()
    assert page.url.endswith("/away")


def test_closing_by_the_button_leaves_no_entry_to_go_back_to(visitors: Visitors, bot: Bot) -> None:
    page = visitors.context(PHONE, has_touch=True, is_mobile=True).new_page()
    page.goto(f"{visitors.origin}/away")
    page.goto(visitors.address(bot))
    for _ in range(3):
        page.get_by_role("button", name="Open the chat").tap()
        page.get_by_role("button", name="Close the chat").tap()
        expect(page.get_by_role("dialog")).to_be_hidden()
    page.wait_for_function("() => !history.state?.citedesk")
    page.go_back()
    expect(page.get_by_role("heading", name="Elsewhere")).to_be_visible()


def test_page_from_the_memory_of_the_browser_catches_up(visitors: Visitors, bot: Bot) -> None:
    with keeping_pages(visitors):
        page = visitors.visit(bot)
        open_chat(page)
        ask(page, ANSWERED)
        other = second_tab(page)
        page.evaluate("addEventListener('pageshow', ({persisted}) => (window.wasKept = persisted))")
        page.goto(f"{visitors.origin}/away")
        ask(other, ABSTAINED)
        page.go_back(wait_until="commit")
        expect(page.locator(".question p")).to_have_text([ANSWERED, ABSTAINED])
        assert page.evaluate("window.wasKept")
        ask(page, ANSWERED)
        assert questions(page) == [ANSWERED, ABSTAINED, ANSWERED]


@contextmanager
def keeping_pages(visitors: Visitors) -> Iterator[None]:
    """Sends the visitors to a Chromium that keeps the pages they leave, as it does where nobody drives it."""
    keep = ["--disable-back-forward-cache"]
    browser = visitors.browser.browser_type.launch(executable_path=CHROMIUM, args=FLAGS, ignore_default_args=keep)
    visitors.browser = browser
    yield
    visitors.stack.close()
    browser.close()
