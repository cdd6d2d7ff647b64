"""What a customer does in the chat, and sees of it."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, expect

ANSWERED = "How do I reset two-factor authentication?"
CLARIFIED = "what does it cost?"
ABSTAINED = "can i end up owing you money"


def open_chat(page: Page) -> None:
    """Opens the window by its launcher."""
    page.get_by_role("button", name="Open the chat").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def ask(page: Page, question: str) -> None:
    """Sends the question, and waits for the end of its answer."""
    send(page, question)
    settled(page)


def send(page: Page, question: str) -> None:
    """Sends the question."""
    page.get_by_role("textbox", name="Your question").fill(question)
    page.keyboard.press("Enter")


def settled(page: Page) -> None:
    """Waits until nothing is on its way any more."""
    expect(page.get_by_role("button", name="Stop answering")).to_be_hidden()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def token(page: Page) -> str:
    """What opens the conversation of the page; only its browser has it."""
    kept = page.evaluate("Object.entries(localStorage).find(([key]) => key.endsWith(' conversation'))?.[1] ?? 'null'")
    found: dict[str, Any] = json.loads(kept) or {}
    return str(found.get("id", ""))


def questions(page: Page) -> list[str]:
    """The customer's messages as shown."""
    return page.locator(".question p").all_inner_texts()


def write(page: Page, text: str) -> None:
    """Sends a message to a person."""
    send(page, text)
