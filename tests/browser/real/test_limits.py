"""Customers who ask too much: told kindly, told when, and answered again afterwards."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.real.chat import ANSWERED, ask, open_chat, questions, send, settled, token
from tests.browser.real.conftest import ServeBot, Visitors

pytestmark = pytest.mark.browser


def test_rush_is_answered_with_a_countdown_and_works_afterwards(visitors: Visitors, serve_bot: ServeBot) -> None:
    visitors.expect("429 (Too Many Requests)")
    bot = serve_bot(limit_site="1/3seconds")
    page = visitors.visit(bot)
    open_chat(page)
    ask(page, "hello")
    send(page, ANSWERED)
    problem = page.locator(".problem")
    expect(problem).to_contain_text("A lot of messages are coming in right now.")
    expect(problem.get_by_role("button", name="Try again in")).to_be_disabled()
    problem.get_by_role("button", name="Try again", exact=True).click()
    settled(page)
    expect(page.locator(".reply.answered .mark").first).to_be_visible()
    assert questions(page) == bot.said(token(page)) == ["hello", ANSWERED]


def test_used_up_allowance_leads_to_a_person_and_to_no_vain_retry(visitors: Visitors, serve_bot: ServeBot) -> None:
    visitors.expect("429 (Too Many Requests)")
    bot = serve_bot(limit_conversation="1/day")
    page = visitors.visit(bot)
    open_chat(page)
    ask(page, "hello")  # begins the conversation, and so is not counted in it yet
    ask(page, "thanks")
    send(page, ANSWERED)
    problem = page.locator(".problem")
    expect(problem).to_contain_text("A person can still help you.")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    problem.get_by_role("button", name="Talk to a person").click()
    expect(page.locator(".handoff")).to_contain_text("We've asked a person to join.")
