"""What a page pays for the chat."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Response, expect

from tests.browser.real.bots import Bot
from tests.browser.real.chat import ANSWERED, open_chat
from tests.browser.real.conftest import Visitors

pytestmark = pytest.mark.browser

LAUNCHER_BYTES = 4_000
ANSWER_BYTES = 20_000


def test_launcher_is_small_and_all_up_to_a_cited_answer_stays_below_20_kb(visitors: Visitors, bot: Bot) -> None:
    loaded: list[Response] = []
    page = visitors.context().new_page()
    page.on("response", lambda response: loaded.append(response))

    def size() -> int:
        files = {urlsplit(r.url).path: r for r in loaded if urlsplit(r.url).path.startswith("/widget")}
        assert {r.header_value("content-encoding") for r in files.values() if len(r.body()) > 1000} == {"gzip"}
        return sum(len(gzip.compress(response.body(), mtime=0)) for response in files.values())

    page.goto(visitors.address(bot))
    page.get_by_role("button", name="Open the chat").wait_for()
    assert size() <= LAUNCHER_BYTES
    open_chat(page)
    page.get_by_role("textbox", name="Your question").press_sequentially(ANSWERED)
    page.keyboard.press("Enter")
    expect(page.locator(".sources")).to_be_visible()
    assert size() <= ANSWER_BYTES
