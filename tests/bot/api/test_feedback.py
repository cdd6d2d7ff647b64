from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from bot.conversation import Feedback, Rating
from tests.bot.api.conftest import World


@pytest.fixture
def answer(client: TestClient) -> dict[str, str]:
    given: dict[str, str] = client.post("/v1/chat", json={"message": "reset 2FA"}).json()
    return given


def rate(client: TestClient, message_id: str, body: bytes) -> Response:
    """The response to feedback that is sent byte for byte."""
    headers = {"Content-Type": "application/json"}
    return client.post(f"/v1/messages/{message_id}/feedback", content=body, headers=headers)


def test_feedback_is_kept_with_its_answer_and_may_change(
    world: World, client: TestClient, answer: dict[str, str]
) -> None:
    address = f"/v1/messages/{answer['message_id']}/feedback"
    body = {"rating": "down", "reason": "outdated", "comment": " The page \u0000looks different. "}
    assert client.post(address, json={"rating": "up"}).status_code == 204
    response = client.post(address, json=body)

    assert (response.status_code, response.content) == (204, b"")
    kept = world.conversations.messages(answer["conversation_id"])[1]
    assert kept.feedback == Feedback(Rating.DOWN, "outdated", "The page \ufffdlooks different.")
    read = client.get(f"/v1/conversations/{answer['conversation_id']}/messages").json()["messages"]
    assert [message["rating"] for message in read] == [None, "down"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"rating": "sideways"},
        {"rating": "up", "reason": "because"},
        {"rating": "up", "comment": "x" * 1001},
        {"rating": "up", "stars": 5},
        {"rating": "up", "comment": 5},
    ],
)
def test_wrong_feedback_is_refused(client: TestClient, answer: dict[str, str], body: object) -> None:
    assert client.post(f"/v1/messages/{answer['message_id']}/feedback", json=body).status_code == 422


@pytest.mark.parametrize("message_id", ["short", "n" * 22])
def test_unknown_message_is_called_a_message(client: TestClient, message_id: str) -> None:
    response = rate(client, message_id, b'{"rating": "up"}')
    assert response.status_code == 404
    assert response.json()["error"]["message"] == "This message does not exist or has been deleted."


def test_feedback_without_words_is_kept_without_them(world: World, client: TestClient, answer: dict[str, str]) -> None:
    for comment in (b'" "', b'"\\n"', b"null"):
        body = b'{"rating": "up", "comment": ' + comment + b"}"
        assert rate(client, answer["message_id"], body).status_code == 204
        assert world.conversations.messages(answer["conversation_id"])[1].feedback == Feedback(Rating.UP)


def test_half_a_character_in_a_comment_is_replaced(world: World, client: TestClient, answer: dict[str, str]) -> None:
    body = b'{"rating": "up", "comment": "\\ud800"}'
    assert rate(client, answer["message_id"], body).status_code == 204

    assert world.conversations.messages(answer["conversation_id"])[1].feedback == Feedback(Rating.UP, None, "\ufffd")


def test_a_customers_own_message_is_not_rated(world: World, client: TestClient, answer: dict[str, str]) -> None:
    own = world.conversations.messages(answer["conversation_id"])[0].id

    for message_id in (own, "gone"):
        assert client.post(f"/v1/messages/{message_id}/feedback", json={"rating": "up"}).status_code == 404
    assert client.post("/v1/messages/%00/feedback", json={"rating": "up"}).status_code == 422
