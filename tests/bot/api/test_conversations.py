from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.store.conversations import SqlConversations
from bot.store.database import Database
from corpus.errors import StoreError, UsageLimitError
from tests.bot.api.conftest import World


def without_handoff(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer as the conversation keeps it: who answers is not part of what was said."""
    return {name: value for name, value in answer.items() if name != "handoff"}


def test_a_conversation_is_read_with_the_answers_as_they_were_given(client: TestClient) -> None:
    answer = client.post("/v1/chat", json={"message": "reset 2FA"}).json()
    response = client.get(f"/v1/conversations/{answer['conversation_id']}/messages")

    assert response.headers["cache-control"] == "no-store"
    question, reply = response.json()["messages"]
    assert (question["role"], question["text"], question["answer"]) == ("user", "reset 2FA", None)
    assert (reply["role"], reply["id"], reply["answer"]) == ("bot", answer["message_id"], without_handoff(answer))


def test_a_message_of_an_agent_is_read_like_any_other(world: World, client: TestClient) -> None:
    conversation_id = world.conversations.start().id
    world.conversations.say(conversation_id, "Ada", "I am looking into it.")

    messages = client.get(f"/v1/conversations/{conversation_id}/messages").json()["messages"]
    assert [(m["role"], m["author"], m["text"]) for m in messages] == [("agent", "Ada", "I am looking into it.")]


def test_deleted_conversation_is_gone_for_reading_deleting_and_asking(client: TestClient) -> None:
    conversation_id = client.post("/v1/chat", json={"message": "reset"}).json()["conversation_id"]
    deleted = client.delete(f"/v1/conversations/{conversation_id}")

    assert (deleted.status_code, deleted.content) == (204, b"")
    assert client.get(f"/v1/conversations/{conversation_id}/messages").status_code == 404
    assert client.delete(f"/v1/conversations/{conversation_id}").status_code == 404
    body = {"message": "still there?", "conversation_id": conversation_id}
    assert client.post("/v1/chat", json=body).status_code == 404


def test_deletion_that_leaves_traces_for_a_while_is_a_deletion_all_the_same(
    world: World, client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def locked(_: Database) -> None:
        raise StoreError("The database is locked.")

    conversation_id = world.conversations.start().id
    monkeypatch.setattr(Database, "scrub", locked)

    assert client.delete(f"/v1/conversations/{conversation_id}").status_code == 204
    assert "stands in the database's files until the next deletion: The database is locked." in caplog.text
    assert client.get(f"/v1/conversations/{conversation_id}/messages").status_code == 404


def test_a_conversation_starts_empty_in_its_language(world: World, client: TestClient) -> None:
    response = client.post("/v1/conversations", json={"locale": "ar"})
    started = response.json()

    assert (response.status_code, response.headers["cache-control"]) == (201, "no-store")
    assert list(started) == ["conversation_id", "messages", "handoff"]
    assert (started["messages"], started["handoff"]["status"]) == ([], "bot")
    assert world.conversations.find(started["conversation_id"]).locale == "ar"


def test_only_what_came_after_is_read(world: World, client: TestClient) -> None:
    answer = client.post("/v1/chat", json={"message": "reset 2FA"}).json()
    address = f"/v1/conversations/{answer['conversation_id']}/messages"
    question, reply = client.get(address).json()["messages"]

    assert list(reply) == ["id", "seq", "role", "text", "created_at", "author", "rating", "answer"]
    assert client.get(address, params={"after": question["seq"]}).json()["messages"] == [reply]
    assert client.get(address, params={"after": reply["seq"]}).json()["messages"] == []
    assert client.get(address, params={"after": -1}).status_code == 422


@pytest.mark.parametrize("conversation_id", ["%00", "%ff", "a%20b", "x" * 65, "%ed%a0%80"])
def test_what_can_be_no_id_is_refused(client: TestClient, conversation_id: str) -> None:
    for response in (
        client.get(f"/v1/conversations/{conversation_id}/messages"),
        client.get(f"/v1/conversations/{conversation_id}/events"),
        client.post(f"/v1/conversations/{conversation_id}/handoff"),
        client.post(f"/v1/conversations/{conversation_id}/identify", json={"token": "x"}),
        client.delete(f"/v1/conversations/{conversation_id}"),
    ):
        assert response.status_code == 422
        assert response.json()["error"]["code"] == "invalid_request"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/conversations"),
        ("GET", "/v1/conversations/some/messages"),
        ("GET", "/v1/conversations/some/events"),
        ("POST", "/v1/conversations/some/handoff"),
        ("DELETE", "/v1/conversations/some"),
        ("GET", "/v1/articles"),
        ("GET", "/v1/widget"),
    ],
)
def test_whatever_else_customers_ask_is_counted_too(world: World, client: TestClient, method: str, path: str) -> None:
    client.request(method, path)
    world.limits.error = UsageLimitError(3600, is_quota=True)
    response = client.request(method, path)

    assert world.limits.reads == ["testclient"]
    assert (response.status_code, response.json()["error"]["code"]) == (429, "quota")
    assert response.headers["retry-after"] == "3600"


@pytest.mark.parametrize(("error", "status"), [(StoreError("down"), 503), (RuntimeError("down"), 500)])
def test_no_conversations_id_is_logged(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception, status: int
) -> None:
    def failing(*_: object) -> None:
        raise error

    conversation_id = world.conversations.start().id
    monkeypatch.setattr(SqlConversations, "find", failing)

    assert world.client().get(f"/v1/conversations/{conversation_id}/messages").status_code == status
    assert "down" in caplog.text
    assert conversation_id not in caplog.text
