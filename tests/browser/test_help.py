from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from playwright.sync_api import Page, expect

from bot.api.help import help_router
from bot.settings import Settings
from corpus.article import Article, Kind
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, serving
from tests.fakes import FakeKnowledge, FakeLive, FakeViews

pytestmark = pytest.mark.browser

FILLER = "\n\n".join(f"Paragraph {n} says something calm about withdrawals and their networks." for n in range(30))
STEPS = "1. Open **Assets > Withdraw**.\n2. Choose the network.\n3. Confirm with `2FA`."
WIDE = "| " + " | ".join(f"Column number {n}" for n in range(9)) + " |\n" + "|---" * 9 + "|\n" + "| value " * 9 + "|"
GUIDE = Article(
    "guide",
    "How do I withdraw?",
    f"{FILLER}\n\n## Steps\n\n{STEPS}\n\n## Table\n\n{WIDE}\n\n```\n{'a long line of code ' * 20}\n```\n\n{FILLER}",
    Kind.FAQ,
    excerpt="Withdrawals leave within minutes.",
    published_at=date(2024, 3, 5),
    updated_at=date(2026, 4, 16),
    views=12_993,
)
ARTICLES = (
    GUIDE,
    Article("old", "Summer campaign", "It ran.", Kind.ANNOUNCEMENT, expires_at=date(2026, 8, 31)),
    Article("away", "Status of all services", "Live.", url="https://status.example/"),
    Article("long", "Pneumonoultramicroscopicsilicovolcanoconiosis_as_one_identifier_without_any_break", "Text."),
    *(Article(f"product-{n}", f"Product {n}", "Text.", Kind.PRODUCT, excerpt="About it.", views=n) for n in range(14)),
)


@dataclass
class World:
    settings: Settings = field(default_factory=lambda: Settings(site_name="Orrery Help Centre"))
    live: FakeLive = field(default_factory=lambda: FakeLive(FakeKnowledge(ARTICLES)))
    views: FakeViews = field(default_factory=FakeViews)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    app = FastAPI()
    app.include_router(help_router(World(), today=lambda: date(2026, 11, 23)))
    app.get("/widget.js")(lambda: PlainTextResponse("", media_type="text/javascript"))
    with serving(app) as url:
        yield url


def quoted(text: str) -> str:
    start = GUIDE.body.index(text)
    return f"/help/articles/guide?quote={start}-{start + len(text)}#quote"


PAGES = [
    "/help",
    "/help?kind=product&page=2",
    "/help?kind=announcement",
    "/help?q=withdraw",
    "/help?q=xylophone",
    quoted(STEPS),
    "/help/articles/guide?quote=1-999999",
    "/help/articles/old",
    "/help/articles/long",
    "/help/articles/nothing",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible_and_never_scroll_sideways(
    open_page: OpenPage, site: str, path: str, viewport: dict[str, int], scheme: str
) -> None:
    page = open_page(site + path, viewport, color_scheme=scheme)
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]

    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_quoted_steps_are_on_screen_and_marked(open_page: OpenPage, site: str, viewport: dict[str, int]) -> None:
    page = open_page(site + quoted(STEPS), viewport)
    box = page.locator("#quote").bounding_box()

    assert box is not None
    assert 0 < box["y"] < viewport["height"] / 2
    assert page.locator("mark").all_inner_texts() == [
        *("Open ", "Assets > Withdraw", ".", "Choose the network.", "Confirm with ", "2FA", ".")
    ]


def test_wide_tables_and_code_scroll_inside_the_page_by_keyboard(open_page: OpenPage, site: str) -> None:
    page = open_page(site + "/help/articles/guide", PHONE)
    for selector in (".table", "pre"):
        wide = page.locator(selector)
        wide.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("selector => document.querySelector(selector).scrollLeft > 0", arg=selector)


def test_keyboard_reaches_the_content_first_and_sees_where_it_is(open_page: OpenPage, site: str) -> None:
    page = open_page(site + "/help")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to content"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    page.wait_for_url("**/help#*")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    assert focused(page) == "All"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_search_works_without_javascript(open_page: OpenPage, site: str) -> None:
    page = open_page(site + "/help", java_script_enabled=False)
    page.get_by_role("searchbox", name="Search articles").fill("withdraw")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="How do I withdraw?").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("How do I withdraw?")
    assert page.get_by_role("navigation", name="Breadcrumb").inner_text().split("\n")[0] == "Orrery Help Centre"


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.innerText"))
