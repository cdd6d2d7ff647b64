"""What was said stays: after a reload, in another tab, on the way back, and where the browser denies storage."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.fake_bot import FakeBot
from tests.browser.pages import answered, open_chat, send, until

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: OpenPage, bot_url: str) -> Page:
    """A strict foreign page with the chat open."""
    page = open_page(f"{bot_url}/host")
    open_chat(page)
    return page


def test_draft_survives_a_reload_and_the_focus_stays_on_the_page(page: Page) -> None:
    page.get_by_label("Your question").fill("half a quest")
    page.reload()
    expect(page.get_by_label("Your question")).to_have_value("half a quest")
    assert page.evaluate("document.activeElement.localName") == "body"


def test_closed_window_stays_closed_after_a_reload(page: Page) -> None:
    page.keyboard.press("Escape")
    page.reload()
    expect(page.get_by_role("button", name="Open the chat")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_answer_in_one_tab_appears_in_the_other(page: Page, bot: FakeBot, bot_url: str) -> None:
    send(page, "hello")
    answered(page)
    other = page.context.new_page()
    other.goto(f"{bot_url}/host")
    open_chat(other)
    expect(other.locator(".reply")).to_contain_text("Hello!")
    send(other, "deposit")
    answered(other, 2)
    answered(page, 2)
    expect(page.locator(".question p")).to_have_text(["hello", "deposit"])
    expect(page.locator(".reply").last).to_contain_text("A deposit is credited")
    send(page, "moon me@orrery.example")
    answered(page, 3)
    answered(other, 3)
    expect(other.locator(".question p")).to_have_text(["hello", "deposit", "moon [e-mail address]"])
    expect(page.get_by_role("status")).not_to_contain_text("deposit is credited")


def test_conversation_deleted_in_one_tab_is_gone_in_the_other(page: Page, bot: FakeBot, bot_url: str) -> None:
    send(page, "hello")
    answered(page)
    other = page.context.new_page()
    other.goto(f"{bot_url}/host")
    open_chat(other)
    answered(other)
    page.evaluate("citedesk('reset')")
    expect(page.locator(".welcome")).to_be_visible()
    expect(other.locator(".welcome")).to_be_visible()
    expect(other.locator(".question")).to_have_count(0)


def test_conversation_that_was_left_does_not_come_back_by_late_news_of_another_tab(
    page: Page, bot: FakeBot, bot_url: str
) -> None:
    send(page, "hello")
    answered(page)
    held: list[Route] = []
    page.route("**/widget/history.js", lambda route: held.append(route))
    other = page.context.new_page()
    other.goto(f"{bot_url}/host")
    open_chat(other)
    until(page, lambda: held)  # what tells of the other tab is on its way
    page.evaluate("citedesk('reset')")
    expect(page.locator(".welcome")).to_be_visible()
    held[0].continue_()
    expect(other.locator(".welcome")).to_be_visible()
    send(page, "deposit")
    answered(page)
    assert "conversation_id" not in bot.requests[-1]
    expect(page.locator(".question p")).to_have_text("deposit")


def test_history_that_cannot_be_loaded_is_not_lost(page: Page, bot: FakeBot) -> None:
    send(page, "hello")
    answered(page)
    page.route("**/messages?*", lambda route: route.abort())
    page.reload()
    expect(page.locator(".problem")).to_contain_text("Your earlier messages couldn't be loaded.")
    page.unroute("**/messages?*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".reply")).to_contain_text("Hello!")
    expect(page.locator(".problem")).to_have_count(0)


def test_chat_works_where_storage_is_denied(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    page = open_page("about:blank")
    page.add_init_script(
        """for (const name of ['localStorage', 'sessionStorage'])
             Object.defineProperty(window, name, {get() { throw new DOMException('denied', 'SecurityError') }})"""
    )
    page.goto(f"{bot_url}/host")
    open_chat(page)
    send(page, "hello")
    answered(page)
    send(page, "deposit")
    answered(page, 2)
    assert [request.get("conversation_id") for request in bot.requests] == [None, "c1"]


def test_back_closes_the_window_on_a_phone_and_piles_nothing_up(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host", PHONE, has_touch=True, is_mobile=True)
    page.evaluate("history.replaceState({router: 7}, '')")
    before = page.evaluate("history.length")
    for _ in range(3):
        open_chat(page)
        page.go_back()
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert page.evaluate("history.state") == {"router": 7}
    open_chat(page)
    assert page.evaluate("history.state") == {"router": 7, "citedesk": True}
    page.get_by_role("button", name="Close the chat").click()
    page.wait_for_function("() => history.state.citedesk === undefined")
    assert page.evaluate("history.length") == before + 1
    assert page.url == f"{page.evaluate('location.origin')}/host"


def test_window_that_is_opened_again_at_once_stays_open(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host", PHONE, has_touch=True, is_mobile=True)
    open_chat(page)
    page.evaluate(
        """() => new Promise((done) => {
            addEventListener('popstate', () => setTimeout(done), {once: true});
            citedesk('close'); citedesk('open');
        })"""
    )
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("history.state.citedesk")
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_desktop_pushes_nothing(page: Page) -> None:
    assert page.evaluate("history.state") is None


def test_page_that_comes_back_from_the_cache_shows_what_was_said_meanwhile(page: Page, bot: FakeBot) -> None:
    send(page, "hello")
    answered(page)
    bot.say("c1", "bot", "Said meanwhile.")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(page.locator(".reply").last).to_contain_text("Said meanwhile.")
    expect(page.locator(".question")).to_have_count(1)
