from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.accounts.team import Agent, AgentRole
from bot.api.desk_updates import DeskListener, DeskUpdates, Watch
from bot.api.people import People, Staff
from bot.api.sign_in import COOKIE
from bot.conversation import Status
from bot.desk import Changed
from bot.settings import Settings
from bot.store.inbox import SqlInbox
from bot.support_hours import SupportHours
from corpus.errors import StoreError, UsageLimitError
from tests.bot.api.conftest import World
from tests.bot.api.event_stream import Event, desk_followed, followed, until
from tests.bot.api.server_process import OtherServer, other_server
from tests.patience import PATIENCE_SECONDS, TRIES

PASSWORD = "correct horse battery"


@pytest.fixture
def lena(world: World) -> Agent:
    return world.sessions.add_agent("lena@shop.example", "Lena", AgentRole.AGENT, PASSWORD)


@pytest.fixture
def token(world: World, lena: Agent) -> str:
    return world.sessions.sign_in(lena.email, PASSWORD)[1]


@pytest.fixture
def browser(server: str, token: str) -> Iterator[httpx2.Client]:
    """Lena's browser, on a page of the server's own."""
    headers = {"Sec-Fetch-Site": "same-origin"}
    with httpx2.Client(base_url=server, headers=headers, cookies={COOKIE: token}, timeout=PATIENCE_SECONDS) as client:
        yield client


@pytest.fixture
def other(world: World, tmp_path: Path) -> Iterator[OtherServer]:
    """A second server on the world's database."""
    with other_server(tmp_path / "citedesk.db") as other:
        yield other


def test_new_conversation_and_every_change_arrive(world: World, server: str, token: str) -> None:
    with desk_followed(server, token) as events:
        assert until(events, "counts").data == {"waiting": 0, "mine": 0, "agent": 0, "bot": 0, "closed": 0}
        of = world.conversations.receive(None, "Where is my refund?").conversation
        item = until(events, "conversation").data
        assert (item["number"], item["preview"]["text"]) == (of.number, "Where is my refund?")
        assert until(events, "counts").data["bot"] == 1
        world.conversations.set_status(of.id, Status.WAITING)
        assert until(events, "conversation").data["status"] == "waiting"
        assert until(events, "counts").data["waiting"] == 1
        world.conversations.delete(of.id)
        assert until(events, "gone").data == {"number": of.number}


def test_what_is_deleted_for_its_age_is_told_and_what_a_removed_agent_had_is_nobodys(
    world: World, server: str, token: str
) -> None:
    omar = world.sessions.add_agent("omar@shop.example", "Omar", AgentRole.AGENT, PASSWORD)
    old, kept = world.conversations.start(), world.conversations.start()
    world.conversations.assign(kept.id, omar.number)
    with desk_followed(server, token) as events:
        until(events, "counts")
        world.sessions.team.remove(omar.number)
        while (changed := until(events, "conversation").data)["number"] != kept.number or changed["assignee"]:
            pass
        world.conversations.receive(kept.id, "still here")
        world.conversations.delete_inactive(world.conversations.find(kept.id).active_at)
        assert until(events, "gone").data == {"number": old.number}


def test_what_this_server_stores_itself_arrives_at_once(server: str, token: str) -> None:
    spent = []
    with desk_followed(server, token) as events:
        until(events, "counts")
        for count in range(1, TRIES + 1):
            started = time.monotonic()
            httpx2.post(f"{server}/v1/chat", json={"message": "reset 2FA"}, timeout=PATIENCE_SECONDS)
            while until(events, "conversation").data["number"] != count:
                pass
            spent.append(time.monotonic() - started)
    assert min(spent) < 1


def test_notes_and_ratings_are_changes_too(world: World, server: str, token: str, lena: Agent) -> None:
    of = world.conversations.receive(None, "reset 2FA").conversation
    with desk_followed(server, token) as events:
        until(events, "counts")
        world.desk.notes.add(of.number, lena, "A VIP.")
        assert until(events, "conversation").data["number"] == of.number


