"""The page of rules on a real server: from a question that customers asked to a rule that answers it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Dialog, Page, expect

from bot.accounts.team import AgentRole
from bot.settings import Settings
from bot.wiring import open_sessions, open_store
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.pages import until
from tests.browser.real.bots import Bot
from tests.browser.real.conftest import ServeBot, Visitors
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "lena@shop.example", "correct horse battery"
TABLET = {"width": 768, "height": 1024}
QUESTION = "can i call you on the phone"

OpenRules = Callable[..., Page]


@pytest.fixture
def bot(serve_bot: ServeBot, tmp_path: Path, sample_home: Path) -> Bot:
    """A bot that three customers have asked something, and an admin to look after it."""
    bot = serve_bot()
    settings = Settings(home=sample_home, database_url=f"sqlite:///{bot.database}")  # type: ignore[arg-type]
    store = open_store(settings)
    open_sessions(settings, store).add_agent(EMAIL, "Lena", AgentRole.ADMIN, PASSWORD)
    store.database.close()
    for question in (QUESTION, "how do trading fees work", "my lawyer wants a statement"):
        ask(bot, question)
    return bot


@pytest.fixture
def open_rules(bot: Bot, visitors: Visitors) -> OpenRules:
    """Signs in, and opens the page of rules."""

    def open_(viewport: dict[str, int] = DESKTOP, **options: Any) -> Page:
        page = visitors.context(viewport, **options).new_page()
        page.goto(f"{bot.url}/console/rules")
        page.get_by_label("E-mail").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Pinned answers").wait_for()
        return page

    return open_


def ask(bot: Bot, question: str) -> dict[str, Any]:
    reply: dict[str, Any] = httpx.post(
        f"{bot.url}/v1/chat", json={"message": question}, timeout=PATIENCE_SECONDS
    ).json()
    return reply


def make(bot: Bot, **rule: Any) -> None:
    headers = {"Authorization": "Bearer key-of-the-agents-0123456789"}
    httpx.post(f"{bot.url}/v1/agent/rules", json=rule, headers=headers, timeout=PATIENCE_SECONDS).raise_for_status()


def test_answer_is_pinned_by_keyboard_alone_after_a_look_at_what_it_changes(bot: Bot, open_rules: OpenRules) -> None:
    page = open_rules()
    page.get_by_role("link", name="Pin an answer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Questions like these")).to_be_focused()
    page.keyboard.type("Is there a phone number I can call?")
    preview = page.get_by_role("region", name="What this would change")
    expect(preview).to_contain_text("1 of 3 questions would be answered differently.")
    expect(preview.locator(".effects").first).to_contain_text(QUESTION)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_label("Loose")).to_be_checked()
    page.get_by_role("textbox", name="Answer").focus()
    page.keyboard.type("Call **+49 30 1**.")
    expect(page.locator(".as-shown strong")).to_have_text("+49 30 1")
    page.get_by_role("button", name="Save").press("Enter")

    expect(page.get_by_role("link", name="Is there a phone number I can call?")).to_be_visible()
    assert ask(bot, QUESTION)["answer"] == "Call **+49 30 1**."


def test_rule_is_switched_off_on_and_deleted_when_that_is_confirmed(bot: Bot, open_rules: OpenRules) -> None:
    make(bot, kind="block", words=["lawyer"], name="Legal")
    page = open_rules()
    switch = page.get_by_role("switch", name="Legal")
    switch.click()
    expect(page.get_by_text("“Legal” is switched off.")).to_be_visible()
    expect(switch).not_to_be_checked()
    assert ask(bot, "my lawyer calls")["rule"] is None
    switch.press("Space")
    expect(page.get_by_text("“Legal” counts again.")).to_be_visible()
    assert ask(bot, "my lawyer calls")["rule"] == 1

    page.get_by_role("button", name="Delete “Legal”").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Delete “Legal”").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("link", name="Legal")).to_have_count(0)
    assert ask(bot, "my lawyer calls")["rule"] is None


def test_rule_is_tried_on_questions_of_ones_own(bot: Bot, open_rules: OpenRules) -> None:
    make(bot, kind="pin", words=["statement"], answer="Here.", name="Statements")
    page = open_rules()
    page.get_by_role("link", name="Route to people").click()
    page.get_by_label("Words that must occur").fill("lawyer|attorney")
    for question in ("my attorney writes", "the lawyer's statement", "nothing of that"):
        page.get_by_label("Try it on a question").fill(question)
        page.keyboard.press("Enter")
    trials = page.locator(".trials li")

    expect(trials).to_have_count(3)
    expect(trials.nth(0)).to_contain_text("No match")
    expect(trials.nth(1)).to_contain_text("Matches, but “Statements” comes first")
    expect(trials.nth(2)).to_contain_text("Matches")


def test_what_was_written_is_not_lost_unasked(bot: Bot, open_rules: OpenRules) -> None:
    page = open_rules()
    page.get_by_role("link", name="Block a topic").click()
    page.get_by_label("Questions like these").fill("Who are your investors?")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", stay)
    page.get_by_role("link", name="Cancel").click()
    until(page, lambda: asked)
    assert asked == ["Leave without saving?"]
    expect(page.get_by_label("Questions like these")).to_have_value("Who are your investors?")


def test_what_is_missing_is_said_where_it_is(bot: Bot, open_rules: OpenRules) -> None:
    page = open_rules()
    page.get_by_role("link", name="Pin an answer").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("at least one question")
    expect(page.get_by_label("Questions like these")).to_be_focused()
    page.keyboard.type("Why?")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Write the answer")
    expect(page.get_by_role("textbox", name="Answer")).to_be_focused()


def test_rule_that_another_admin_has_changed_is_not_overwritten(
    bot: Bot, open_rules: OpenRules, visitors: Visitors
) -> None:
    visitors.expect("409")
    make(bot, kind="block", words=["lawyer"], name="Legal")
    page, other = open_rules(), open_rules()
    page.get_by_role("link", name="Legal").click()
    page.get_by_label("Words that must occur").fill("attorney")
    other.get_by_role("switch", name="Legal").click()
    other.get_by_text("“Legal” is switched off.").wait_for()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_contain_text("has been changed by Lena")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_list_and_editor_are_clean_and_fit_any_screen(bot: Bot, open_rules: OpenRules, scheme: str) -> None:
    make(
        bot, kind="pin", examples=["Can I call you?" * 8], words=["phone|" + "x" * 90], answer="a" * 200, name="n" * 120
    )
    page = open_rules(color_scheme=scheme)
    for screen in (DESKTOP, TABLET, PHONE):
        page.set_viewport_size(screen)  # type: ignore[arg-type]
        page.goto(f"{bot.url}/console/rules#")
        page.locator(".rule").wait_for()
        is_clean(page)
        page.goto(f"{bot.url}/console/rules#1")
        page.get_by_text("would be answered differently").wait_for()
        is_clean(page)


def is_clean(page: Page) -> None:
    results: Any = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
