"""What the tests of the widget do and look at again and again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.chromium import PATIENCE_MS


def open_chat(page: Page) -> None:
    """Clicks the launcher and waits for the window."""
    page.get_by_role("button", name="Open the chat").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def send(page: Page, question: str) -> None:
    """Asks by the keyboard."""
    page.get_by_label("Your question").last.fill(question)
    page.keyboard.press("Enter")


def answered(page: Page, count: int = 1) -> None:
    """Waits until so many replies are finished and the next question may be asked."""
    expect(page.locator(".reply:not([aria-busy])")).to_have_count(count)
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()


def until(page: Page, condition: Callable[[], object]) -> None:
    """Returns once the condition holds, for what no locator sees; the page lives on meanwhile."""
    for _ in range(PATIENCE_MS // 50):
        if condition():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come to that")


def hold_the_clock(page: Page) -> None:
    """From now on the page's clock stands still until it is put forward."""
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))


def type_without_a_pause(field: Locator, text: str) -> None:
    """Types as fast as can be: between two keys nothing else has a turn, however busy the machine is."""
    field.evaluate(
        """(field, text) => {
            for (const key of text) {
                field.value += key;
                field.dispatchEvent(new InputEvent('input', {bubbles: true, composed: true}));
            }
        }""",
        text,
    )


def heard(page: Page, *names: str) -> None:
    """Keeps the details of the widget's events in `window.heard`."""
    page.evaluate(
        """names => {
            window.heard = [];
            for (const name of names) citedesk('on', name, event => window.heard.push([name, event.detail]));
        }""",
        list(names),
    )
