from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer
from bot.api.schemas.conversations import ChatReply, Handoff, PeopleKind
from bot.api.sse import answer_parts
from bot.conversation import Status
from corpus.errors import NoReleaseError
from tests.bot.api.conftest import World
from tests.bot.api.test_conversations import without_handoff
from tests.fakes import abstained
from tests.patience import PATIENCE_SECONDS


def stream(server: str, body: dict[str, Any]) -> tuple[httpx2.Response, list[Any]]:
    """The response and its parts."""
    response = httpx2.post(f"{server}/v1/chat", json={**body, "stream": True}, timeout=PATIENCE_SECONDS)
    return response, stream_parts(response.text)


def stream_parts(text: str) -> list[Any]:
    """The parts of a stream, but for [DONE], which has to end it."""
    *events, rest = text.split("\n\n")
    assert rest == ""
    assert all(event.startswith("data: ") and "\n" not in event for event in events)
    *parts, done = (event.removeprefix("data: ") for event in events)
    assert done == "[DONE]"
    return [json.loads(part) for part in parts]


def test_sources_come_before_the_text_and_the_whole_answer_after_it(world: World, server: str) -> None:
    response, parts = stream(server, {"message": "reset my 2FA"})

    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["x-vercel-ai-ui-message-stream"] == "v1"
    assert (response.headers["x-accel-buffering"], response.headers["cache-control"]) == ("no", "no-cache")
    assert response.headers["x-content-type-options"] == "nosniff"
    kinds = [part["type"] for part in parts]
    assert list(dict.fromkeys(kinds)) == [
        *("start", "source-url", "text-start", "text-delta", "text-end", "data-answer", "finish")
    ]
    assert parts[1] == {
        "type": "source-url",
        "sourceId": "1",
        "url": f"{server}/help/articles/reset-2fa?quote=0-23-6ea46274#quote",
        "title": "How do I reset my 2FA?",
    }


def test_the_streamed_answer_is_the_answer_that_is_kept(world: World, server: str) -> None:
    _response, parts = stream(server, {"message": "reset my 2FA"})

    answer = parts[-2]["data"]
    kept = httpx2.get(
        f"{server}/v1/conversations/{answer['conversation_id']}/messages", timeout=PATIENCE_SECONDS
    ).json()["messages"][1]
    assert kept["answer"] == without_handoff(answer)
    assert parts[0] == {"type": "start", "messageMetadata": {"conversation_id": answer["conversation_id"]}}
    assert "".join(part["delta"] for part in parts if part["type"] == "text-delta") == answer["answer"]


def reply_with(answer: Answer) -> ChatReply:
    """The answer as the reply to a message."""
    handoff = Handoff(
        status=Status.BOT,
        agent=None,
        requested_at=None,
        online=False,
        unattended=False,
        people=PeopleKind.NONE,
        contact_url="",
        open=True,
        opens_at=None,
    )
    return ChatReply.to("m", answer, "c", handoff, "")


@given(st.text())
def test_the_deltas_joined_are_the_answer(text: str) -> None:
    answer = reply_with(abstained()).model_copy(update={"answer": text})
    parts = [json.loads(part) for part in answer_parts(answer)]

    assert "".join(part["delta"] for part in parts if part["type"] == "text-delta") == text
    assert parts[-1]["data"]["answer"] == text


@pytest.mark.parametrize("error", [RuntimeError("secret in /srv"), NoReleaseError(Path("/srv/secret"))])
def test_a_failure_on_the_way_is_an_event_that_tells_no_internals(
    world: World, server: str, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    world.answers.error = error
    response, parts = stream(server, {"message": "reset"})

    assert response.status_code == 200
    assert [part["type"] for part in parts] == ["start", "error", "finish"]
    assert "/srv" not in parts[1]["errorText"]
    assert "POST /v1/chat" in caplog.text


def test_errors_known_before_the_stream_are_plain_http_errors(world: World, client: TestClient) -> None:
    assert client.post("/v1/chat", json={"message": " ", "stream": True}).status_code == 422
    world.live.error = NoReleaseError(world.settings.home)
    response = client.post("/v1/chat", json={"message": "reset", "stream": True})

    assert response.status_code == 503
    assert response.json()["error"]["code"] == "no_release"


def test_a_slow_answer_is_bridged_by_pings(world: World, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.api.sse.PING_SECONDS", 0.02)
    pinged, quick_answer = threading.Event(), world.answers.answer

    def slow_answer(*args: Any, **more: Any) -> Answer:
        assert pinged.wait(PATIENCE_SECONDS)
        return quick_answer(*args, **more)

    monkeypatch.setattr(world.answers, "answer", slow_answer)
    with httpx2.stream(
        "POST", f"{server}/v1/chat", json={"message": "reset", "stream": True}, timeout=PATIENCE_SECONDS
    ) as response:
        for line in response.iter_lines():
            if line.startswith(": ping"):
                pinged.set()

    assert pinged.is_set()
    assert line == ""


def test_the_conversation_is_named_before_there_is_an_answer(
    world: World, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    named, quick_answer = threading.Event(), world.answers.answer

    def slow_answer(*args: Any, **more: Any) -> Answer:
        assert named.wait(PATIENCE_SECONDS)
        return quick_answer(*args, **more)

    monkeypatch.setattr(world.answers, "answer", slow_answer)
    with httpx2.stream(
        "POST", f"{server}/v1/chat", json={"message": "reset", "stream": True}, timeout=PATIENCE_SECONDS
    ) as response:
        lines = response.iter_lines()
        start = json.loads(next(lines).removeprefix("data: "))
        conversation_id = start["messageMetadata"]["conversation_id"]
        assert [message.text for message in world.conversations.messages(conversation_id)] == ["reset"]
        named.set()
        assert list(lines)[-2] == "data: [DONE]"
