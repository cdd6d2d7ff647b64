"""axe finds nothing in any state: wide and narrow, light and dark, in both directions of writing, in forced colours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.real.bots import Bot
from tests.browser.real.chat import ABSTAINED, ANSWERED, CLARIFIED, token
from tests.browser.real.conftest import Visitors

pytestmark = pytest.mark.browser

RUN_AXE = """async () => {
    const rules = {"target-size": {enabled: true}};
    const {violations} = await axe.run(document, {resultTypes: ["violations"], rules});
    return violations.map(({id, nodes}) => [id, nodes.map(({html}) => html)]);
}"""
VARIANTS = [
    *(
        (width, scheme, locale, "none")
        for width in (DESKTOP, PHONE)
        for scheme in ("light", "dark")
        for locale in ("en", "ar")
    ),
    (PHONE, "dark", "en", "active"),
]


@dataclass
class Walk:
    """A customer who goes through every state of the chat, whatever its language; what axe finds is gathered."""

    page: Page
    found: list[Any] = field(default_factory=list)

    def check(self, state: str) -> None:
        """Asks axe, and whether anything sticks out."""
        self.found += [(state, rule, places) for rule, places in self.page.evaluate(RUN_AXE)]
        if not self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            self.found.append((state, "scrolls sideways", []))

    def do(self, action: str) -> None:
        """Presses the newest button for the action."""
        self.page.locator(f"citedesk-chat [data-do={action}]:visible").last.click()

    def ask(self, question: str) -> None:
        """Asks, and waits for the end of the answer."""
        replies = self.page.locator(".reply").count()
        self.page.locator("citedesk-chat textarea#question").fill(question)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".reply:not([aria-busy=true])")).to_have_count(replies + 1)


@pytest.mark.parametrize(
    ("viewport", "scheme", "locale", "forced"),
    VARIANTS,
    ids=[f"{v['width']}-{scheme}-{locale}-{forced}" for v, scheme, locale, forced in VARIANTS],
)
def test_axe_finds_nothing(
    visitors: Visitors, bot: Bot, viewport: dict[str, int], scheme: str, locale: str, forced: str
) -> None:
    visitors.expect("Failed to load resource")
    query = {"lang": locale, "dir": "rtl" if locale == "ar" else "ltr"}
    page = visitors.visit(bot, viewport, query, color_scheme=scheme, forced_colors=forced)
    walk = Walk(page)
    page.evaluate(Axe().axe_script)
    page.locator("citedesk-chat .launcher").wait_for()
    walk.check("closed")
    page.locator("citedesk-chat .launcher").click()
    page.locator(".welcome .choice").first.wait_for()
    page.locator("citedesk-chat textarea#question").press_sequentially("withdrawal fees")
    page.locator(".matching a").first.wait_for()
    walk.check("greeting, articles while typing")
    for question in (CLARIFIED, ABSTAINED, ANSWERED):
        walk.ask(question)
    page.locator("citedesk-chat [data-rating=down]").last.click()
    page.locator(".why").wait_for()
    page.locator(".mark").last.focus()
    page.get_by_role("tooltip").wait_for()
    walk.check("answers, quote, reasons")
    walk.do("menu")
    menu = page.locator("citedesk-chat [data-do=menu][aria-expanded=true] ~ div button")
    menu.last.wait_for()
    walk.check("menu")
    menu.last.click()
    page.get_by_role("alertdialog").wait_for()
    walk.check("asked whether to delete")
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    page.locator("citedesk-chat textarea#question").fill("x" * 4001)
    walk.check("too long")
    walk.ask("fees")
    page.locator(".problem").wait_for()
    walk.check("offline")
    page.context.set_offline(False)
    page.locator(".problem").wait_for(state="detached")
    with page.expect_response(lambda response: response.url.endswith("/handoff")):
        walk.do("person")
    page.locator(".handoff").wait_for()
    walk.check("waiting for a person")
    bot.say(token(page), "Hello, [here](https://orrery.example/a) is what to do:\n\n1. Wait.\n2. See `status`.")
    page.locator(".message.agent").wait_for()
    walk.check("with a person")
    walk.do("close")
    bot.say(token(page), "Still there?")
    page.locator(".launcher[data-unread]").wait_for()
    walk.check("unread")
    assert walk.found == []


def test_arabic_is_mirrored(visitors: Visitors, bot: Bot) -> None:
    page = visitors.visit(bot, query={"lang": "ar", "dir": "rtl"})
    page.locator("citedesk-chat .launcher").click()
    box = page.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] < 100
    assert page.locator("citedesk-chat .root").get_attribute("dir") == "rtl"
    assert page.locator("citedesk-chat .panel").evaluate("e => getComputedStyle(e).direction") == "rtl"
