"""The insights page over a year of made-up conversations: on any screen, without JavaScript, by keyboard."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bot.accounts.team import AgentRole
from bot.knowledge import LiveReleases
from bot.store.bulk import finish, insert_rows
from bot.store.database import Database
from bot.wiring import open_sessions, open_store
from bot.wiring.application import open_app
from corpus.sources import load_sources
from eval.store_bench.conversations import ConversationMaker
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, serving
from tests.browser.real.bots import settings_of
from tests.conftest import SAMPLE_ARTICLES
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "lena@example.com", "correct horse battery"
TABLET = {"width": 768, "height": 1024}
LONG = 60_000


@contextmanager
def console(folder: Path, home: Path, live: LiveReleases, conversations: int) -> Iterator[str]:
    """The address of a console with so many conversations, where Lena can sign in."""
    settings = settings_of(folder, home)
    store = open_store(settings)
    open_sessions(settings, store).add_agent(EMAIL, "Lena", AgentRole.AGENT, PASSWORD)
    if conversations:
        fill(store.database, conversations)
    with serving(open_app(settings, live, store)) as url:
        yield url
    store.database.close()


def fill(database: Database, conversations: int) -> None:
    articles = load_sources([str(SAMPLE_ARTICLES)]).articles
    for _, rows in ConversationMaker(articles, datetime.now(UTC)).batches(conversations, conversations):
        insert_rows(database, rows)
    finish(database)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sample_home: Path, live: LiveReleases) -> Iterator[str]:
    with console(tmp_path_factory.mktemp("insights"), sample_home, live, 1200) as url:
        yield url


@pytest.fixture(scope="module")
def session(site: str) -> dict[str, Any]:
    """What a browser remembers that has signed in."""
    return signed_in(site)


def signed_in(site: str) -> dict[str, Any]:
    account = {"email": EMAIL, "password": PASSWORD}
    token = httpx.post(f"{site}/v1/agent/session", json=account, timeout=PATIENCE_SECONDS).cookies["citedesk_agent"]
    cookie = {"name": "citedesk_agent", "value": token, "domain": "127.0.0.1", "path": "/", "sameSite": "Strict"}
    return {"cookies": [{**cookie, "expires": -1, "httpOnly": True, "secure": False}], "origins": []}


def shown(open_page: OpenPage, site: str, session: dict[str, Any], query: str = "", **options: Any) -> Page:
    """The page with its content gaps worked out."""
    page = open_page(f"{site}/console/insights{query}", storage_state=session, **options)
    page.locator(".gaps").first.wait_for(timeout=LONG)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, TABLET, PHONE], ids=["desktop", "tablet", "phone"])
def test_page_is_accessible_and_never_scrolls_sideways(
    open_page: OpenPage, site: str, session: dict[str, Any], viewport: dict[str, int], scheme: str
) -> None:
    page = shown(open_page, site, session, "?period=90", viewport=viewport, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]

    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_period_is_chosen_without_javascript(open_page: OpenPage, site: str, session: dict[str, Any]) -> None:
    page = shown(open_page, site, session, java_script_enabled=False)
    page.get_by_role("navigation", name="Period").get_by_role("link", name="90 days").click()
    expect(page.get_by_role("navigation", name="Period").locator("[aria-current]")).to_have_text("90 days")
    page.get_by_label("From", exact=True).fill("2026-01-05")
    page.get_by_label("To", exact=True).fill("2026-01-09")
    page.get_by_role("button", name="Show").click()

    expect(page.locator(".page-head")).to_contain_text("5 – 9 Jan 2026")


def test_table_behind_a_chart_opens_by_keyboard(open_page: OpenPage, site: str, session: dict[str, Any]) -> None:
    page = shown(open_page, site, session)
    page.locator("summary", has_text="Show as a table").first.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("region", name="Table: What became of questions")).to_be_visible()


def test_gap_leads_to_the_conversation_and_the_csv_has_them_all(
    open_page: OpenPage, site: str, session: dict[str, Any]
) -> None:
    page = shown(open_page, site, session, "?period=all")
    gap = page.locator(".gaps > li").first
    gap.locator("summary").click()
    assert "/console?c=" in str(gap.locator(".examples a").first.get_attribute("href"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Content gaps as CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))

    assert found[0]["Question"] == gap.locator("h3").inner_text().strip("“”")
    assert int(found[0]["Customers"]) >= int(found[1]["Customers"])


def test_empty_console_says_what_will_be_here(
    open_page: OpenPage, tmp_path: Path, sample_home: Path, live: LiveReleases
) -> None:
    with console(tmp_path, sample_home, live, 0) as url:
        page = open_page(f"{url}/console/insights", storage_state=signed_in(url))

        expect(page.get_by_role("heading", name="No conversations yet")).to_be_visible()
        assert Axe().run(page).response["violations"] == []
