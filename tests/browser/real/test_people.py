"""People in the same window: asked for, waited for, answering, and giving the conversation back."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.browser.pages import until
from tests.browser.real.bots import Bot
from tests.browser.real.chat import ABSTAINED, ANSWERED, ask, open_chat, send, settled, token, write
from tests.browser.real.conftest import ServeBot, Visitors
from tests.patience import TRIES

pytestmark = pytest.mark.browser


def ask_for_person(page: Page) -> None:
    """Presses the button that is always there."""
    page.locator(".composer").get_by_role("button", name="Talk to a person").click()


@pytest.fixture
def page(visitors: Visitors, bot: Bot) -> Page:
    """A page whose customer waits for a person."""
    page = visitors.visit(bot)
    open_chat(page)
    ask(page, ABSTAINED)
    page.locator(".reply.abstained").get_by_role("button", name="Talk to a person").click()
    expect(page.locator(".handoff")).to_contain_text("We've asked a person to join.")
    return page


def test_agent_and_customer_talk_in_the_same_window(page: Page, bot: Bot) -> None:
    conversation = token(page)
    waiting = {c["number"] for c in bot.ask_as_agent("GET", "?status=waiting")["items"]}
    assert bot.number(conversation) in waiting
    bot.say(conversation, "Hello, this is **Dana**.\nWhat do you see?")
    expect(page.locator(".message.agent")).to_contain_text("Hello, this is Dana.")
    expect(page.locator(".message.agent .author")).to_contain_text("Dana")
    expect(page.locator(".handoff")).to_contain_text("Dana has joined")
    write(page, "The loan page says so.")
    expect(page.locator(".question").last).to_contain_text("The loan page says so.")
    settled(page)
    seen = bot.ask_as_agent("GET", f"/{bot.number(conversation)}")
    assert seen["messages"][-1]["text"] == "The loan page says so."
    said_by_bot = bot.said(conversation, "bot")
    write(page, ANSWERED)
    settled(page)
    assert bot.said(conversation, "bot") == said_by_bot
    bot.set_status(conversation, "bot")
    expect(page.locator(".handoff")).to_contain_text("The assistant answers again.")
    ask(page, ANSWERED)
    expect(page.locator(".reply.answered .mark").first).to_be_visible()
    expect(page.locator(".message.agent")).to_have_count(1)


def test_what_an_agent_says_is_there_within_a_second(page: Page, bot: Bot) -> None:
    def seconds(count: int) -> float:
        bot.say(token(page), f"Message {count}")
        said = time.monotonic()
        expect(page.locator(".message.agent")).to_have_count(count)
        return time.monotonic() - said

    assert any(seconds(count) < 1 for count in range(1, TRIES + 1))


def test_closed_window_counts_what_was_said_meanwhile(page: Page, bot: Bot) -> None:
    page.get_by_role("button", name="Close the chat").click()
    bot.say(token(page), "Hello")
    expect(page.get_by_role("button", name="Open the chat, 1 new message")).to_be_visible()
    bot.say(token(page), "Are you there?")
    launcher = page.get_by_role("button", name="Open the chat, 2 new messages")
    expect(launcher).to_be_visible()
    assert page.title() == "Shop"
    launcher.click()
    expect(page.locator(".message.agent")).to_have_count(2)
    page.get_by_role("button", name="Close the chat").click()
    expect(page.get_by_role("button", name="Open the chat", exact=True)).to_be_visible()


def test_reply_to_a_customer_who_left_the_page_is_there_when_they_return(page: Page, bot: Bot) -> None:
    page.get_by_role("button", name="Close the chat").click()
    page.goto(page.url.replace("/?", "/away?"))
    bot.say(token(page), "We found it.")
    page.go_back()
    page.get_by_role("button", name="Open the chat, 1 new message").click()
    expect(page.locator(".message.agent")).to_contain_text("We found it.")
    expect(page.locator(".handoff")).to_contain_text("Dana has joined")


def test_answer_that_comes_late_sends_nobody_away(visitors: Visitors, bot: Bot) -> None:
    page = visitors.visit(bot)
    open_chat(page)
    ask(page, ABSTAINED)
    late: list[tuple[Route, APIResponse]] = []
    page.route("**/v1/chat", lambda route: late.append((route, route.fetch())))
    send(page, ANSWERED)
    until(page, lambda: late)  # the server has answered; the page hears of it below
    ((route, response),) = late
    ask_for_person(page)
    expect(page.locator(".handoff")).to_contain_text("We've asked a person to join.")
    route.fulfill(response=response)
    settled(page)
    bot.say(token(page), "Hello")
    expect(page.locator(".message.agent")).to_have_count(1)
    expect(page.locator(".handoff")).to_contain_text("Dana has joined")


def test_reply_arrives_once_in_each_of_two_tabs(page: Page, bot: Bot) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    open_chat(other)
    expect(other.locator(".handoff")).to_be_visible()
    bot.say(token(page), "Hello")
    write(other, "Hello to you")
    for tab in (page, other):
        expect(tab.locator(".message.agent")).to_have_count(1)
        expect(tab.locator(".question").last).to_contain_text("Hello to you")
        expect(tab.locator(".question")).to_have_count(2)


def test_conversation_that_agents_closed_says_so(page: Page, bot: Bot) -> None:
    bot.set_status(token(page), "closed")
    expect(page.locator(".handoff")).to_contain_text("This conversation has been closed.")


def test_customer_whom_nobody_answers_is_told_so(page: Page, bot: Bot) -> None:
    microseconds = timedelta(minutes=11) // timedelta(microseconds=1)
    earlier = "UPDATE conversations SET requested_at = requested_at - ?, version = version + 1 WHERE id = ?"
    bot.rows(earlier, microseconds, token(page))
    expect(page.locator(".handoff")).to_contain_text("Nobody has been free yet.")
    page.reload()
    expect(page.locator(".handoff")).to_contain_text("Nobody has been free yet.")


def test_wish_for_a_person_in_words_is_as_good_as_the_button(visitors: Visitors, bot: Bot) -> None:
    page = visitors.visit(bot)
    open_chat(page)
    ask(page, "I want to talk to a person")
    expect(page.locator(".handoff")).to_contain_text("We've asked a person to join.")
    expect(page.locator(".reply")).to_have_count(1)
    bot.say(token(page), "Hello")
    expect(page.locator(".message.agent")).to_have_count(1)


def test_customer_learns_out_of_hours_when_people_are_back(visitors: Visitors, serve_bot: ServeBot) -> None:
    day = datetime.now(UTC) + timedelta(days=2)
    bot = serve_bot(support_hours=f"{day:%a} 09:00-17:30 Europe/Berlin")
    page = visitors.visit(bot)
    open_chat(page)
    ask_for_person(page)
    expect(page.locator(".handoff")).to_contain_text(re.compile(rf"Nobody is here right now.*back {day:%A}.*9:00"))
    page.reload()
    expect(page.locator(".handoff")).to_contain_text(re.compile(rf"back {day:%A}.*9:00"))


def test_customer_gets_the_address_where_nobody_answers_in_the_chat(visitors: Visitors, serve_bot: ServeBot) -> None:
    bot = serve_bot(agent_key="", contact_url="https://orrery.example/contact")
    page = visitors.visit(bot)
    open_chat(page)
    ask_for_person(page)
    link = page.locator("citedesk-chat a[href='https://orrery.example/contact']").first
    expect(link).to_be_visible()
    assert bot.rows("SELECT status FROM conversations") == [("bot",)]
    ask(page, ANSWERED)
    expect(page.locator(".reply.answered .mark").first).to_be_visible()


def test_customer_is_told_honestly_that_nobody_can_be_reached(visitors: Visitors, serve_bot: ServeBot) -> None:
    page = visitors.visit(serve_bot(agent_key=""))
    open_chat(page)
    ask_for_person(page)
    expect(page.locator(".panel")).to_contain_text("Nobody can be reached from this chat.")
    expect(page.locator(".panel")).not_to_contain_text("We've asked a person")
