"""Customers with a keyboard and customers with a screen reader."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.real.bots import Bot
from tests.browser.real.chat import ABSTAINED, ANSWERED, ask, open_chat, settled, token
from tests.browser.real.conftest import Visitors

pytestmark = pytest.mark.browser

SETTLED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(done))))"
FOCUSED = """() => {
    let element = document.activeElement;
    while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const name = element.ariaLabel || element.innerText || element.localName;
    return `${element.localName}.${element.className} ${name.trim().split("\\n")[0]}`.trim();
}"""
IS_INSIDE = "document.activeElement.localName === 'citedesk-chat'"
LISTEN = """() => {
    const root = document.querySelector('citedesk-chat').shadowRoot;
    window.said = [];
    const hear = () => root.querySelectorAll('[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]')
        .forEach((region) => region.heard ||= new MutationObserver(() => region.textContent.trim()
            && window.said.push(region.textContent.trim())).observe(region, {childList: true, characterData: true,
            subtree: true}) || true);
    new MutationObserver(hear).observe(root, {childList: true, subtree: true});
    hear();
}"""


def focused(page: Page) -> str:
    """What has the focus, in the chat too."""
    return str(page.evaluate(FOCUSED))


def tab_to(page: Page, words: str, key: str = "Tab") -> str:
    """Presses the key until what has the focus holds the words."""
    passed = []
    for _ in range(60):
        page.keyboard.press(key)
        passed.append(focused(page))
        if words in passed[-1]:
            return passed[-1]
    raise AssertionError(f"'{words}' can't be reached; there were {passed}")


def test_everything_can_be_done_by_keyboard(visitors: Visitors, bot: Bot) -> None:
    page = visitors.visit(bot)
    page.get_by_role("button", name="Open the chat").wait_for()
    tab_to(page, "The last link")
    tab_to(page, "Open the chat")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Your question")).to_be_focused()
    page.keyboard.type(ANSWERED)
    page.keyboard.press("Enter")
    settled(page)
    tab_to(page, ".mark", "Shift+Tab")
    expect(page.get_by_role("tooltip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_be_hidden()
    tab_to(page, ".source")
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    opened.value.close()
    tab_to(page, "Yes, this helped")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Yes, this helped")).to_have_attribute("aria-pressed", "true")
    tab_to(page, "More", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="New conversation")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Delete this conversation")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("button", name="More")).to_be_focused()
    tab_to(page, "Close the chat")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Open the chat")).to_be_focused()


def test_focus_stays_inside_on_a_phone_and_returns_to_the_launcher(visitors: Visitors, bot: Bot) -> None:
    page = visitors.visit(bot, PHONE, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Open the chat").press("Enter")
    ask(page, ANSWERED)
    places = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        places.add(focused(page))
    assert not [place for place in places if place.startswith("a. ")]
    assert len(places) > 6
    page.evaluate("document.querySelector('main a').focus()")
    assert page.evaluate(f"{IS_INSIDE} || document.activeElement === document.body")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Open the chat")).to_be_focused()


def test_finished_answer_is_announced_once_and_history_never(visitors: Visitors, bot: Bot) -> None:
    page = visitors.visit(bot)
    open_chat(page)
    page.evaluate(LISTEN)
    for count, question in enumerate((ANSWERED, ABSTAINED), 1):
        ask(page, question)
        page.wait_for_function("count => window.said.length >= count", arg=count)
    page.evaluate(SETTLED)
    first, second = page.evaluate("window.said")
    assert first.startswith("You can reset two-factor authentication")
    assert first.endswith(("1 source.", "2 sources."))
    assert second.startswith("I couldn't find an article")
    page.reload()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.evaluate(LISTEN)
    expect(page.locator(".reply.abstained")).to_be_visible()
    page.evaluate(SETTLED)
    assert page.evaluate("window.said") == []
    assert page.get_by_role("status").inner_text().strip() == ""
    assert page.get_by_role("log").get_attribute("aria-live") == "off"


def test_agent_is_announced_once(visitors: Visitors, bot: Bot) -> None:
    page = visitors.visit(bot)
    open_chat(page)
    page.locator(".composer").get_by_role("button", name="Talk to a person").click()
    expect(page.locator(".handoff")).to_contain_text("We've asked a person to join.")
    page.evaluate(LISTEN)
    bot.say(token(page), "I see your order.")
    expect(page.locator(".message.agent")).to_be_visible()
    page.wait_for_function("window.said.some((words) => words.includes('I see your order.'))")
    page.evaluate(SETTLED)
    said = [words for words in page.evaluate("window.said") if "I see your order." in words]
    assert said == ["Dana: I see your order."]
