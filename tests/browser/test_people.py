"""A person: asked for by choice, said honestly, and talking in the same window."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.fake_bot import FakeBot
from tests.browser.pages import answered, heard, open_chat, send, until

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: OpenPage, bot_url: str) -> Page:
    """A strict foreign page with the chat open, in Berlin."""
    page = open_page(f"{bot_url}/host", timezone_id="Europe/Berlin")
    open_chat(page)
    return page


def ask_for_a_person(page: Page) -> None:
    page.get_by_role("button", name="Talk to a person").last.click()


def listening(page: Page, bot: FakeBot) -> None:
    """Waits until the page hears what is said."""
    until(page, lambda: bot.listeners)


def test_person_can_be_asked_for_before_anything_is_said(page: Page, bot: FakeBot) -> None:
    ask_for_a_person(page)
    expect(page.locator(".handoff")).to_contain_text("We've asked a person to join.")
    expect(page.locator(".reply")).to_contain_text("A colleague will join you here.")
    expect(page.get_by_role("status")).to_have_text("A colleague will join you here.")
    expect(page.locator(".foot button")).to_be_hidden()
    assert [call[:2] for call in bot.calls if call[0] != "settings"][:2] == [("start", ""), ("handoff", "c1")]


def test_every_abstention_leads_to_a_person(page: Page, bot: FakeBot) -> None:
    send(page, "Is there a moon?")
    page.locator(".reply").get_by_role("button", name="Talk to a person").click()
    expect(page.locator(".handoff")).to_contain_text("We've asked a person to join.")
    expect(page.get_by_role("button", name="Talk to a person")).to_have_count(0)
    expect(page.get_by_role("textbox")).to_be_focused()


def test_agent_joins_and_writes_in_the_same_window(page: Page, bot: FakeBot) -> None:
    send(page, "hello me@orrery.example")
    answered(page)
    ask_for_a_person(page)
    listening(page, bot)
    bot.agent_says("Hi, how can\nI help? <b>x</b>")
    expect(page.locator(".handoff")).to_contain_text("Dana has joined")
    expect(page.locator(".agent .author")).to_have_text("DDana")
    expect(page.locator(".agent .text")).to_contain_text("I help? <b>x</b>")
    expect(page.locator(".agent .text br")).to_have_count(1)
    expect(page.locator(".question")).to_have_count(1)
    send(page, "my address is me@orrery.example")
    expect(page.locator(".question")).to_have_count(2)
    expect(page.locator("[aria-busy]")).to_have_count(0)
    bot.agent_says("Thank you.")
    expect(page.locator(".agent")).to_have_count(2)
    expect(page.get_by_role("status")).to_have_text("Dana: Thank you.")
    expect(page.locator(".question")).to_have_count(2)


def test_messages_stand_in_their_order_whatever_is_loaded_for_one(page: Page, bot: FakeBot) -> None:
    held: list[Route] = []
    page.route("**/widget/blocks.js", lambda route: held.append(route))
    ask_for_a_person(page)
    listening(page, bot)
    bot.agent_says("| Coin | Fee |\n|---|---|\n| BTC | 1 |")
    until(page, lambda: held)
    bot.agent_says("Is that all?")
    bot.agent_types("Dana")
    expect(page.locator(".typing")).to_be_visible()  # both have arrived
    held[0].continue_()
    expect(page.locator(".agent .text")).to_have_text([re.compile("Coin"), "Is that all?"])


def test_unread_messages_are_counted_on_the_launcher(page: Page, bot: FakeBot) -> None:
    ask_for_a_person(page)
    listening(page, bot)
    page.get_by_role("button", name="Close the chat").click()
    bot.agent_says("Hello?")
    bot.agent_says("Are you there?")
    launcher = page.get_by_role("button", name="Open the chat, 2 new messages")
    expect(launcher).to_have_attribute("data-unread", "2")
    assert page.title() == "Host"
    launcher.click()
    expect(page.locator(".agent")).to_have_count(2)
    page.get_by_role("button", name="Close the chat").click()
    expect(page.get_by_role("button", name="Open the chat", exact=True)).to_be_visible()


def test_messages_reach_a_closed_window_after_a_reload(page: Page, bot: FakeBot) -> None:
    ask_for_a_person(page)
    listening(page, bot)
    page.get_by_role("button", name="Close the chat").click()
    bot.tell_everyone(None)
    page.reload()
    listening(page, bot)
    bot.agent_says("Hello?")
    expect(page.get_by_role("button", name="Open the chat, 1 new message")).to_be_visible()


def test_state_of_the_handoff_is_shown_after_a_reload_in_silence(page: Page, bot: FakeBot) -> None:
    ask_for_a_person(page)
    listening(page, bot)
    bot.agent_says("Hello?")
    expect(page.locator(".agent")).to_have_count(1)
    page.reload()
    expect(page.locator(".handoff")).to_contain_text("Dana has joined")
    expect(page.locator(".agent")).to_have_count(1)
    expect(page.get_by_role("status")).to_be_empty()


def test_out_of_hours_says_when_in_the_visitors_time(page: Page, bot: FakeBot) -> None:
    bot.config |= {"open": False, "opens_at": "2031-01-06T08:00:00Z"}
    ask_for_a_person(page)
    expect(page.locator(".handoff")).to_contain_text("We're back January 6 at 9:00 AM GMT+1.")


def test_nobody_free_is_said_with_another_way(page: Page, bot: FakeBot) -> None:
    bot.config |= {"contact_url": "https://orrery.example/contact"}
    ask_for_a_person(page)
    listening(page, bot)
    bot.hand_over(unattended=True)
    expect(page.locator(".handoff")).to_contain_text("Nobody has been free yet.")
    expect(page.get_by_role("link", name="Contact us")).to_have_attribute("href", "https://orrery.example/contact")
    expect(page.get_by_role("status")).to_contain_text("Nobody has been free yet.")


@pytest.mark.parametrize(
    ("status", "words"),
    [("bot", "The assistant answers again."), ("closed", "This conversation has been closed.")],
)
def test_end_of_the_handoff_is_said_and_the_stream_ends(page: Page, bot: FakeBot, status: str, words: str) -> None:
    ask_for_a_person(page)
    listening(page, bot)
    bot.hand_over(status=status)
    expect(page.locator(".handoff")).to_contain_text(words)
    expect(page.locator(".foot button")).to_be_visible()
    send(page, "deposit")
    expect(page.locator(".sources")).to_be_visible()
    assert page.evaluate("JSON.parse(localStorage[Object.keys(localStorage)[0]]).live") is False


def test_contact_link_and_nobody_are_said_honestly(page: Page, bot: FakeBot) -> None:
    bot.config |= {"people": "link", "contact_url": "https://orrery.example/contact"}
    ask_for_a_person(page)
    expect(page.get_by_role("link", name="Contact us")).to_have_attribute("href", "https://orrery.example/contact")
    bot.config |= {"people": "none", "contact_url": ""}
    ask_for_a_person(page)
    expect(page.locator(".handoff")).to_contain_text("Nobody can be reached from this chat.")


def test_failing_to_ask_is_never_silent(page: Page, bot: FakeBot) -> None:
    bot.refuses = {"handoff"}
    ask_for_a_person(page)
    expect(page.locator(".handoff")).to_contain_text("We couldn't ask for a person just now.")
    expect(page.get_by_role("status")).to_contain_text("We couldn't ask for a person")
    bot.refuses = set()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".handoff")).to_contain_text("We've asked a person to join.")


def test_messages_come_by_reading_where_events_do_not(page: Page, bot: FakeBot) -> None:
    bot.refuses = {"events"}
    ask_for_a_person(page)
    expect(page.locator(".handoff")).to_contain_text("We've asked a person to join.")
    bot.agent_says("Hello?")
    expect(page.locator(".agent")).to_have_count(1)


def test_server_that_restarts_loses_no_message(page: Page, bot: FakeBot) -> None:
    ask_for_a_person(page)
    listening(page, bot)
    bot.tell_everyone(None)
    bot.agent_says("Said while the line was down.")
    expect(page.locator(".agent")).to_have_count(1)
    listening(page, bot)


def test_customer_who_asks_in_words_sees_the_handoff(page: Page, bot: FakeBot) -> None:
    heard(page, "answer", "handoff")
    send(page, "let me talk to a human")
    expect(page.locator(".reply")).to_contain_text("I have asked a colleague to join.")
    expect(page.locator(".handoff")).to_contain_text("We've asked a person to join.")
    assert [name for name, _ in page.evaluate("window.heard")] == ["answer", "handoff"]


def test_message_that_came_between_two_pages_is_unread(page: Page, bot: FakeBot) -> None:
    ask_for_a_person(page)
    listening(page, bot)
    page.get_by_role("button", name="Close the chat").click()
    page.goto("about:blank")
    bot.agent_says("Hello?")
    page.go_back()
    page.get_by_role("button", name="Open the chat, 1 new message").click()
    expect(page.locator(".agent")).to_have_count(1)
    page.reload()
    page.get_by_role("button", name="Close the chat").click()
    expect(page.get_by_role("button", name="Open the chat", exact=True)).to_be_visible()


def test_two_tabs_with_a_person_do_not_keep_each_other_busy(page: Page, bot: FakeBot, bot_url: str) -> None:
    ask_for_a_person(page)
    listening(page, bot)
    other = page.context.new_page()
    reads: list[str] = []
    for tab in (page, other):
        tab.on("request", lambda request: reads.append(request.url) if "/messages?" in request.url else None)
    other.goto(f"{bot_url}/host")
    open_chat(other)
    bot.agent_says("Hello?")
    for tab in (page, other):
        expect(tab.locator(".agent")).to_have_count(1)
    page.wait_for_timeout(1000)
    assert len(reads) < 8


def test_right_to_left_turns_the_window_whatever_an_agent_writes(
    open_page: OpenPage, bot: FakeBot, bot_url: str
) -> None:
    page = open_page(f"{bot_url}/host?data-locale=ar")
    page.locator("citedesk-chat .launcher").click()
    question = page.locator("#question")
    assert question.evaluate("input => getComputedStyle(input).direction") == "rtl"  # its placeholder is Arabic
    question.fill("deposit")
    assert question.evaluate("input => getComputedStyle(input).direction") == "ltr"

    page.locator("#question").press("Enter")
    page.locator(".foot button").click()
    listening(page, bot)
    bot.agent_says("In English")
    said, window = page.locator(".agent .said").bounding_box(), page.get_by_role("dialog").bounding_box()
    assert said is not None
    assert window is not None
    assert said["x"] - window["x"] > window["x"] + window["width"] - said["x"] - said["width"]
