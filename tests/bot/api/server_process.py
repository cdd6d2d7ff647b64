"""The API in a process of its own, as another server on the same database."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from pydantic import SecretStr

from bot.answer import Answer
from bot.api.app import create_app
from bot.api.services import Services
from bot.settings import Settings
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.store import desk_in
from tests.fakes import FakeAnswers, FakeLive, FakeViews, Unlimited, sessions_in

AGENT_KEY = "the-key-of-the-agents"


@dataclass(frozen=True)
class OtherServer:
    """A running server: its address and its process."""

    address: str
    process: subprocess.Popen[str]


@contextmanager
def other_server(database_file: Path, *, is_answering: bool = True) -> Iterator[OtherServer]:
    """A server on the database, killed in the end if it still runs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number = listener.fileno()
        command = [sys.executable, "-m", __name__, str(database_file), str(number), "answers" if is_answering else ""]
        # The socket listens already, so a request made before the process serves waits in its queue.
        process = subprocess.Popen(command, pass_fds=[number], stderr=subprocess.PIPE, text=True)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        yield OtherServer(address, process)
    finally:
        process.kill()
        process.communicate()


class NeverAnswers(FakeAnswers):
    """Takes longer than any test."""

    def answer(self, *_args: Any, **_more: Any) -> Answer:
        threading.Event().wait()
        raise AssertionError("nobody sets it")


def _text(text: str) -> str:
    return text


def main() -> None:
    """Serves until it is told to stop."""
    file, number, answers = sys.argv[1:]
    live, settings = FakeLive(), Settings(agent_key=SecretStr(AGENT_KEY))
    database = Database(f"sqlite:///{file}")
    kept = SqlConversations(database, _text)
    answering = FakeAnswers(live) if answers else NeverAnswers(live)
    sessions, desk = sessions_in(database), desk_in(database)
    services = Services(settings, live, answering, kept, FakeViews(), Unlimited(), sessions, desk)
    server = uvicorn.Server(uvicorn.Config(create_app(services), log_level="warning", timeout_graceful_shutdown=10))
    server.run(sockets=[socket.socket(fileno=int(number))])


if __name__ == "__main__":
    main()