def test_presence_of_customers_and_agents_is_told_on_both_sides(
    world: World, server: str, token: str, browser: httpx2.Client
) -> None:
    of = world.conversations.receive(None, "reset 2FA").conversation
    number = of.number
    with desk_followed(server, token) as told:
        until(told, "counts")
        with followed(server, of.id) as events:
            assert until(told, "presence").data["customer"] == {"online": True, "typing": False}
            browser.post(f"/v1/agent/conversations/{number}/messages", json={"text": "Hello"})
            assert until(events, "handoff").data["agent"] is None
            assert not until(events, "handoff").data["online"]
            browser.post(f"/v1/agent/conversations/{number}/presence", json={"typing": True})
            assert until(events, "handoff").data["online"]
            assert until(events, "typing").data == {"agent": "Lena"}
            browser.post(f"/v1/agent/conversations/{number}/presence", json={"typing": False})
            assert until(events, "typing").data == {"agent": None}
            httpx2.post(f"{server}/v1/conversations/{of.id}/typing", timeout=PATIENCE_SECONDS)
            _until_presence(told, lambda data: data["customer"]["typing"])
            browser.post(f"/v1/agent/conversations/{number}/absence")
            assert not until(events, "handoff").data["online"]
            _until_presence(told, lambda data: not data["agents"])
        _until_presence(told, lambda data: not data["customer"]["online"])


def _until_presence(events: Iterator[Event], is_so: Any) -> None:
    while not is_so(until(events, "presence").data):
        pass


def test_who_begins_to_listen_is_told_who_is_there(world: World, server: str, token: str, lena: Agent) -> None:
    of = world.conversations.receive(None, "reset 2FA").conversation
    world.desk.presences.agent_is_here(of.number, lena, is_typing=False)
    with desk_followed(server, token) as events:
        assert until(events, "presence").data["agents"] == [{"number": lena.number, "name": "Lena", "typing": False}]


def test_what_another_server_stores_arrives_within_a_second(
    world: World, server: str, token: str, other: OtherServer
) -> None:
    spent = []
    with desk_followed(server, token) as events:
        until(events, "counts")
        for count in range(1, TRIES + 1):
            httpx2.post(f"{other.address}/v1/conversations", timeout=PATIENCE_SECONDS)
            stored = time.monotonic()
            while until(events, "conversation").data["number"] != count:
                pass
            spent.append(time.monotonic() - stored)
    assert min(spent) < 1


@pytest.mark.parametrize(
    ("reason", "authorization"), [("signed_out", ""), ("removed", ""), ("signed_out", "Basic dTpw")]
)
def test_stream_ends_with_the_session_and_says_why(
    world: World, server: str, token: str, lena: Agent, reason: str, authorization: str
) -> None:
    with desk_followed(server, token, authorization) as events:
        until(events, "counts")
        if reason == "removed":
            world.sessions.team.remove(lena.number)
        else:
            world.sessions.sign_out(token)
        assert [(event.name, event.data) for event in events if event.name != "counts"] == [
            ("ended", {"reason": reason})
        ]
    with httpx2.stream(
        "GET", f"{server}/v1/agent/events", cookies={COOKIE: token}, timeout=PATIENCE_SECONDS
    ) as response:
        assert response.status_code == 401


def test_server_that_is_told_to_stop_ends_the_streams_and_stops(other: OtherServer, token: str) -> None:
    with desk_followed(other.address, token) as events:
        until(events, "counts")
        other.process.send_signal(signal.SIGTERM)
        assert [event.name for event in events if event.name != "counts"] == []

    assert other.process.wait(PATIENCE_SECONDS) in (0, -signal.SIGTERM)
    assert other.process.stderr
    assert other.process.stderr.read() == ""


