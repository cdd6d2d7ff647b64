"""Servers that die, networks that fail, and customers in a hurry: each message is kept and answered exactly once."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE
from tests.browser.pages import hold_the_clock, until
from tests.browser.real.bots import Bot, BotProcess
from tests.browser.real.chat import ANSWERED, ask, open_chat, questions, send, settled, token
from tests.browser.real.conftest import Visitors
from tests.browser.real.server import HELD
from tests.patience import TRIES

pytestmark = pytest.mark.browser

HELD_QUESTION = f"How do I {HELD} reset two-factor authentication?"
# 3G as it is where reception is bad.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


def answered_once(page: Page, bot: Bot, question: str) -> None:
    """Waits for the answer; question and answer stand once in the log and once in the database."""
    expect(page.locator(".reply.answered .mark").first).to_be_visible()
    settled(page)
    expect(page.locator(".reply")).to_have_count(1)
    assert questions(page) == [question]
    conversation = token(page)
    assert bot.said(conversation) == [question]
    assert len(bot.said(conversation, "bot")) == 1


def test_customer_gets_the_answer_of_a_server_that_died_on_it(bot_process: BotProcess, visitors: Visitors) -> None:
    visitors.expect("Failed to load resource", "net::ERR")
    bot_process.wait_until_ready()
    page = visitors.visit(bot_process)
    open_chat(page)
    hold_the_clock(page)  # the chat tries again for a while; it must not give up because the machine is slow
    bot_process.hold.touch()
    send(page, HELD_QUESTION)
    bot_process.wait_until_held()
    expect(page.locator(".waiting")).to_be_visible()
    bot_process.kill()
    expect(page.locator(".waiting")).to_have_text("Connecting again…")
    bot_process.hold.unlink()
    bot_process.start()
    bot_process.wait_until_ready()
    page.clock.run_for(1000)
    answered_once(page, bot_process, HELD_QUESTION)
    bot_process.kill()
    bot_process.start()
    bot_process.wait_until_ready()
    page.reload()
    answered_once(page, bot_process, HELD_QUESTION)


def test_question_to_a_server_that_is_away_waits_for_it(bot_process: BotProcess, visitors: Visitors) -> None:
    visitors.expect("Failed to load resource", "net::ERR")
    bot_process.wait_until_ready()
    page = visitors.visit(bot_process)
    open_chat(page)
    expect(page.locator(".welcome .choice").first).to_be_visible()
    hold_the_clock(page)
    bot_process.kill()
    send(page, ANSWERED)
    expect(page.locator(".waiting")).to_have_text("Connecting again…")
    page.clock.run_for(1000)
    expect(page.locator(".waiting")).to_have_text("Connecting again…")
    bot_process.start()
    bot_process.wait_until_ready()
    page.clock.run_for(2000)
    answered_once(page, bot_process, ANSWERED)


def test_question_survives_a_reload_while_the_server_is_away(bot_process: BotProcess, visitors: Visitors) -> None:
    visitors.expect("Failed to load resource", "net::ERR")
    bot_process.wait_until_ready()
    page = visitors.visit(bot_process)
    open_chat(page)
    hold_the_clock(page)
    bot_process.hold.touch()
    send(page, HELD_QUESTION)
    bot_process.wait_until_held()
    bot_process.kill()
    bot_process.hold.unlink()
    bot_process.start()
    bot_process.wait_until_ready()
    page.reload()
    answered_once(page, bot_process, HELD_QUESTION)


def test_history_that_could_not_be_loaded_is_tried_again(visitors: Visitors, bot: Bot) -> None:
    visitors.expect("Failed to load resource")
    page = visitors.visit(bot)
    open_chat(page)
    ask(page, ANSWERED)
    page.route("**/widget/history.js", lambda route: route.abort())
    page.reload()
    expect(page.locator(".composer")).to_contain_text("We can't reach the help desk.")
    page.unroute_all()
    page.get_by_role("button", name="Close the chat").click()
    open_chat(page)
    expect(page.locator(".question p")).to_have_text([ANSWERED])
    ask(page, "fees")
    assert bot.said(token(page)) == [ANSWERED, "fees"]


def test_message_written_offline_goes_out_once_when_the_line_is_back(visitors: Visitors, bot: Bot) -> None:
    visitors.expect("Failed to load resource", "net::ERR")
    page = visitors.visit(bot)
    open_chat(page)
    page.context.set_offline(True)
    send(page, ANSWERED)
    expect(page.locator(".problem")).to_contain_text("You're offline")
    page.context.set_offline(False)
    answered_once(page, bot, ANSWERED)


def test_slow_line_opens_and_answers_in_sensible_time(visitors: Visitors, bot: Bot) -> None:
    def is_sensible() -> bool:
        page, start = slow_page(visitors), time.monotonic()
        page.goto(visitors.address(bot))
        page.get_by_role("button", name="Open the chat").wait_for()
        placed = time.monotonic() - start
        page.get_by_role("button", name="Open the chat").tap()
        expect(page.get_by_role("dialog")).to_be_visible()
        opened = time.monotonic() - start
        ask(page, ANSWERED)
        expect(page.locator(".reply.answered .mark").first).to_be_visible()
        return placed < 5 and opened - placed < 4 and time.monotonic() - start < 12

    assert any(is_sensible() for _ in range(TRIES))


def test_slow_line_shows_that_it_works(visitors: Visitors, bot: Bot) -> None:
    page, held = slow_page(visitors), list[Route]()
    page.goto(visitors.address(bot))
    for file in ("**/widget/chat.js", "**/v1/chat"):
        page.route(file, lambda route: held.append(route))
    page.get_by_role("button", name="Open the chat").tap()
    expect(page.locator(".launcher")).to_have_attribute("aria-busy", "true")
    let_go(page, held)
    expect(page.get_by_role("dialog")).to_be_visible()
    send(page, ANSWERED)
    expect(page.locator(".waiting")).to_be_visible()
    let_go(page, held)
    settled(page)
    expect(page.locator(".reply.answered .mark").first).to_be_visible()


def slow_page(visitors: Visitors) -> Page:
    """An empty page in the browser of a phone on a slow line."""
    page = visitors.context(PHONE, has_touch=True, is_mobile=True).new_page()
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    return page


def let_go(page: Page, held: list[Route]) -> None:
    until(page, lambda: held)
    held.pop().continue_()


@pytest.mark.parametrize("how", ["double click", "enter twice", "enter and click"])
def test_hurried_sending_sends_once(visitors: Visitors, bot: Bot, how: str) -> None:
    page = visitors.visit(bot)
    open_chat(page)
    page.get_by_role("textbox", name="Your question").fill(ANSWERED)
    button, place = page.get_by_role("button", name="Send"), centre(page)
    if how == "double click":
        button.dblclick()
    else:
        page.keyboard.press("Enter")
        page.keyboard.press("Enter") if how == "enter twice" else page.mouse.click(*place)
    answered_once(page, bot, ANSWERED)


def centre(page: Page) -> tuple[float, float]:
    box = page.locator(".send:visible").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_pasted_text_beyond_the_limit_is_refused_kindly_and_at_once(visitors: Visitors, bot: Bot) -> None:
    page = visitors.visit(bot, PHONE)
    open_chat(page)
    field = page.get_by_role("textbox", name="Your question")
    field.focus()

    def seconds() -> float:
        field.fill("")
        start = time.monotonic()
        page.keyboard.insert_text(f"{ANSWERED} {'words ' * 1000}"[:5000])
        expect(page.locator(".count")).to_have_text("5,000 of 4,000 characters. Please shorten your question.")
        return time.monotonic() - start

    assert any(seconds() < 2 for _ in range(TRIES))
    expect(page.get_by_role("button", name="Send")).to_be_disabled()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    field.fill(f"{ANSWERED} {'x' * 3958}"[:4000])
    page.keyboard.press("Enter")
    settled(page)
    expect(page.locator(".reply:not(:has(.problem))")).to_have_count(1)
    assert [len(text) for text in bot.said(token(page))] == [4000]
    assert page.locator(".log").evaluate("log => log.scrollWidth <= log.clientWidth")


def test_browser_under_strain_keeps_the_order_of_questions(visitors: Visitors, bot: Bot) -> None:
    page = visitors.visit(bot)
    open_chat(page)
    for question in ("hello", ANSWERED, "fees"):
        ask(page, question)
    assert bot.said(token(page)) == ["hello", ANSWERED, "fees"]
    assert len(bot.said(token(page), "bot")) == 3
