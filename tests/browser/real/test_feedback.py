"""What customers think of an answer reaches the database, and stays theirs to change."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.real.bots import Bot
from tests.browser.real.chat import ANSWERED, ask, open_chat, token
from tests.browser.real.conftest import Visitors

pytestmark = pytest.mark.browser


def kept(bot: Bot, page: Page) -> list[tuple[str, str | None, str | None]]:
    """Rating, reason and comment of each rated message of the page's conversation."""
    query = (
        "SELECT f.rating, f.reason, comment FROM feedback f JOIN messages m ON f.message = m.number "
        "JOIN conversations c ON m.conversation = c.number WHERE c.id = ?"
    )
    return bot.rows(query, token(page))


def test_thumbs_reason_and_comment_are_kept_and_can_be_changed(visitors: Visitors, bot: Bot) -> None:
    page = visitors.visit(bot)
    open_chat(page)
    ask(page, ANSWERED)
    up, down = page.get_by_role("button", name="Yes, this"), page.get_by_role("button", name="No, this")
    down.click()
    page.get_by_role("button", name="It's out of date").click()
    page.get_by_label("Tell us more (optional)").fill("The <b>button</b> is called otherwise, write to me@mine.example")
    page.get_by_role("button", name="Send feedback").click()
    expect(page.locator(".rating")).to_contain_text("Thank you for telling us.")
    ((rating, reason, comment),) = kept(bot, page)
    assert (rating, reason) == ("down", "outdated")
    assert str(comment).startswith("The <b>button</b> is called otherwise, write to")
    assert "mine.example" not in str(comment)
    page.reload()
    expect(down).to_have_attribute("aria-pressed", "true")
    up.click()
    expect(page.locator(".rating")).to_contain_text("Thank you")
    assert [row[0] for row in kept(bot, page)] == ["up"]
    page.reload()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(down).to_have_attribute("aria-pressed", "false")