def test_database_that_is_away_ends_no_stream(
    world: World, server: str, token: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failures = iter([StoreError("The database is away.")] * 2)
    changed_since = SqlInbox.changed_since

    def failing(self: SqlInbox, moment: datetime) -> Any:
        if error := next(failures, None):
            raise error
        return changed_since(self, moment)

    with desk_followed(server, token) as events:
        until(events, "counts")
        monkeypatch.setattr(SqlInbox, "changed_since", failing)
        of = world.conversations.start()
        assert until(events, "conversation").data["number"] == of.number
    assert caplog.text.count("until the database answers: The database is away.") == 1


def test_one_who_takes_nothing_is_let_go() -> None:
    listener = DeskListener(1)
    for _ in range(1001):
        listener.tell(b"x")
    assert listener.is_ending


def test_only_so_many_listen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.api.desk_updates.MAX_PER_AGENT", 1)

    async def listen() -> None:
        updates = DeskUpdates(world.desk, people(world), world.sessions)
        one, other, third = (DeskListener(number) for number in (1, 2, 2))
        with (
            updates.listening(one),
            updates.listening(other),
            pytest.raises(UsageLimitError),
            updates.listening(third),
        ):
            pass
        with updates.listening(DeskListener(2)):
            pass

    asyncio.run(listen())


def people(world: World) -> People:
    return People(Settings(), SupportHours.parse(""), Staff(world.sessions.team), world.desk.presences, world.clock)


class LateInbox(SqlInbox):
    """An inbox in which a test lets changes appear with whatever moment they have."""

    changes: tuple[Changed, ...] = ()

    def changed_since(self, moment: datetime) -> tuple[Changed, ...]:
        return tuple(one for one in self.changes if one.at > moment)


def test_transaction_that_ends_late_is_not_missed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = world.conversations.start(), world.conversations.start()
    now = world.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    monkeypatch.setattr(SqlInbox, "changed_since", LateInbox.changed_since)
    monkeypatch.setattr(SqlInbox, "changes", (), raising=False)
    watch = Watch(world.desk, people(world))
    assert list(watch.look([1]).events) == []

    def seen(*changes: Changed) -> list[int]:
        monkeypatch.setattr(SqlInbox, "changes", changes)
        world.now = world.clock() + timedelta(seconds=1)
        told = b"".join(watch.look([1]).events).decode()
        return [number for number in (first.number, second.number) if f'{{"number":{number},' in told]

    newer, older = Changed(first.number, now), Changed(second.number, now - timedelta(seconds=30))
    assert seen(newer) == [first.number]
    assert seen(newer, older) == [second.number]  # began before, ended after
    assert seen(newer, older) == []
    assert seen(Changed(first.number, now + timedelta(microseconds=1)), older) == [first.number]


def test_conversation_that_becomes_unattended_is_told_without_a_change(world: World) -> None:
    of = world.conversations.start()
    world.conversations.set_status(of.id, Status.WAITING)
    watch = Watch(world.desk, people(world))
    watch.look([1])
    assert list(watch.look([1]).events) == []
    world.now = world.clock() + timedelta(minutes=11)
    (event,) = watch.look([1]).events
    assert b'"unattended":true' in event
    assert list(watch.look([1]).events) == []


def test_change_while_the_list_is_loaded_is_not_missed(world: World) -> None:
    of = world.conversations.start()
    (event,) = Watch(world.desk, people(world)).look([1]).events
    assert f'"number":{of.number},'.encode() in event

    world.now = world.clock() + timedelta(seconds=30)
    assert list(Watch(world.desk, people(world)).look([1]).events) == []


def test_deletion_while_the_list_is_loaded_is_not_missed(world: World) -> None:
    of = world.conversations.start()
    world.conversations.delete(of.id)
    watch = Watch(world.desk, people(world))
    assert f'"number":{of.number}}}'.encode() in b"".join(watch.look([1]).events)
    assert list(watch.look([1]).events) == []

    world.now = world.clock() + timedelta(seconds=30)
    assert list(Watch(world.desk, people(world)).look([1]).events) == []


def test_more_changes_than_are_told_at_once_are_told_by_the_next_looks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.api.desk_updates.MAX_TOLD_AT_ONCE", 2)
    watch = Watch(world.desk, people(world))
    watch.look([1])
    numbers = [world.conversations.start().number for _ in range(5)]

    told = [len(watch.look([1]).events) for _ in range(4)]
    assert len(numbers) == sum(told)
    assert told == [2, 2, 1, 0]


def test_who_comes_while_the_database_is_looked_at_is_told_who_is_there(world: World, lena: Agent) -> None:
    of = world.conversations.start()
    world.desk.presences.agent_is_here(of.number, lena, is_typing=False)
    first, second = DeskListener(lena.number), DeskListener(lena.number)

    async def listen() -> bytes:
        updates = DeskUpdates(world.desk, people(world), world.sessions)
        with updates.listening(first):
            await asyncio.sleep(0)  # the first look has begun, in a thread of its own
            with updates.listening(second):
                return b"".join([await second.next(5) for _ in range(2)])

    assert b"event: presence" in asyncio.run(listen())


def test_change_while_a_second_listener_loads_the_list_is_not_missed(world: World, lena: Agent) -> None:
    first, second = DeskListener(lena.number), DeskListener(lena.number)

    async def listen() -> bytes:
        updates = DeskUpdates(world.desk, people(world), world.sessions)
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await overheard(updates)

    async def overheard(updates: DeskUpdates) -> bytes:
        with updates.listening(first):
            while b"event: counts" not in await first.next(5):
                pass
            world.conversations.start()
            while b"event: conversation" not in await first.next(5):
                pass
            with updates.listening(second):
                return await second.next(5)

    assert b"event: conversation" in asyncio.run(listen())
