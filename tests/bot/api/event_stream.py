"""A client of the events of a conversation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2

from bot.api.sign_in import COOKIE
from tests.patience import PATIENCE_SECONDS


@dataclass(frozen=True)
class Event:
    """One event as a browser's EventSource would give it."""

    name: str
    data: Any
    id: str | None


@contextmanager
def followed(server: str, conversation_id: str, after: int = 0, last_event_id: str = "") -> Iterator[Iterator[Event]]:
    """The events from now on; a test that waits too long for one fails."""
    headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
    address = f"{server}/v1/conversations/{conversation_id}/events?after={after}"
    with httpx2.stream("GET", address, headers=headers, timeout=PATIENCE_SECONDS) as response:
        assert response.status_code == 200, response.read()
        yield _events(response)


@contextmanager
def desk_followed(server: str, token: str, authorization: str = "") -> Iterator[Iterator[Event]]:
    """What an agent is told from now on; `token` is that of their session."""
    headers = {"Authorization": authorization} if authorization else {}
    with httpx2.stream(
        "GET", f"{server}/v1/agent/events", cookies={COOKIE: token}, headers=headers, timeout=PATIENCE_SECONDS
    ) as response:
        assert response.status_code == 200, response.read()
        yield _events(response)


def _events(response: httpx2.Response) -> Iterator[Event]:
    fields: dict[str, str] = {}
    for line in response.iter_lines():
        name, _, value = line.partition(": ")
        if line and name:
            fields[name] = value
        if not line:
            if "event" in fields:
                yield Event(fields["event"], json.loads(fields["data"]), fields.get("id"))
            fields = {}


def until(events: Iterator[Event], name: str) -> Event:
    """The next event of that name."""
    return next(event for event in events if event.name == name)
