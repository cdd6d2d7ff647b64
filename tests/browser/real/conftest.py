"""Bots over the sample help centre, a site of another origin that embeds them, and customers who visit it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from bot.knowledge import LiveReleases
from bot.settings import Settings
from bot.wiring import open_live
from tests.browser.conftest import DESKTOP, serving
from tests.browser.real.bots import Bot, BotProcess, served, settings_of
from tests.browser.real.host import host_page, host_site
from tests.chromium import PATIENCE_MS
from tests.ports import free_port

ServeBot = Callable[..., Bot]


@dataclass
class Visitors:
    """Customers in browsers of their own. Whatever a page complains of fails the test, unless it is expected."""

    browser: Browser
    origin: str
    stack: ExitStack
    expected: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def visit(
        self, bot: Bot, viewport: dict[str, int] = DESKTOP, query: dict[str, str] | None = None, **o: Any
    ) -> Page:
        """A page of the foreign site, in a browser of its own."""
        page = self.context(viewport, **o).new_page()
        page.goto(self.address(bot, **(query or {})))
        return page

    def address(self, bot: Bot, **query: str) -> str:
        """The address of the site's page that embeds the bot."""
        return host_page(self.origin, bot.url, **query)

    def context(self, viewport: dict[str, int] = DESKTOP, **options: Any) -> BrowserContext:
        """A browser without a memory, every page of which is watched."""
        chosen = {"locale": "en-GB", "timezone_id": "Europe/Berlin", "reduced_motion": "reduce", **options}
        context = self.browser.new_context(viewport=viewport, **chosen)  # type: ignore[arg-type]
        self.stack.callback(context.close)
        context.set_default_timeout(PATIENCE_MS)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("console", self._heard)
        return context

    def expect(self, *complaints: str) -> None:
        """From now on, complaints with these words are part of the test."""
        self.expected += complaints

    def _heard(self, line: ConsoleMessage) -> None:
        if line.type == "error" or "Content Security" in line.text:
            self.complaints.append(line.text)


@pytest.fixture(scope="session")
def site_origin() -> Iterator[str]:
    """The origin of the foreign site: another one than any bot's, which are on 127.0.0.1."""
    with serving(host_site()) as url:
        yield url.replace("127.0.0.1", "localhost")


@pytest.fixture
def visitors(browser: Browser, site_origin: str, serve_bot: ServeBot) -> Iterator[Visitors]:
    """Customers on the foreign site; they leave before a bot that was served for the test does."""
    with ExitStack() as stack:
        customers = Visitors(browser, site_origin, stack)
        yield customers
    unexpected = [said for said in customers.complaints if not any(words in said for words in customers.expected)]
    assert unexpected == []


@pytest.fixture(scope="session")
def live(sample_home: Path) -> LiveReleases:
    """The published sample help centre."""
    return open_live(Settings(home=sample_home))


@pytest.fixture(scope="session")
def bot(
    tmp_path_factory: pytest.TempPathFactory, sample_home: Path, live: LiveReleases, site_origin: str
) -> Iterator[Bot]:
    """A bot with agents, which the foreign site may embed; its database is shared by the tests."""
    folder = tmp_path_factory.mktemp("bot")
    with served(settings_of(folder, sample_home, allowed_origins=(site_origin,)), live, folder) as running:
        yield running


@pytest.fixture
def serve_bot(tmp_path: Path, sample_home: Path, live: LiveReleases, site_origin: str) -> Iterator[ServeBot]:
    """Serves a bot with the settings given, and an empty database."""
    with ExitStack() as stack:

        def serve(**settings: Any) -> Bot:
            chosen = settings_of(tmp_path, sample_home, **{"allowed_origins": (site_origin,), **settings})
            return stack.enter_context(served(chosen, live, tmp_path))

        yield serve


@pytest.fixture
def bot_process(tmp_path: Path, sample_home: Path, site_origin: str) -> Iterator[BotProcess]:
    """A bot in a process of its own, started."""
    port = free_port()
    variables = {"CITEDESK_ALLOWED_ORIGINS": site_origin}
    process = BotProcess(f"http://127.0.0.1:{port}", tmp_path / "citedesk.db", sample_home, port, variables)
    process.start()
    yield process
    process.kill()
