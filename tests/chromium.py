"""The machine's Chromium, one for all tests that drive it: Playwright starts once in a process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.patience import PATIENCE_SECONDS

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
PATIENCE_MS = PATIENCE_SECONDS * 1000
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium; tests are skipped where there is none."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed: 'apt-get install chromium' brings it")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
