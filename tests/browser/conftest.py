"""Servers to visit with Chromium, and pages that fail their test when something on them fails quietly."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.fake_bot import FakeBot
from tests.browser.fake_desk import FakeDesk
from tests.chromium import PATIENCE_MS

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

OpenPage = Callable[..., Page]


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """The address at which the ASGI application is served for as long as the block lasts."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="warning", lifespan="auto", ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens an address in a context of its own; an error on the page, or a breach of its policy, fails the test."""
    complaints: list[str] = []
    with ExitStack() as stack:

        def open_(url: str, viewport: dict[str, int] = DESKTOP, **options: Any) -> Page:
            context: BrowserContext = browser.new_context(viewport=viewport, **options)  # type: ignore[arg-type]
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda line: complaints.extend([line.text] * ("Content Security" in line.text)))
            page.goto(url)
            return page

        yield open_
    assert complaints == []


@pytest.fixture(scope="session")
def _fake_bot_server() -> Iterator[tuple[FakeBot, str]]:
    bot = FakeBot()
    with serving(bot.app()) as url:
        yield bot, url


@pytest.fixture
def bot(_fake_bot_server: tuple[FakeBot, str]) -> FakeBot:
    """The fake server, as it is before its first request."""
    fake, _ = _fake_bot_server
    fake.reset()
    return fake


@pytest.fixture
def bot_url(_fake_bot_server: tuple[FakeBot, str], bot: FakeBot) -> str:
    """The address of the fake server."""
    return _fake_bot_server[1]


@pytest.fixture(scope="session")
def _fake_desk_server() -> Iterator[tuple[FakeDesk, str]]:
    desk = FakeDesk()
    with serving(desk.app()) as url:
        yield desk, url


@pytest.fixture
def desk(_fake_desk_server: tuple[FakeDesk, str]) -> FakeDesk:
    """The fake desk of the agents, as it is before its first request."""
    fake, _ = _fake_desk_server
    fake.reset()
    return fake


@pytest.fixture
def desk_url(_fake_desk_server: tuple[FakeDesk, str], desk: FakeDesk) -> str:
    """The address of the fake desk."""
    return _fake_desk_server[1]
