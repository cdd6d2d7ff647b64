"""The review page, over the real server: by keys and by hand, accepting, correcting, dropping and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bot.accounts.team import AgentRole
from bot.conversation import Feedback, Rating, Role
from bot.store.database import Database
from tests.bot.api.conftest import World
from tests.bot.api.conftest import database as database
from tests.bot.api.conftest import empty_database as empty_database
from tests.bot.api.conftest import world as world
from tests.bot.learning.builders import learning_in, lines
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, serving
from tests.fakes import FakeKnowledge, abstained, answered

pytestmark = pytest.mark.browser

TABLET = {"width": 768, "height": 1024}
PASSWORD = "correct horse battery"
LINK = "https://help.test/help/articles/reset-2fa"


def ask(world: World, text: str, of: str | None = None) -> str:
    received = world.conversations.receive(of, text)
    world.conversations.reply(received.conversation.id, received.message.id, abstained())
    return received.conversation.id


@pytest.fixture
def url(world: World, database: Database, tmp_path: Path) -> Iterator[str]:
    """A server on which five questions went wrong, one of them asked twice."""
    world.learning = learning_in(database, tmp_path)
    world.sessions.add_agent("lena@orrery.example", "Lena", AgentRole.AGENT, PASSWORD)
    for text in ("Do you hire?", "I lost my phone", "i lost my phone!"):
        ask(world, text)
    of = ask(world, "Hello there, how are fees calculated")
    ask(world, "and for takers?", of)
    world.conversations.say(of, "Kim", f"Hi! Reset it as described in {LINK}.")
    disliked = world.conversations.receive(None, "What do makers pay?")
    reply = world.conversations.reply(
        disliked.conversation.id, disliked.message.id, answered(FakeKnowledge().retrieve("makers pay", 1)[0])
    )
    world.conversations.rate(reply.id, Feedback(Rating.DOWN))
    assert reply.role is Role.BOT
    with serving(world.app()) as address:
        yield address


def sign_in(page: Page, url: str) -> Page:
    """The review page, with its first candidate there."""
    page.get_by_label("E-mail").fill("lena@orrery.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/console/learn")
    page.locator(".learn-card").wait_for()
    return page


@pytest.fixture
def page(open_page: OpenPage, url: str) -> Page:
    return sign_in(open_page(f"{url}/console/learn"), url)


def golden(home: Path) -> list[dict[str, Any]]:
    return lines(home / "golden" / "questions.jsonl")


def question(page: Page) -> str:
    return page.get_by_label("Question E").input_value()


def go_to(page: Page, text: str) -> None:
    """Steps on, by the keyboard, to the candidate whose question holds the text."""
    for _ in range(6):
        if text in question(page):
            return
        page.keyboard.press("j")
    raise AssertionError(f"no candidate asks {text!r}")


def test_what_was_asked_most_often_comes_first_with_all_there_is_to_know(page: Page) -> None:
    assert question(page).lower().startswith("i lost my phone")
    expect(page.locator(".learn-card .panel-head")).to_contain_text("asked 2 times")
    expect(page.locator("#progress")).to_contain_text("0 of 5 reviewed")
    expect(page.get_by_role("button", name="To review")).to_contain_text("5")
    go_to(page, "takers")
    expect(page.get_by_role("checkbox", name="How do I reset my 2FA?")).to_be_checked()
    expect(page.get_by_label("Reference answer")).to_have_value(f"Reset it as described in {LINK}.")
    page.locator(".learn-history summary").click()
    expect(page.locator(".learn-history")).to_contain_text("Customer: Hello there, how are fees calculated")


def test_all_candidates_are_decided_by_keys_alone(page: Page, tmp_path: Path) -> None:
    page.keyboard.press("a")
    expect(page.get_by_role("alert")).to_contain_text("Choose the articles that answer it")
    for key in ("f", *"reset"):
        page.keyboard.press(key)
    expect(page.get_by_role("option").first).to_have_text("How do I reset my 2FA?")
    for key in ("Enter", "Escape", "y", "a"):
        page.keyboard.press(key)
    expect(page.locator("#progress")).to_contain_text("1 of 5 reviewed")
    for reviewed in range(2, 6):
        page.keyboard.press("n" if reviewed < 5 else "d")
        if reviewed < 5:
            page.keyboard.press("a")
        expect(page.locator("#progress")).to_contain_text(f"{reviewed} of 5")
    expect(page.get_by_role("heading", name="All reviewed")).to_be_visible()

    assert [line["answerable"] for line in golden(tmp_path)] == [True, False, False, False]
    assert golden(tmp_path)[0]["origin"]["by"] == "Lena"
    assert [line["article_id"] for line in lines(tmp_path / "alternatives.jsonl")] == ["reset-2fa"]


def test_single_keys_decide_nothing_once_they_are_switched_off(page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_label("Single keys work").uncheck()
    page.get_by_role("button", name="Close").click()
    for key in ("n", "a", "d", "?"):
        page.keyboard.press(key)
    page.get_by_role("checkbox", name="No article answers it").check()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#progress")).to_contain_text("1 of 5 reviewed")


def test_question_and_answer_are_corrected_from_the_keyboard(page: Page, tmp_path: Path) -> None:
    go_to(page, "takers")
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("What do takers pay, and what makers?")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.press("Control+a")
    page.keyboard.type("Takers pay 0.2 %.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#progress")).to_contain_text("1 of 5 reviewed")

    (line,) = golden(tmp_path)
    assert (line["question"], line["relevant_article_ids"]) == ("What do takers pay, and what makers?", ["reset-2fa"])
    assert line["reference_answer"] == "Takers pay 0.2 %."


def test_last_decision_is_undone_by_a_key(page: Page, tmp_path: Path) -> None:
    first = question(page)
    page.keyboard.press("n")
    page.keyboard.press("a")
    expect(page.locator("#decided")).to_contain_text("Accepted into the golden set.")
    assert len(golden(tmp_path)) == 1
    page.keyboard.press("u")
    expect(page.locator("#progress")).to_contain_text("0 of 5 reviewed")

    assert (question(page), golden(tmp_path)) == (first, [])
    expect(page.get_by_role("button", name="Accepted")).to_contain_text("0")


def test_what_the_bot_cited_in_a_disliked_answer_has_to_be_chosen(page: Page) -> None:
    page.get_by_role("group", name="Why they are candidates").get_by_text("Thumbs down").click()
    expect(page.locator("#progress")).to_contain_text("0 of 1 reviewed")

    expect(page.get_by_role("checkbox", name="Trading fees cited by the bot")).not_to_be_checked()
    expect(page.locator(".learn-said")).to_contain_text("Answered")
    page.keyboard.press("1")
    expect(page.get_by_role("checkbox", name="Trading fees")).to_be_checked()
    page.keyboard.press("n")
    expect(page.get_by_role("checkbox", name="Trading fees")).not_to_be_checked()


def test_decided_ones_are_listed_with_a_way_back(page: Page, tmp_path: Path) -> None:
    page.get_by_role("button", name="Drop D").click()
    expect(page.locator("#progress")).to_contain_text("1 of 5 reviewed")
    page.keyboard.press("n")
    page.keyboard.press("a")
    expect(page.locator("#progress")).to_contain_text("2 of 5 reviewed")
    page.get_by_role("button", name="Accepted").click()
    expect(page.locator(".learn-decided")).to_contain_text("no article answers it")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Nothing accepted yet")).to_be_visible()
    expect(page.get_by_role("button", name="To review")).to_contain_text("4")
    assert golden(tmp_path) == []


def test_another_persons_decision_is_told(page: Page, world: World) -> None:
    assert world.learning is not None
    number = int(page.locator(".learn-heading").inner_text().removeprefix("Candidate "))
    world.learning.drop(number, "Omar")
    page.keyboard.press("d")

    expect(page.locator(".toast")).to_contain_text("dropped by Omar")


def test_nobody_reviews_without_signing_in(open_page: OpenPage, url: str) -> None:
    assert "/console/sign-in?next=" in open_page(f"{url}/console/learn").url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, TABLET, PHONE], ids=["desktop", "tablet", "phone"])
def test_page_is_accessible_and_never_scrolls_sideways(
    open_page: OpenPage, url: str, viewport: dict[str, int], scheme: str
) -> None:
    page = sign_in(open_page(f"{url}/console/learn", viewport, color_scheme=scheme), url)
    for shown in ("card", "search", "decided"):
        if shown == "search":
            page.get_by_label("Find another article").fill("reset")
            page.get_by_role("option").first.wait_for()
        if shown == "decided":
            page.locator(".learn-actions").get_by_text("Drop").click()
            expect(page.locator("#decided")).to_contain_text("Dropped.")
            page.get_by_role("button", name="Dropped").click()
            page.locator(".learn-decided").wait_for()
        found: list[dict[str, Any]] = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
