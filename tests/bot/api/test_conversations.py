from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

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
