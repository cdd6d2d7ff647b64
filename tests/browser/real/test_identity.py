"""Who the customer is: what the site has signed reaches the agents, what anybody could write does not."""

from __future__ import annotations

import json
import time

import jwt
import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import until
from tests.browser.real.bots import IDENTITY_SECRET, Bot
from tests.browser.real.chat import ANSWERED, ask, open_chat, token
from tests.browser.real.conftest import Visitors

pytestmark = pytest.mark.browser

STUB = "window.citedesk ??= (...call) => (citedesk.q ??= []).push(call);"


def signed(secret: str, **claims: object) -> str:
    """A token as the site's server would make it."""
    return jwt.encode({"sub": "u-1001", "name": "Noor", "exp": time.time() + 600, **claims}, secret, algorithm="HS256")


def customer(bot: Bot, page: Page) -> object:
    """Whom the agents see in the page's conversation."""
    return bot.ask_as_agent("GET", f"/{bot.number(token(page))}")["customer"]


def identify(identity: dict[str, str]) -> str:
    return f"citedesk('identify', {json.dumps(identity)})"


def test_signed_customer_is_named_to_the_agents(visitors: Visitors, bot: Bot) -> None:
    early = STUB + identify({"token": signed(IDENTITY_SECRET)})
    page = visitors.visit(bot, query={"early": early})
    open_chat(page)
    ask(page, ANSWERED)
    seen = customer(bot, page)
    assert isinstance(seen, dict)
    assert seen["name"] == "Noor"
    assert "u-1001" in seen.values()


def test_customer_signed_after_the_first_message_is_named_too(visitors: Visitors, bot: Bot) -> None:
    page = visitors.visit(bot)
    open_chat(page)
    ask(page, ANSWERED)
    assert not customer(bot, page)
    page.evaluate(identify({"token": signed(IDENTITY_SECRET)}))
    seen = customer(bot, page)
    assert isinstance(seen, dict)
    assert seen["name"] == "Noor"


@pytest.mark.parametrize(
    "forged", [signed("another-secret-0123456789-0123456789"), signed(IDENTITY_SECRET, exp=1)], ids=["forged", "old"]
)
def test_wrong_signature_is_told_to_the_developer_and_the_answer_comes_all_the_same(
    visitors: Visitors, bot: Bot, forged: str
) -> None:
    visitors.expect("Citedesk: ", "401 (Unauthorized)")
    page = visitors.visit(bot, query={"early": STUB + identify({"token": forged})})
    open_chat(page)
    ask(page, ANSWERED)
    expect(page.locator(".reply.answered .mark").first).to_be_visible()
    until(page, lambda: [line for line in visitors.complaints if line.startswith("Citedesk: ")])
    assert not customer(bot, page)
