"""Customers who ask too much: told kindly, told when, and answered again afterwards."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import expect

from bot.limits import UsageLimits
from tests.browser.pages import hold_the_clock
from tests.browser.real.chat import ANSWERED, ask, open_chat, questions, send, settled, token
from tests.browser.real.conftest import ServeBot, Visitors

pytestmark = pytest.mark.browser


class Clock:
    """A clock of the server that stands until it is put forward."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_rush_is_answered_with_a_countdown_and_works_afterwards(
    visitors: Visitors, serve_bot: ServeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitors.expect("429 (Too Many Requests)")
    clock = Clock()
    monkeypatch.setattr("bot.wiring.application.UsageLimits", partial(UsageLimits, clock=clock))
    bot = serve_bot(limit_site="1/10seconds")
    page = visitors.visit(bot)
    open_chat(page)
    hold_the_clock(page)
    ask(page, "hello")
    send(page, ANSWERED)
    problem = page.locator(".problem")
    expect(problem).to_contain_text("A lot of messages are coming in right now.")
    expect(problem.get_by_role("button", name="Try again in")).to_be_disabled()
    clock.now += 20
    page.clock.run_for(20_000)
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
