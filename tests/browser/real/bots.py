"""The real application: served from this process where tests only talk to it, from its own where they kill it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bot.knowledge import LiveReleases
from bot.settings import Settings
from bot.wiring import open_store
from bot.wiring.application import open_app
from tests.browser.conftest import serving
from tests.browser.real.server import HOLD_FILE
from tests.patience import PATIENCE_SECONDS

AGENT_KEY = "key-of-the-agents-0123456789"
IDENTITY_SECRET = "secret-of-the-site-0123456789-0123456789"
START_SECONDS = 180.0  # a process loads an encoder before it is ready, beside others that do the same


@dataclass
class Bot:
    """A bot that is served, what its database holds, and those who answer for it."""

    url: str
    database: Path

    def ask_as_agent(self, method: str, path: str = "", **body: Any) -> Any:
        """What the agents' part of the API replies."""
        headers = {"Authorization": f"Bearer {AGENT_KEY}"}
        url = f"{self.url}/v1/agent/conversations{path}"
        return (
            httpx.request(method, url, headers=headers, json=body or None, timeout=PATIENCE_SECONDS)
            .raise_for_status()
            .json()
        )

    def number(self, conversation_id: str) -> int:
        """What agents call the conversation by."""
        ((number,),) = self.rows("SELECT number FROM conversations WHERE id = ?", conversation_id)
        return int(number)

    def say(self, conversation_id: str, text: str, author: str = "Dana") -> None:
        """An agent answers the customer."""
        self.ask_as_agent("POST", f"/{self.number(conversation_id)}/messages", text=text, author=author)

    def set_status(self, conversation_id: str, status: str) -> None:
        """An agent says who answers from now on."""
        self.ask_as_agent("PUT", f"/{self.number(conversation_id)}/status", status=status)

    def rows(self, sql: str, *values: Any) -> list[Any]:
        """What the database holds."""
        connection = sqlite3.connect(self.database, timeout=PATIENCE_SECONDS)
        try:
            with connection:
                return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def said(self, conversation_id: str, role: str = "user") -> list[str]:
        """The stored texts of those who have the role, in order."""
        query = (
            "SELECT text FROM messages JOIN conversations c ON conversation = c.number WHERE c.id = ? AND role = ? "
            "ORDER BY seq"
        )
        return [text for (text,) in self.rows(query, conversation_id, role)]

    def bytes(self) -> bytes:
        """All that the database has on the disk, its write-ahead log included."""
        return b"".join(file.read_bytes() for file in sorted(self.database.parent.glob(f"{self.database.name}*")))


def settings_of(folder: Path, home: Path, **settings: Any) -> Settings:
    """The settings of a bot whose database lies in the folder: nothing is written to the home that all tests share."""
    database_url = f"sqlite:///{folder / 'citedesk.db'}"
    chosen = {"agent_key": AGENT_KEY, "identity_secret": IDENTITY_SECRET, "site_name": "Orrery", **settings}
    return Settings(home=home, database_url=database_url, **chosen)  # type: ignore[arg-type]


@contextmanager
def served(settings: Settings, live: LiveReleases, folder: Path) -> Iterator[Bot]:
    """A bot that is served for as long as the block lasts."""
    store = open_store(settings)
    with serving(open_app(settings, live, store)) as url:
        yield Bot(url, folder / "citedesk.db")
    store.database.close()


@dataclass
class BotProcess(Bot):
    """A bot in a process of its own, which can be killed and started again on the same port and database."""

    home: Path
    port: int
    variables: dict[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        """What the process has written to its standard error, in all its lives."""
        return self.database.with_name("stderr.log")

    @property
    def hold(self) -> Path:
        """The file that makes answers wait."""
        return self.database.with_name("hold")

    def start(self) -> None:
        """Starts the process, and returns at once: it takes connections long before it answers them."""
        command = [sys.executable, "-m", "tests.browser.real.server", "serve", "--home", str(self.home)]
        database = {"CITEDESK_DATABASE_URL": f"sqlite:///{self.database}", "CITEDESK_AGENT_KEY": AGENT_KEY}
        environment = {**os.environ, **database, **self.variables, HOLD_FILE: str(self.hold)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([*command, "--port", str(self.port)], env=environment, stderr=log)

    def wait_until_ready(self) -> None:
        """Returns once the process answers."""
        self._wait_for(lambda: httpx.get(f"{self.url}/readyz", timeout=PATIENCE_SECONDS).status_code == 200)

    def wait_until_held(self) -> None:
        """Returns once a question waits for its answer."""
        self._wait_for(self.hold.with_suffix(".reached").exists)

    def kill(self) -> None:
        """Ends the process as a machine without memory or power would."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _wait_for(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            assert self.process
            assert self.process.poll() is None, self.log.read_text()
            with suppress(httpx.TransportError):  # it does not listen yet
                if condition():
                    return
            time.sleep(0.02)
        raise AssertionError(f"The bot did not get that far. It said: {self.log.read_text()}")
