from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from bot.conversation import Customer
from corpus.errors import NotAllowedError
from tests.bot.api.conftest import World

ANA = Customer("7", "Ana")


class FakeIdentities:
    """Takes the token "good" and the signature "good" for Ana's."""

    def by_token(self, token: str) -> Customer:
        if token != "good":
            raise NotAllowedError("The token is wrong.")
        return ANA

    def by_hash(self, user_id: str, signature: str) -> Customer:
        if signature != "good":
            raise NotAllowedError("The hash is wrong.")
        return Customer(user_id)


@pytest.fixture
def client(world: World) -> TestClient:
    world.identities = FakeIdentities()
    return world.client()


def test_a_signed_customer_is_the_conversations(world: World, client: TestClient) -> None:
    body = {"message": "reset 2FA", "identity": {"token": "good"}}
    conversation_id = client.post("/v1/chat", json=body).json()["conversation_id"]

    assert world.conversations.find(conversation_id).customer == ANA


def test_a_conversation_may_start_with_a_customer_or_get_one_later(world: World, client: TestClient) -> None:
    started = client.post("/v1/conversations", json={"identity": {"user_id": "8", "hash": "good"}}).json()
    assert world.conversations.find(started["conversation_id"]).customer == Customer("8")

    started = client.post("/v1/conversations").json()
    identified = client.post(f"/v1/conversations/{started['conversation_id']}/identify", json={"token": "good"})
    assert identified.json() == {"user_id": "7", "name": "Ana"}
    assert world.conversations.find(started["conversation_id"]).customer == ANA


def test_another_customers_conversation_is_neither_renamed_nor_written_in(world: World, client: TestClient) -> None:
    conversation_id = world.conversations.start(ANA).id
    identity = {"user_id": "8", "hash": "good"}
    chat = client.post("/v1/chat", json={"message": "x", "conversation_id": conversation_id, "identity": identity})
    identify = client.post(f"/v1/conversations/{conversation_id}/identify", json=identity)

    for refused in (chat, identify):
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "conflict")
        assert "start a new one without its id" in refused.json()["error"]["message"]
    assert world.conversations.find(conversation_id).customer == ANA
    assert not world.conversations.messages(conversation_id)


@pytest.mark.parametrize(
    "identity", [{"token": "bad"}, {"user_id": "7", "hash": "bad"}, {"user_id": "\x00", "hash": "x"}]
)
def test_a_wrong_signature_is_refused_before_anything_is_stored(
    world: World, client: TestClient, identity: dict[str, str]
) -> None:
    conversation_id = world.conversations.start().id
    chat = client.post("/v1/chat", json={"message": "x", "conversation_id": conversation_id, "identity": identity})
    identify = client.post(f"/v1/conversations/{conversation_id}/identify", json=identity)

    assert [chat.status_code, identify.status_code] == [401, 401]
    assert chat.json()["error"]["code"] == "not_allowed"
    assert not world.conversations.messages(conversation_id)
    assert world.conversations.find(conversation_id).customer is None


@pytest.mark.parametrize(
    "identity", [{}, {"token": ""}, {"user_id": "7"}, {"token": "x", "hash": "y"}, "good", {"token": "x" * 5000}]
)
def test_what_can_be_no_identity_is_refused(client: TestClient, identity: object) -> None:
    assert client.post("/v1/chat", json={"message": "x", "identity": identity}).status_code == 422


def test_without_a_secret_the_setting_is_named(world: World) -> None:
    world.identities = None
    response = world.client().post("/v1/chat", json={"message": "x", "identity": {"token": "good"}})

    assert response.status_code == 401
    assert "CITEDESK_IDENTITY_SECRET is not set" in response.json()["error"]["message"]
