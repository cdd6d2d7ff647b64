from __future__ import annotations

import secrets
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.accounts.sessions import Sessions, digest
from bot.accounts.team import Agent
from bot.api.app import create_app
from bot.api.services import Services
from bot.api.sign_in import COOKIE
from bot.clock import now_utc
from bot.conversation import Conversations
from bot.desk import Desk
from bot.learning.learning import Learning
from bot.ports import Identities
from bot.settings import Settings
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.store import desk_in
from bot.store.suggestions import SqlSuggestionLog
from bot.suggest import SuggestionLog, Suggests
from tests.fakes import FakeAnswers, FakeLive, FakeSuggester, FakeViews, Unlimited, sessions_in


@dataclass
class World:
    """The API over fakes, and the fakes to play with."""

    settings: Settings
    live: FakeLive
    answers: FakeAnswers
    conversations: Conversations
    views: FakeViews
    limits: Unlimited
    sessions: Sessions
    desk: Desk
    identities: Identities | None = None
    now: datetime | None = None
    learning: Learning | None = None
    suggester: Suggests | None = None
    suggestions: SuggestionLog | None = None

    def clock(self) -> datetime:
        """The moment that the test has chosen, else the real one."""
        return self.now or now_utc()

    def app(self) -> FastAPI:
        """The API over this world, which sees what tests change in it later, but for the settings."""
        return create_app(self.services(), self.clock)

    def services(self) -> Services:
        return Services(
            self.settings,
            self.live,
            self.answers,
            self.conversations,
            self.views,
            self.limits,
            self.sessions,
            self.desk,
            self.identities,
            learning=self.learning,
            suggester=self.suggester,
            suggestions=self.suggestions,
        )

    def client(self) -> TestClient:
        return TestClient(self.app(), base_url="http://help.test", raise_server_exceptions=True)


def as_agent(world: World, agent: Agent) -> TestClient:
    """The browser of an agent who is signed in, on a page of the server's own."""
    client = world.client()
    token = secrets.token_urlsafe()
    now = now_utc()
    world.sessions.team.start_session(agent.number, digest(token), now, now + timedelta(hours=1))
    client.cookies.set(COOKIE, token)
    client.headers["Origin"] = "http://help.test"
    return client


def no_mask(text: str) -> str:
    """The text as it is."""
    return text


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty database with all its tables; it is copied, never changed."""
    file = tmp_path_factory.mktemp("empty") / "citedesk.db"
    database = Database(f"sqlite:///{file}")
    database.engine()
    database.close()
    return file


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database of the test's own."""
    file = shutil.copy(empty_database, tmp_path / "citedesk.db")
    database = Database(f"sqlite:///{file}")
    yield database
    database.close()


@pytest.fixture
def world(database: Database) -> World:
    live = FakeLive()
    conversations = SqlConversations(database, no_mask)
    sessions = sessions_in(database)
    return World(
        Settings(),
        live,
        FakeAnswers(live),
        conversations,
        FakeViews(),
        Unlimited(),
        sessions,
        desk_in(database),
        suggester=FakeSuggester(live),
        suggestions=SqlSuggestionLog(database, no_mask),
    )


@pytest.fixture
def client(world: World) -> TestClient:
    return world.client()


@pytest.fixture
def server(world: World) -> Iterator[str]:
    """The address of a real uvicorn that serves the world."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(world.app(), log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    # The socket listens already, so a request made before uvicorn runs waits in its queue.
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()
