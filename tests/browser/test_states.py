"""axe finds nothing to complain of in any state of the window, wide and narrow, light and dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.fake_bot import FakeBot
from tests.browser.pages import answered, open_chat, send

pytestmark = pytest.mark.browser

AXE = Axe()


def check(page: Page, state: str) -> None:
    found = AXE.run(page, options={"rules": {"target-size": {"enabled": True}}})
    problems = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found.response["violations"]]
    assert problems == [], state


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, open_page: OpenPage, bot_url: str, scheme: str) -> Page:
    """The demo page with the chat open."""
    page = open_page(f"{bot_url}/", request.param, color_scheme=scheme, reduced_motion="reduce")
    open_chat(page)
    return page


def test_axe_finds_nothing_while_writing_and_in_the_menu(page: Page, bot: FakeBot) -> None:
    page.get_by_label("Your question").last.press_sequentially("deposit")
    expect(page.locator(".match")).to_have_count(3)
    check(page, "suggestions")
    page.keyboard.press("Enter")
    answered(page)
    page.get_by_role("button", name="More").click()
    expect(page.locator(".popup")).to_be_visible()
    check(page, "menu")
    page.get_by_role("button", name="Delete this conversation").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    check(page, "deleting")


def test_axe_finds_nothing_in_feedback_and_trouble(page: Page, bot: FakeBot) -> None:
    send(page, "deposit")
    answered(page)
    page.get_by_role("button", name="No, this didn't help").click()
    page.get_by_role("button", name="It's out of date").click()
    check(page, "reasons")
    page.get_by_role("button", name="Send feedback").click()
    expect(page.locator(".rating")).to_contain_text("Thank you")
    send(page, "quota")
    answered(page, 2)
    send(page, "wait deposit")
    expect(page.locator(".waiting")).to_be_visible()
    check(page, "waiting for an answer")
    bot.let_go()


def test_axe_finds_nothing_in_a_handoff(page: Page, bot: FakeBot) -> None:
    bot.config |= {"contact_url": "https://orrery.example/contact"}
    page.locator(".foot").get_by_role("button", name="Talk to a person").click()
    expect(page.locator(".handoff")).to_be_visible()
    check(page, "waiting for a person")
    bot.hand_over(unattended=True)
    expect(page.get_by_role("link", name="Contact us")).to_be_visible()
    check(page, "nobody free")
    bot.agent_says("Hello, see https://orrery.example")
    expect(page.locator(".agent")).to_be_visible()
    check(page, "an agent")
    page.get_by_role("button", name="Close the chat").click()
    bot.agent_says("Are you there?")
    expect(page.locator("[data-unread]")).to_be_visible()
    check(page, "unread")
