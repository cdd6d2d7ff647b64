from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bot.conversation import Customer, Feedback, Rating, Status
from bot.settings import Settings
from corpus.errors import ConfigurationError
from tests.bot.api.conftest import World
from tests.bot.api.server_process import AGENT_KEY

CONVERSATIONS = "/v1/agent/conversations"


@pytest.fixture
def agent(world: World) -> TestClient:
    """A client with the agents' key."""
    world.settings = Settings(agent_key=SecretStr(AGENT_KEY))
    client = world.client()
    client.headers["Authorization"] = f"Bearer {AGENT_KEY}"
    return client


def asked(world: World, text: str = "reset 2FA") -> int:
    """The number of a conversation in which a question was asked."""
    return world.conversations.receive(None, text).conversation.number


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", "Basic abc", f"Bearer {AGENT_KEY}x", b"Bearer \xff", f"Token {AGENT_KEY}"]
)
def test_without_the_key_nobody_is_let_in(world: World, agent: TestClient, header: str | bytes) -> None:
    number = asked(world)
    for method, path, body in (
        ("GET", CONVERSATIONS, None),
        ("GET", f"{CONVERSATIONS}/{number}", None),
        ("POST", f"{CONVERSATIONS}/{number}/messages", {"text": "x", "author": "y"}),
        ("PUT", f"{CONVERSATIONS}/{number}/status", {"status": "agent"}),
    ):
        response = agent.request(method, path, json=body, headers={"Authorization": header})
        assert (response.status_code, response.json()["error"]["code"]) == (401, "not_allowed")
        assert response.headers["www-authenticate"] == "Bearer"


def test_without_a_key_in_the_settings_the_setting_is_named(client: TestClient) -> None:
    response = client.get(CONVERSATIONS, headers={"Authorization": "Bearer "})

    assert response.status_code == 401
    assert "CITEDESK_AGENT_KEY is not set" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    "key", ["tiny-key", "fifteen-letters", "a key of four words", "ein-Schlüssel-für-alle", "k" * 20 + "\n"]
)
def test_key_that_could_be_guessed_or_never_sent_is_refused_at_the_start(world: World, key: str) -> None:
    world.settings = Settings(agent_key=SecretStr(key))
    with pytest.raises(ConfigurationError, match="CITEDESK_AGENT_KEY has to be 16 or more") as refused:
        world.client()
    assert key not in str(refused.value)


def test_conversations_are_listed_by_number_and_page_by_page(world: World, agent: TestClient) -> None:
    numbers = [asked(world) for _ in range(3)]
    first = agent.get(CONVERSATIONS, params={"limit": 2}).json()["items"]
    second = agent.get(CONVERSATIONS, params={"limit": 2, "before": first[-1]["number"]}).json()["items"]

    assert [item["number"] for item in first + second] == numbers[::-1]


def test_those_who_wait_come_by_their_wait(world: World, agent: TestClient) -> None:
    first, second, _ = (world.conversations.start() for _ in range(3))
    world.conversations.set_status(second.id, Status.WAITING)
    world.conversations.set_status(first.id, Status.WAITING)
    items = agent.get(CONVERSATIONS, params={"status": "waiting"}).json()["items"]

    assert [(item["number"], item["status"]) for item in items] == [
        (second.number, "waiting"),
        (first.number, "waiting"),
    ]
    for page in ({"limit": 1}, {"limit": 1, "before": second.number}):
        paged = agent.get(CONVERSATIONS, params={"status": "waiting", **page}).json()["items"]
        assert paged == [items.pop(0)]


def test_an_agent_sees_everything_but_the_customers_token(world: World, agent: TestClient) -> None:
    answer = agent.post("/v1/chat", json={"message": "reset 2FA", "locale": "de"}).json()
    conversation = world.conversations.identify(answer["conversation_id"], Customer("7", "Ana", "ana@site.example"))
    world.conversations.rate(answer["message_id"], Feedback(Rating.DOWN, "wrong", "No."))
    response = agent.get(f"{CONVERSATIONS}/{conversation.number}")
    seen = response.json()

    assert response.headers["cache-control"] == "no-store"
    assert conversation.id not in response.text
    assert (seen["customer"]["name"], seen["locale"], seen["status"]) == ("Ana", "de", "bot")
    assert seen["messages"][1]["answer"]["confidence"] == answer["confidence"]
    assert seen["messages"][1]["answer"]["citations"] == answer["citations"]
    assert seen["messages"][1]["feedback"] == {"rating": "down", "reason": "wrong", "comment": "No."}


def test_an_agents_message_takes_the_conversation_over(world: World, agent: TestClient) -> None:
    number = asked(world)
    body = {"text": "Hello \u0000!", "author": " Kim "}
    response = agent.post(f"{CONVERSATIONS}/{number}/messages", json=body)

    assert response.status_code == 201
    assert (response.json()["text"], response.json()["author"]) == ("Hello \ufffd!", "Kim")
    conversation = world.conversations.numbered(number)
    assert (conversation.status, conversation.agent) == (Status.AGENT, "Kim")


def test_a_conversation_is_taken_over_given_back_and_closed(world: World, agent: TestClient) -> None:
    number = asked(world)
    taken = agent.put(f"{CONVERSATIONS}/{number}/status", json={"status": "agent", "author": "Kim"}).json()
    given = agent.put(f"{CONVERSATIONS}/{number}/status", json={"status": "bot"}).json()
    closed = agent.put(f"{CONVERSATIONS}/{number}/status", json={"status": "closed"}).json()

    assert (taken["status"], taken["agent"]) == ("agent", "Kim")
    assert (given["status"], closed["status"]) == ("bot", "closed")
    assert world.conversations.numbered(number).status is Status.CLOSED


def test_an_agent_leaves_a_conversation_to_another_one(world: World, agent: TestClient) -> None:
    number = asked(world)
    agent.post(f"{CONVERSATIONS}/{number}/messages", json={"text": "Lou knows more.", "author": "Kim"})
    passed = agent.put(f"{CONVERSATIONS}/{number}/status", json={"status": "waiting", "author": "Kim"}).json()

    assert (passed["status"], passed["agent"]) == ("waiting", None)
    waiting = agent.get(CONVERSATIONS, params={"status": "waiting"}).json()["items"]
    assert [item["number"] for item in waiting] == [number]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "?status=asleep", None),
        ("GET", "?limit=0", None),
        ("GET", f"?before={2**31}", None),
        ("GET", "?colour=1", None),
        ("GET", "/x", None),
        ("GET", "/0", None),
        ("GET", f"/{2**63}", None),
        ("POST", "/1/messages", {"text": " ", "author": "Kim"}),
        ("POST", "/1/messages", {"text": "x" * 10_001, "author": "Kim"}),
        ("POST", "/1/messages", {"text": "x", "author": "x" * 81}),
        ("POST", "/1/messages", {"text": "x"}),
        ("PUT", "/1/status", {"status": "asleep"}),
    ],
)
def test_what_is_wrong_is_refused(agent: TestClient, method: str, path: str, body: object) -> None:
    assert agent.request(method, CONVERSATIONS + path, json=body).status_code == 422


def test_an_unknown_number_is_not_found(agent: TestClient) -> None:
    assert agent.get(f"{CONVERSATIONS}/4711").status_code == 404
    assert agent.put(f"{CONVERSATIONS}/4711/status", json={"status": "bot"}).status_code == 404
