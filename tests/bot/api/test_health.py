from __future__ import annotations

from fastapi.testclient import TestClient
from sqlalchemy import text

from bot.store.conversations import SqlConversations
from bot.store.database import Database
from corpus.errors import NoReleaseError
from tests.bot.api.conftest import World, no_mask
from tests.fakes import RELEASE


def test_ready_names_the_release(client: TestClient) -> None:
    assert client.get("/readyz").json() == {"status": "ready", "release": RELEASE}


def test_without_an_index_the_process_is_alive_but_not_ready(world: World, client: TestClient) -> None:
    world.live.error = NoReleaseError(world.settings.home)

    assert client.get("/healthz").json() == {"status": "ok"}
    response = client.get("/readyz")
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert response.json()["error"]["code"] == "no_release"
    assert "citedesk sync" in response.json()["error"]["message"]


def test_server_whose_database_is_away_is_alive_but_not_ready(world: World) -> None:
    world.conversations = SqlConversations(Database("postgresql://desk:hush@127.0.0.1:1/desk"), no_mask)
    client = world.client()

    assert client.get("/healthz").json() == {"status": "ok"}
    response = client.get("/readyz")
    assert (response.status_code, response.headers["retry-after"]) == (503, "10")
    assert response.json()["error"]["code"] == "store_unavailable"
    assert "127.0.0.1" not in response.text


def test_server_whose_database_went_away_is_not_ready_any_more(world: World, database: Database) -> None:
    client = world.client()
    assert client.get("/readyz").status_code == 200
    with database.writing() as connection:
        connection.execute(text("DROP TABLE conversations"))

    assert client.get("/readyz").json()["error"]["code"] == "store_unavailable"


def test_limits_let_go_of_what_they_hold_when_the_server_ends(world: World) -> None:
    with world.client() as client:
        assert client.get("/healthz").status_code == 200
        assert not world.limits.is_closed

    assert world.limits.is_closed
