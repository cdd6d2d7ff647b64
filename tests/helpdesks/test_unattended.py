from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.helpdesks.conftest import Citedesk, Serve

pytestmark = pytest.mark.browser
TRUTH = "Nobody has been free yet."


@pytest.fixture
def citedesk(serve: Serve) -> Citedesk:
    return serve()


def test_customer_is_told_that_nobody_came_and_reads_so_after_a_reload(
    browser: Browser,
    citedesk: Citedesk,
) -> None:
    page = browser.new_page(locale="en-GB")
    page.goto(f"{citedesk.url}/")
    page.get_by_role("button", name="chat").first.click()
    page.get_by_role("textbox").last.fill("I want to talk to a person")
    page.keyboard.press("Enter")
    expect(page.get_by_text("I've asked a person to join").first).to_be_visible()
    expect(page.get_by_text(TRUTH)).to_have_count(0)

    citedesk.rows("UPDATE conversations SET requested_at = requested_at - 660000000, version = version + 1")
    expect(page.get_by_text(TRUTH).first).to_be_visible()
    page.reload()
    expect(page.get_by_text(TRUTH).first).to_be_visible()
    page.close()
