"""The console's pages for everybody: by keyboard alone, on any screen, in light and dark, and by what axe finds."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.fake_desk import PASSWORD, FakeDesk
from tests.browser.pages import until

pytestmark = pytest.mark.browser

TABLET = {"width": 768, "height": 1024}
SCREENS = [DESKTOP, TABLET, PHONE]


def axe_finds_nothing(page: Page) -> None:
    results: Any = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS, ids=["desktop", "tablet", "phone"])
def test_inbox_is_clean_in_every_state(
    open_page: OpenPage, desk: FakeDesk, desk_url: str, screen: dict[str, int], scheme: str
) -> None:
    page = open_page(f"{desk_url}/console", screen, color_scheme=scheme, reduced_motion="reduce")
    page.locator(".conversation").first.wait_for()
    axe_finds_nothing(page)
    page.get_by_role("link", name="Ada Okafor").click()
    expect(page.locator(".draft")).to_have_count(3)
    until(page, lambda: desk.listeners)
    desk.present(101, agents=[{"number": 2, "name": "Omar Haddad", "typing": True}])
    page.get_by_text("Omar Haddad is writing").wait_for()
    axe_finds_nothing(page)
    assert fits(page)
    if screen is not DESKTOP:
        page.get_by_role("button", name="Drafts, customer and notes").click()
    page.get_by_role("tab", name="Notes").click()
    axe_finds_nothing(page)
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keyboard shortcuts").wait_for()
    axe_finds_nothing(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/sign-in", "/replies", "/team"])
def test_other_pages_are_clean(open_page: OpenPage, desk_url: str, path: str, scheme: str) -> None:
    page = open_page(f"{desk_url}/console{path}", color_scheme=scheme, reduced_motion="reduce")
    page.locator("main [aria-busy]").wait_for(state="detached")
    axe_finds_nothing(page)
    for screen in SCREENS:
        page.set_viewport_size(screen)  # type: ignore[arg-type]
        assert fits(page)


def test_day_of_work_is_possible_by_keyboard_alone(open_page: OpenPage, desk: FakeDesk, desk_url: str) -> None:
    page = open_page(f"{desk_url}/console")
    page.locator(".conversation").first.wait_for()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Ada Okafor")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".talk-head h2")).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.type("Hello Ada.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry.agent").last).to_contain_text("Hello Ada.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("log")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_text("No conversation is open")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("fiat")
    page.keyboard.press("Enter")  # before the search has begun by itself
    expect(page.locator(".conversation")).to_have_count(1)
    expect(page.locator(".conversation a, a.conversation").first).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox", name="Search")).to_have_value("")
    expect(page.locator(".conversation a, a.conversation").first).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".conversation a, a.conversation").first).to_be_focused()


def test_single_keys_can_be_switched_off(open_page: OpenPage, desk_url: str) -> None:
    page = open_page(f"{desk_url}/console?c=101")
    expect(page.locator(".draft")).to_have_count(3)
    page.keyboard.press("?")
    page.get_by_label("Single keys work").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    page.keyboard.press("Alt+1")
    expect(page.get_by_label("Reply to the customer")).not_to_have_value("")
    expect(page.locator(".draft")).to_have_count(3)


def test_narrow_screen_shows_list_or_conversation_and_drafts_in_a_drawer(open_page: OpenPage, desk_url: str) -> None:
    page = open_page(f"{desk_url}/console", TABLET)
    page.get_by_role("link", name="Ada Okafor").click()
    expect(page.get_by_role("searchbox", name="Search")).to_be_hidden()
    page.get_by_role("button", name="Drafts, customer and notes").click()
    page.get_by_role("button", name="Insert", exact=True).first.click()
    expect(page.get_by_role("button", name="Close the panel")).to_be_hidden()
    expect(page.get_by_label("Reply to the customer")).not_to_have_value("")
    page.get_by_role("button", name="Back to the list").click()
    expect(page.get_by_role("searchbox", name="Search")).to_be_visible()


def test_canned_replies_are_written_changed_and_deleted(open_page: OpenPage, desk: FakeDesk, desk_url: str) -> None:
    page = open_page(f"{desk_url}/console/replies")
    page.get_by_role("button", name="New reply").click()
    page.get_by_label("Title").fill("Patience")
    page.get_by_label("Shortcut").fill("hi")
    page.get_by_label("Text").fill("One moment, please.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a reply with the shortcut 'hi' already.")
    page.get_by_label("Shortcut").fill("wait")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".entry-row")).to_have_count(4)
    page.get_by_role("button", name="Edit “Patience”").click()
    page.get_by_label("Text").fill("Two moments, please.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".entry-row").last).to_contain_text("Two moments, please.")
    page.get_by_role("button", name="Delete “Patience”").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator(".entry-row")).to_have_count(3)


def test_accounts_are_added_changed_and_removed(open_page: OpenPage, desk: FakeDesk, desk_url: str) -> None:
    page = open_page(f"{desk_url}/console/team")
    page.get_by_role("button", name="Add someone").click()
    page.get_by_label("Name").fill("Mia Roth")
    page.get_by_label("E-mail").fill("mia@orrery.example")
    page.get_by_label("First password").fill(PASSWORD)
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("button", name="Change Mia Roth").click()
    page.get_by_label("Role").select_option("Admin")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="Mia Roth")).to_contain_text("Admin")
    page.get_by_role("button", name="Remove Omar Haddad").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("row")).to_have_count(3)
    assert [each["name"] for each in desk.team] == ["Lena Brandt", "Mia Roth"]
    expect(page.get_by_role("button", name="Remove Lena Brandt")).to_be_disabled()
