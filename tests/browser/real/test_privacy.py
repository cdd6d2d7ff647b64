"""Personal data and the conversation's token stay out of the database and the log."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.real.bots import BotProcess
from tests.browser.real.chat import ask, open_chat, token
from tests.browser.real.conftest import Visitors

pytestmark = pytest.mark.browser

SECRETS = ("noor.haddad@mail.example", "4242 4242 4242 4242", "718394")
WRITTEN = f"My e-mail is {SECRETS[0]}, my card {SECRETS[1]}, my code is {SECRETS[2]}. Why was my card declined?"


def test_secrets_reach_neither_the_database_nor_the_log(bot_process: BotProcess, visitors: Visitors) -> None:
    visitors.expect("Failed to load resource", "net::ERR")
    bot_process.wait_until_ready()
    page = visitors.visit(bot_process)
    open_chat(page)
    ask(page, WRITTEN)
    expect(page.locator(".question p")).to_have_text(WRITTEN)
    page.reload()
    expect(page.locator(".question p")).to_contain_text("Why was my card declined?")
    shown = page.locator(".question p").inner_text()
    conversation = token(page)
    assert bot_process.said(conversation) == [shown]
    for secret in SECRETS:
        assert secret not in shown
        assert secret.encode() not in bot_process.bytes()
    # A database that can't be written makes the log talk.
    bot_process.rows("ALTER TABLE messages RENAME TO away")
    page.get_by_role("textbox", name="Your question").fill(WRITTEN)
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_be_visible()
    bot_process.rows("ALTER TABLE away RENAME TO messages")
    log = bot_process.log.read_text()
    assert "ERROR" in log or "WARNING" in log
    assert not [secret for secret in (*SECRETS, conversation) if secret in log]
