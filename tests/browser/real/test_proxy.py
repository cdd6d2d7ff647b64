"""The chat through an nginx that is as it came: answers and agents' messages are not held back."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.bot.api.test_nginx import CONFIGURATION, PATHS
from tests.browser.real.bots import Bot, BotProcess
from tests.browser.real.chat import open_chat, send, settled, token
from tests.browser.real.conftest import Visitors
from tests.browser.real.server import HELD
from tests.patience import TRIES
from tests.ports import free_port

pytestmark = pytest.mark.browser

HAS_BEGUN = """() => Object.entries(localStorage).some(([key, value]) => key.endsWith(' conversation')
    && JSON.parse(value).id)"""


@pytest.fixture
def proxied(bot_process: BotProcess, tmp_path: Path) -> Iterator[Bot]:
    """The bot at the address of an nginx in front of it."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed")
    port = free_port()
    paths = " ".join(f"{name}_temp_path {tmp_path / name};" for name in PATHS)
    text = CONFIGURATION.format(folder=tmp_path, paths=paths, port=port, server=bot_process.url)
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    bot_process.wait_until_ready()
    process = subprocess.Popen([program, "-p", tmp_path, "-e", "error.log", "-c", tmp_path / "nginx.conf"])
    url = f"http://127.0.0.1:{port}"
    with httpx.Client(transport=httpx.HTTPTransport(retries=8)) as client:
        client.get(f"{url}/healthz")
    yield Bot(url, bot_process.database)
    process.terminate()
    process.wait(20)


def test_conversation_streams_through_nginx(proxied: Bot, bot_process: BotProcess, visitors: Visitors) -> None:
    page = visitors.visit(proxied)
    open_chat(page)
    bot_process.hold.touch()
    send(page, f"How do I {HELD} reset two-factor authentication?")
    # The beginning of the stream is here, though its end is still to be made.
    page.wait_for_function(HAS_BEGUN)
    assert proxied.said(token(page), "bot") == []
    bot_process.hold.unlink()
    settled(page)
    expect(page.locator(".reply.answered .mark").first).to_be_visible()
    page.locator(".composer").get_by_role("button", name="Talk to a person").click()
    expect(page.locator(".handoff")).to_contain_text("We've asked a person to join.")

    def seconds(count: int) -> float:
        proxied.say(token(page), f"Message {count}")
        said = time.monotonic()
        expect(page.locator(".message.agent")).to_have_count(count)
        return time.monotonic() - said

    assert any(seconds(count) < 1 for count in range(1, TRIES + 1))
