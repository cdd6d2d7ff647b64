from __future__ import annotations

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from fastapi.testclient import TestClient

from bot.api.requests.chat import stored_key
from bot.conversation import Role
from bot.helpdesks.chatwoot_events import Incoming, read
from tests.bot.api.conftest import World
from tests.bot.api.server_process import other_server
from tests.bot.api.test_stream import stream_parts
from tests.patience import PATIENCE_SECONDS

KEY = {"Idempotency-Key": "2f1c7a52-8d3e-4c1b-9a57-0d7f4be21a10"}
QUESTION = {"message": "reset my 2FA"}


def test_a_message_sent_twice_is_stored_and_answered_once(world: World, client: TestClient) -> None:
    first = client.post("/v1/chat", json=QUESTION, headers=KEY).json()
    again = client.post("/v1/chat", json=QUESTION, headers=KEY).json()

    assert again == first
    assert len(world.answers.asked) == 1
    assert len(world.conversations.messages(first["conversation_id"])) == 2


def test_the_second_attempt_may_name_the_conversation_and_be_streamed(world: World, client: TestClient) -> None:
    first = client.post("/v1/chat", json=QUESTION, headers=KEY).json()
    body = {**QUESTION, "conversation_id": first["conversation_id"], "stream": True}
    parts = stream_parts(client.post("/v1/chat", json=body, headers=KEY).text)

    assert parts[0]["messageMetadata"] == {"conversation_id": first["conversation_id"]}
    assert parts[-2]["data"] == first
    assert len(world.answers.asked) == 1


def test_a_double_click_is_one_message_and_one_answer(server: str, world: World) -> None:
    with ThreadPoolExecutor() as pool:
        sent = [
            pool.submit(httpx2.post, f"{server}/v1/chat", json=QUESTION, headers=KEY, timeout=PATIENCE_SECONDS)
            for _ in range(6)
        ]
    answers = [each.result().json() for each in sent]

    assert len({(answer["conversation_id"], answer["message_id"]) for answer in answers}) == 1
    kept = world.conversations.messages(answers[0]["conversation_id"])
    assert [message.role for message in kept] == [Role.USER, Role.BOT]


def test_a_key_that_comes_with_another_message_is_a_conflict(world: World, client: TestClient) -> None:
    first = client.post("/v1/chat", json=QUESTION, headers=KEY).json()
    other = client.post("/v1/chat", json={"message": "the fees?"}, headers=KEY)

    assert (other.status_code, other.json()["error"]["code"]) == (409, "conflict")
    assert len(world.conversations.messages(first["conversation_id"])) == 2


def test_a_message_whose_answer_was_lost_is_answered_when_it_is_sent_again(world: World, client: TestClient) -> None:
    received = world.conversations.receive(None, QUESTION["message"], stored_key(KEY["Idempotency-Key"]))
    answer = client.post("/v1/chat", json=QUESTION, headers=KEY).json()

    kept = world.conversations.messages(received.conversation.id)
    assert [message.id for message in kept] == [received.message.id, answer["message_id"]]
    assert answer["outcome"] == "answered"


def test_a_helpdesks_message_is_not_reached_by_a_guessed_key(world: World, client: TestClient) -> None:
    event = {
        "event": "message_created",
        "id": 5501234,
        "message_type": "incoming",
        "content": QUESTION["message"],
        "account": {"id": 1},
        "conversation": {"id": 7, "status": "pending"},
    }
    incoming = read(event)
    assert isinstance(incoming, Incoming)
    assert client.post("/v1/chat", json=QUESTION, headers={"Idempotency-Key": incoming.key}).status_code == 422
    for key in (incoming.key, "chatwoot-1-created-5501234"):  # as it is stored now, and as it once was
        guessed = {"Idempotency-Key": key.replace(":", "-")}
        before = client.post("/v1/chat", json=QUESTION, headers=guessed).json()["conversation_id"]
        theirs = world.conversations.receive(None, QUESTION["message"], key)
        after = client.post("/v1/chat", json=QUESTION, headers=guessed).json()["conversation_id"]

        assert theirs.conversation.id != before == after


@pytest.mark.parametrize("stream", [False, True])
def test_a_message_that_could_not_be_answered_is_answered_at_the_next_attempt(
    world: World, client: TestClient, stream: bool
) -> None:
    body: dict[str, Any] = {**QUESTION, "stream": stream}
    world.answers.error = RuntimeError("killed")
    client.post("/v1/chat", json=body, headers=KEY)
    world.answers.error = None
    answer = client.post("/v1/chat", json=QUESTION, headers=KEY).json()

    kept = world.conversations.messages(answer["conversation_id"])
    assert [message.role for message in kept] == [Role.USER, Role.BOT]
    assert world.answers.asked[-1][1] == ()


@pytest.mark.parametrize(
    "key",
    [
        "short",
        "order-4711-retry",
        "x" * 21,
        "x" * 65,
        "with blanks in between",
        b"\xc3\xa4" * 10,
        "../../../../etc/passwd",
    ],
)
def test_a_key_that_is_none_or_could_be_guessed_is_refused(world: World, client: TestClient, key: str | bytes) -> None:
    response = client.post("/v1/chat", json=QUESTION, headers={"Idempotency-Key": key})

    assert response.status_code == 422
    assert response.json()["error"]["message"].startswith("idempotency-key: could be guessed")
    assert world.answers.asked == []


@pytest.mark.parametrize(
    "key",
    [secrets.token_urlsafe(16), str(uuid4()), uuid4().hex, str(uuid4()).upper(), "x" * 64],
    ids=["base64", "uuid", "hex", "upper-case", "longest"],
)
def test_every_usual_form_of_a_random_key_is_taken(world: World, client: TestClient, key: str) -> None:
    for _ in range(2):
        assert client.post("/v1/chat", json=QUESTION, headers={"Idempotency-Key": key}).status_code == 200
    assert len(world.answers.asked) == 1


def test_a_message_survives_the_death_of_the_server_and_is_answered_by_the_next(tmp_path: Path) -> None:
    body = {**QUESTION, "stream": True}
    with (
        other_server(tmp_path / "citedesk.db", is_answering=False) as first,
        httpx2.stream("POST", f"{first.address}/v1/chat", json=body, headers=KEY, timeout=PATIENCE_SECONDS) as response,
    ):
        lines = response.iter_lines()
        start = json.loads(next(lines).removeprefix("data: "))
        first.process.kill()
        with pytest.raises(httpx2.RemoteProtocolError):
            list(lines)
    with other_server(tmp_path / "citedesk.db") as second:
        answer = httpx2.post(f"{second.address}/v1/chat", json=QUESTION, headers=KEY, timeout=PATIENCE_SECONDS).json()
        address = f"{second.address}/v1/conversations/{answer['conversation_id']}/messages"
        kept = httpx2.get(address, timeout=PATIENCE_SECONDS).json()["messages"]

    assert answer["conversation_id"] == start["messageMetadata"]["conversation_id"]
    assert [(message["role"], message["text"]) for message in kept] == [
        ("user", QUESTION["message"]),
        ("bot", answer["answer"]),
    ]
