from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from bot.api.updates import MAX_PER_ADDRESS, Listener, Updates
from bot.conversation import Status
from bot.store.conversations import SqlConversations
from corpus.errors import StoreError, UsageLimitError
from tests.bot.api.conftest import World
from tests.bot.api.event_stream import Event, followed, until
from tests.bot.api.server_process import AGENT_KEY, OtherServer, other_server
from tests.patience import PATIENCE_SECONDS, TRIES


@pytest.fixture
def conversation_id(world: World) -> str:
    return world.conversations.start().id


def texts(events: Iterator[Event], count: int) -> list[str]:
    """The texts of the next messages."""
    return [until(events, "message").data["text"] for _ in range(count)]


def test_who_answers_is_told_first_and_at_every_change(world: World, server: str, conversation_id: str) -> None:
    with followed(server, conversation_id) as events:
        assert next(events).data["status"] == "bot"
        world.conversations.set_status(conversation_id, Status.WAITING)
        asked = next(events)
        world.conversations.set_status(conversation_id, Status.AGENT, agent="Kim")

        assert (asked.name, asked.data["status"], asked.id) == ("handoff", "waiting", None)
        assert datetime.fromisoformat(asked.data["requested_at"]).tzinfo is not None
        assert next(events).data["agent"] == "Kim"


def test_an_agents_message_arrives_within_a_second(world: World, server: str, conversation_id: str) -> None:
    spent = []
    with followed(server, conversation_id) as events:
        until(events, "handoff")
        for _ in range(TRIES):
            said, started = world.conversations.say(conversation_id, "Kim", "One moment."), time.monotonic()
            event = until(events, "message")
            spent.append(time.monotonic() - started)

    assert min(spent) < 1
    assert event.id == str(said.seq) == str(event.data["seq"])
    assert (event.data["role"], event.data["author"], event.data["text"]) == ("agent", "Kim", "One moment.")


