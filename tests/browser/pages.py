"""What the tests of the widget do and look at again and again."""

from __future__ import annotations

from playwright.sync_api import Page, expect


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


def heard(page: Page, *names: str) -> None:
    """Keeps the details of the widget's events in `window.heard`."""
    page.evaluate(
        """names => {
            window.heard = [];
            for (const name of names) citedesk('on', name, event => window.heard.push([name, event.detail]));
        }""",
        list(names),
    )
