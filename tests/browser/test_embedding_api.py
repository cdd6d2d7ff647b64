"""What a page may say to the widget, by attributes and by `citedesk(…)`, and what it hears."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.fake_bot import FakeBot
from tests.browser.pages import answered, heard, open_chat, send, until

pytestmark = pytest.mark.browser

STUB = "window.citedesk = window.citedesk || function () { (citedesk.q = citedesk.q || []).push(arguments) };"


def said_in_console(page: Page, kind: str) -> list[str]:
    lines: list[str] = []
    page.on("console", lambda line: lines.append(line.text) if line.type == kind else None)
    return lines


def test_commands_given_before_the_script_has_loaded_are_kept(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    early = f"{STUB} window.names = []; citedesk('on', 'ready', () => names.push('ready')); citedesk('ask', 'deposit')"
    page = open_page(f"{bot_url}/host?early={quote(early)}")
    expect(page.locator(".sources")).to_be_visible()
    assert page.evaluate("names") == ["ready"]


def test_stub_that_was_never_called_keeps_nothing_from_loading(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host?early={quote(STUB)}")
    open_chat(page)


def test_page_opens_closes_toggles_and_asks(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host")
    dialog = page.get_by_role("dialog")
    page.evaluate("citedesk('open')")
    expect(dialog).to_be_visible()
    page.evaluate("citedesk('toggle')")
    expect(dialog).to_be_hidden()
    page.evaluate("citedesk('ask', 'hello')")
    expect(page.locator(".reply")).to_contain_text("Hello!")
    page.evaluate("citedesk('close')")
    expect(dialog).to_be_hidden()


def test_unknown_commands_are_named_in_the_console(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host")
    with page.expect_console_message(lambda line: line.type == "warning") as said:
        page.evaluate("citedesk('opne')")
    assert 'no command "opne"; there are on, off, open' in said.value.text


def test_page_hears_events_without_the_customers_words(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host")
    page.locator("citedesk-chat .launcher").wait_for()
    heard(page, "open", "close", "message", "answer", "error")
    page.evaluate("document.querySelector('citedesk-chat').addEventListener('citedesk:answer', () => bubbled = 1)")
    open_chat(page)
    send(page, "deposit secret")
    answered(page)
    bot.failures = 1
    send(page, "500 secret")
    expect(page.locator(".problem")).to_be_visible()
    page.keyboard.press("Escape")
    events = page.evaluate("window.heard")
    assert [name for name, _ in events] == ["open", "message", "answer", "message", "error", "close"]
    assert events[2][1] == {"outcome": "answered", "reason": None, "message_id": "c1-m2"}
    assert events[4][1] == {"kind": "server"}
    assert "secret" not in str(events)
    assert page.evaluate("bubbled") == 1


def test_listener_taken_off_hears_no_more(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host")
    page.evaluate(
        """async () => {
            window.count = 0;
            const listener = () => window.count += 1;
            await citedesk('on', 'open', listener); await citedesk('open');
            await citedesk('close'); await citedesk('off', 'open', listener); await citedesk('open');
        }"""
    )
    assert page.evaluate("window.count") == 1


def test_identity_goes_with_each_question_and_is_checked(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host")
    assert page.evaluate("citedesk('identify', {token: 'good'})") is None
    open_chat(page)
    send(page, "hello")
    answered(page)
    assert bot.requests[0]["identity"] == {"token": "good"}
    assert page.evaluate("citedesk('identify', {token: 'good'})") == {"user_id": "u1", "name": "Ada"}
    assert "good" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    refusal = page.evaluate("citedesk('identify', {token: 'forged'}).catch((error) => error.message)")
    assert "CITEDESK_IDENTITY_SECRET" in refusal
    errors = said_in_console(page, "error")
    send(page, "deposit")
    answered(page, 2)
    until(page, lambda: any("CITEDESK_IDENTITY_SECRET" in line for line in errors))
    assert "identity" not in bot.requests[-1]


def test_another_customer_who_is_named_gets_a_new_conversation(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host")
    page.evaluate("citedesk('identify', {token: 'good'})")
    open_chat(page)
    send(page, "hello")
    answered(page)
    assert page.evaluate("citedesk('identify', {token: 'another'})") is None
    expect(page.locator(".welcome")).to_be_visible()
    send(page, "deposit")
    answered(page)
    assert bot.requests[-1]["identity"] == {"token": "another"}
    assert "conversation_id" not in bot.requests[-1]


def test_message_that_is_refused_as_another_customers_goes_to_a_new_conversation(
    open_page: OpenPage, bot: FakeBot, bot_url: str
) -> None:
    page = open_page(f"{bot_url}/host")
    open_chat(page)
    send(page, "hello")
    answered(page)
    page.route("**/identify", lambda route: route.abort())
    assert page.evaluate("citedesk('identify', {token: 'another'}).catch(({ kind }) => kind)") == "unreachable"
    send(page, "deposit")
    answered(page, 2)
    assert [request.get("conversation_id") for request in bot.requests] == [None, "c1", None]
    assert list(bot.said) == ["c1", "c2"]


def test_reset_forgets_who_the_visitor_is_and_what_was_said(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host")
    page.evaluate("citedesk('identify', {token: 'good'})")
    open_chat(page)
    send(page, "hello")
    answered(page)
    page.evaluate("citedesk('reset')")
    expect(page.locator(".welcome")).to_be_visible()
    send(page, "hello")
    answered(page)
    assert "identity" not in bot.requests[-1]
    assert "conversation_id" not in bot.requests[-1]


def test_attributes_choose_words_side_and_starters(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    page = open_page(
        f"{bot_url}/host?data-title=Orrery&data-greeting=Welcome!&data-introduction=Ask%20us."
        "&data-starters=One%3F|Two%3F&data-position=bottom-left"
    )
    open_chat(page)
    expect(page.get_by_role("heading", name="Welcome!")).to_be_visible()
    expect(page.locator(".welcome")).to_contain_text("Ask us.")
    expect(page.locator(".choice")).to_have_text(["One?", "Two?"])
    box = page.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] == 20


def test_wrong_attributes_are_named_with_the_remedy(open_page: OpenPage, bot_url: str) -> None:
    page = open_page("about:blank")
    warnings = said_in_console(page, "warning")
    page.goto(f"{bot_url}/host?data-position=top&data-accent=url(x)&data-locale=tlh")
    open_chat(page)
    until(page, lambda: len(warnings) >= 3)
    assert len(warnings) == 3
    assert any('data-position "top" is not one of left, right' in line for line in warnings)
    assert any('data-accent "url(x)" is not a solid CSS colour' in line for line in warnings)
    assert any('data-locale "tlh" is not one of en' in line for line in warnings)


def test_attributes_cannot_override_what_the_server_decides(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    bot.config["max_message_chars"] = 10
    page = open_page(f"{bot_url}/host?data-max-message-chars=9000&data-people=chat&data-retention-days=1")
    open_chat(page)
    page.get_by_label("Your question").fill("x" * 11)
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    expect(page.locator(".count")).to_contain_text("11 of 10 characters")
    page.get_by_role("button", name="More").click()
    expect(page.locator(".popup")).to_contain_text("90 days")


def test_window_may_open_by_itself_on_a_desktop_without_taking_the_focus(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host?data-open")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("document.activeElement.localName") == "body"
    page.get_by_role("button", name="Close the chat").click()
    page.reload()
    expect(page.get_by_role("button", name="Open the chat")).to_be_visible()
    phone = open_page(f"{bot_url}/host?data-open", PHONE)
    expect(phone.get_by_role("button", name="Open the chat")).to_be_visible()


def test_foreign_origin_gets_a_reason_and_no_launcher(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    bot.config |= {"allowed": False, "message": "http://x is not in CITEDESK_ALLOWED_ORIGINS."}
    page = open_page("about:blank")
    errors = said_in_console(page, "error")
    page.goto(f"{bot_url}/host")
    page.evaluate("citedesk('open')")
    until(page, lambda: errors)
    assert errors == ["Citedesk: http://x is not in CITEDESK_ALLOWED_ORIGINS."]
    expect(page.locator("citedesk-chat .launcher")).to_have_count(0)
    expect(page.locator("citedesk-chat dialog")).to_have_count(0)


def test_language_is_chosen_by_attribute_page_and_browser(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host?data-locale=de&lang=es")
    expect(page.locator("citedesk-chat .root")).to_have_attribute("lang", "de")
    page.goto(f"{bot_url}/host?lang=es-MX")
    expect(page.locator("citedesk-chat .root")).to_have_attribute("lang", "es")
    arabic = open_page(f"{bot_url}/host?lang=tlh", locale="ar-EG")
    expect(arabic.locator("citedesk-chat .root")).to_have_attribute("dir", "rtl")
    assert [locale for name, locale, _ in bot.calls if name == "settings"] == ["de", "es", "ar"]
    assert re.fullmatch("ar", str(arabic.locator("citedesk-chat .root").get_attribute("lang")))


def test_page_without_tls_can_send(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host")
    page.evaluate("delete Crypto.prototype.randomUUID")
    open_chat(page)
    for count in (1, 2):
        send(page, "hello")
        answered(page, count)
    assert len(set(bot.keys)) == 2


def test_question_after_identify_is_asked_by_whom_it_named(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host")
    page.evaluate("(citedesk('identify', {token: 'good'}), citedesk('ask', 'deposit'))")
    expect(page.locator(".sources")).to_be_visible()
    assert [request.get("identity") for request in bot.requests] == [{"token": "good"}]


def test_commands_that_make_no_sense_ask_nothing_and_break_nothing(
    open_page: OpenPage, bot: FakeBot, bot_url: str
) -> None:
    page = open_page(f"{bot_url}/host")
    page.evaluate("(citedesk('identify'), citedesk('ask'), citedesk('ask', '  '), citedesk('ask', 'x'.repeat(5000)))")
    expect(page.get_by_label("Your question")).to_have_value("x" * 5000)
    assert bot.requests == []
    page.evaluate("citedesk('ask', 'deposit')")
    expect(page.locator(".sources")).to_be_visible()