def test_what_this_server_stores_itself_arrives_without_polling(
    server: str, conversation_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise StoreError("not asked")

    monkeypatch.setattr(SqlConversations, "versions", never)
    with followed(server, conversation_id) as events:
        until(events, "handoff")
        body = {"message": "reset 2FA", "conversation_id": conversation_id}
        answer = httpx2.post(f"{server}/v1/chat", json=body, timeout=PATIENCE_SECONDS).json()
        first, second = until(events, "message"), until(events, "message")

    assert (first.data["role"], first.data["text"]) == ("user", "reset 2FA")
    assert (second.data["role"], second.data["id"]) == ("bot", answer["message_id"])
    assert second.data["answer"]["citations"] == answer["citations"]


@pytest.mark.parametrize("by_header", [True, False])
def test_coming_back_loses_and_repeats_nothing(
    world: World, server: str, conversation_id: str, by_header: bool
) -> None:
    said = [world.conversations.say(conversation_id, "Kim", f"{n}") for n in range(3)]
    with followed(server, conversation_id) as events:
        last = [until(events, "message") for _ in range(2)][-1]
    world.conversations.say(conversation_id, "Kim", "3")

    since: dict[str, Any] = {"last_event_id": last.id} if by_header else {"after": said[1].seq}
    with followed(server, conversation_id, **since) as events:
        assert texts(events, 2) == ["2", "3"]
        world.conversations.say(conversation_id, "Kim", "4")
        assert texts(events, 1) == ["4"]


def test_no_message_is_lost_however_fast_they_come(world: World, server: str, conversation_id: str) -> None:
    with followed(server, conversation_id) as events:
        for n in range(60):
            world.conversations.say(conversation_id, "Kim", f"{n}")

        assert texts(events, 60) == [str(n) for n in range(60)]


def test_a_deleted_conversation_ends_the_stream(server: str, conversation_id: str) -> None:
    with followed(server, conversation_id) as events:
        until(events, "handoff")
        assert (
            httpx2.delete(f"{server}/v1/conversations/{conversation_id}", timeout=PATIENCE_SECONDS).status_code == 204
        )

        assert [event.name for event in events] == ["gone"]


def test_a_wait_that_gets_too_long_is_told_without_a_change_in_the_store(
    world: World, server: str, conversation_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.api.events.CLOCK_SECONDS", 0.05)
    world.conversations.set_status(conversation_id, Status.WAITING)
    with followed(server, conversation_id) as events:
        assert not until(events, "handoff").data["unattended"]
        world.now = datetime.now(UTC) + timedelta(minutes=11)
        assert until(events, "handoff").data["unattended"]


def test_a_database_that_fails_for_a_while_ends_no_stream(
    world: World, server: str, conversation_id: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.api.events.STORE_RETRY_SECONDS", 0.05)
    find, failures = SqlConversations.find, iter([StoreError("down")] * 2)

    def failing(self: SqlConversations, conversation_id: str) -> Any:
        error = next(failures, None)
        if error:
            raise error
        return find(self, conversation_id)

    with followed(server, conversation_id) as events:
        until(events, "handoff")
        monkeypatch.setattr(SqlConversations, "find", failing)
        world.conversations.say(conversation_id, "Kim", "Still here.")
        assert texts(events, 1) == ["Still here."]
    assert "late" in caplog.text


def test_pings_keep_the_connection_alive(server: str, conversation_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.api.sse.PING_SECONDS", 0.02)
    with httpx2.stream(
        "GET", f"{server}/v1/conversations/{conversation_id}/events", timeout=PATIENCE_SECONDS
    ) as response:
        lines = response.iter_lines()
        assert next(line for line in lines if line and not line.startswith(":")) == "retry: 2000"
        assert any(line.startswith(": ping") for line in lines)
        headers = response.headers

    assert headers["content-type"].startswith("text/event-stream")
    assert (headers["x-accel-buffering"], headers["cache-control"]) == ("no", "no-store")


@pytest.mark.parametrize("query", ["after=-1", "after=x", f"after={2**31}", "after=1e3"])
def test_a_wrong_place_to_start_from_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/conversations/any/events?{query}").status_code == 422


def test_a_wrong_last_event_id_is_refused(client: TestClient) -> None:
    response = client.get("/v1/conversations/any/events", headers={"Last-Event-ID": b"now\xff"})

    assert response.status_code == 422


def test_an_unknown_conversation_is_not_found(client: TestClient) -> None:
    assert client.get("/v1/conversations/gone/events").status_code == 404


def test_only_so_many_listen_to_one_conversation_and_those_that_left_make_room(
    server: str, conversation_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.api.updates.MAX_PER_CONVERSATION", 1)
    address = f"{server}/v1/conversations/{conversation_id}/events"
    with followed(server, conversation_id) as events:
        next(events)
        refused = httpx2.get(address, timeout=PATIENCE_SECONDS)
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "busy"
    assert int(refused.headers["retry-after"]) > 0
    _eventually_followed(server, conversation_id)


def _eventually_followed(server: str, conversation_id: str) -> None:
    """Returns once somebody may listen again: that a client has gone is noticed a moment later."""
    address, deadline = f"{server}/v1/conversations/{conversation_id}/events", time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with httpx2.stream("GET", address, timeout=PATIENCE_SECONDS) as response:
            if response.status_code == 200:
                return
    raise AssertionError("a listener that left still takes up room")


def test_one_address_may_listen_to_only_so_many(world: World) -> None:
    async def listen() -> None:
        updates = Updates(world.conversations, world.desk.presences)
        with ExitStack() as streams:
            for n in range(MAX_PER_ADDRESS):
                streams.enter_context(updates.listening(Listener(f"{n}", "192.0.2.1")))
            with pytest.raises(UsageLimitError):
                streams.enter_context(updates.listening(Listener("more", "192.0.2.1")))
            streams.enter_context(updates.listening(Listener("more", "192.0.2.2")))
            for n in range(MAX_PER_ADDRESS + 1):  # a proxy that does not say whom it stands for
                streams.enter_context(updates.listening(Listener(f"{n}", "127.0.0.1")))
        streams.enter_context(updates.listening(Listener("again", "192.0.2.1")))
        streams.close()

    asyncio.run(listen())


def test_only_so_many_listen_in_all(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.api.updates.MAX_LISTENERS", 2)

    async def listen() -> None:
        updates = Updates(world.conversations, world.desk.presences)
        with updates.listening(Listener("1", "192.0.2.1")):
            with updates.listening(Listener("2", "192.0.2.2")), pytest.raises(UsageLimitError):
                updates.listening(Listener("3", "192.0.2.3")).__enter__()
            with updates.listening(Listener("3", "192.0.2.3")):
                pass

    asyncio.run(listen())


def test_the_database_is_asked_only_while_somebody_listens(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def versions(_: SqlConversations, conversation_ids: tuple[str, ...]) -> dict[str, int]:
        asked.append(conversation_ids)
        return dict.fromkeys(conversation_ids, 7)

    monkeypatch.setattr(SqlConversations, "versions", versions)

    async def listen() -> None:
        updates = Updates(world.conversations, world.desk.presences, poll_seconds=0.01)
        one, other = Listener("one", "", version=7), Listener("other", "", version=6)
        with updates.listening(one), updates.listening(other):
            assert await other.wait(PATIENCE_SECONDS)
            assert not await one.wait(0.01)
        asked_until_now = len(asked)
        await asyncio.sleep(0.05)
        assert len(asked) <= asked_until_now + 2  # once more, to say that the last ones have left

    asyncio.run(listen())
    assert set(asked[0]) == {"one", "other"}


@pytest.fixture
def other(world: World, tmp_path: Path) -> Iterator[OtherServer]:
    """A second server on the world's database."""
    with other_server(tmp_path / "citedesk.db") as other:
        yield other


def test_what_another_server_stores_arrives_within_a_second(
    world: World, server: str, other: OtherServer, conversation_id: str
) -> None:
    number = world.conversations.find(conversation_id).number
    agents = httpx2.Client(
        base_url=other.address, headers={"Authorization": f"Bearer {AGENT_KEY}"}, timeout=PATIENCE_SECONDS
    )
    with agents, followed(server, conversation_id) as events:
        assert agents.get(f"/v1/agent/conversations/{number}").status_code == 200
        until(events, "handoff")
        spent = []
        for count in range(TRIES):
            agents.post(f"/v1/agent/conversations/{number}/messages", json={"text": f"Hello {count}", "author": "Kim"})
            stored = time.monotonic()
            assert until(events, "message").data["text"] == f"Hello {count}"
            spent.append(time.monotonic() - stored)
            if count == 0:
                assert until(events, "handoff").data["agent"] == "Kim"
    assert min(spent) < 1


def test_a_server_that_is_told_to_stop_ends_the_streams_and_stops(other: OtherServer, conversation_id: str) -> None:
    with followed(other.address, conversation_id) as events:
        until(events, "handoff")
        other.process.send_signal(signal.SIGTERM)
        assert list(events) == []

    assert other.process.wait(PATIENCE_SECONDS) in (0, -signal.SIGTERM)
    assert other.process.stderr
    assert other.process.stderr.read() == ""
