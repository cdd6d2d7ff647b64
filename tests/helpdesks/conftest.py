"""`citedesk serve` in a process of its own, and programs on 127.0.0.1 that it speaks to."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.real.bots import AGENT_KEY, BotProcess
from tests.helpdesks.fake_chatwoot import SECRET, TOKEN, FakeChatwoot
from tests.helpdesks.receiver import Receiver
from tests.ports import free_port

WEBHOOK_SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()


@dataclass
class Citedesk(BotProcess):
    """The server, which can be killed and started again on the same database."""

    def start(self) -> None:
        """Starts the process, and returns when it answers."""
        command = [sys.executable, "-m", "tests.helpdesks.server", "serve", "--home", str(self.home)]
        database = {"CITEDESK_DATABASE_URL": f"sqlite:///{self.database}", "CITEDESK_AGENT_KEY": AGENT_KEY}
        with self.log.open("ab") as log:
            environment = {**os.environ, **database, **self.variables}
            self.process = subprocess.Popen([*command, "--port", str(self.port)], env=environment, stderr=log)
        self.wait_until_ready()


Serve = Callable[..., Citedesk]


@pytest.fixture
def serve(tmp_path: Path, sample_home: Path) -> Iterator[Serve]:
    """Starts the server with the environment variables given."""
    with ExitStack() as stack:

        def start(**variables: str) -> Citedesk:
            port = free_port()
            url = f"http://127.0.0.1:{port}"
            running = Citedesk(url, tmp_path / f"citedesk-{port}.db", sample_home, port, variables)
            running.start()
            stack.callback(running.kill)
            return running

        yield start


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A program that is told what happens."""
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def told(serve: Serve, receiver: Receiver) -> Citedesk:
    """A server that tells the receiver."""
    return serve(CITEDESK_WEBHOOK_URL=f"{receiver.url}/hook?key=1", CITEDESK_WEBHOOK_SECRET=WEBHOOK_SECRET)


@pytest.fixture
def chatwoot() -> Iterator[FakeChatwoot]:
    """A Chatwoot without a bot."""
    chatwoot = FakeChatwoot()
    yield chatwoot
    chatwoot.close()


@pytest.fixture
def connected(serve: Serve, chatwoot: FakeChatwoot) -> Citedesk:
    """A server that is the Chatwoot's agent bot."""
    running = serve(
        CITEDESK_CHATWOOT_URL=chatwoot.url,
        CITEDESK_CHATWOOT_TOKEN=TOKEN,
        CITEDESK_CHATWOOT_SECRET=SECRET,
        CITEDESK_LIMIT_CONVERSATION="8/minute",
    )
    chatwoot.bot_url = running.url
    return running
