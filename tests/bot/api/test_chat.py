from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from bot.answer import Answer, Filters
from bot.conversation import Role
from bot.settings import Settings
from bot.store.conversations import SqlConversations
from corpus.article import Kind
from corpus.errors import NotFoundError, StoreError, UsageLimitError
from tests.bot.api.conftest import World
from tests.fakes import ARTICLES, RELEASE
from tests.patience import PATIENCE_SECONDS

ANSWER_FIELDS = [
    *("conversation_id", "message_id", "outcome", "reason", "answer", "sentences", "citations"),
    *("confidence", "did_you_mean", "follow_ups", "rule", "release", "timings_ms", "handoff"),
]


def test_an_answer_has_exactly_the_fields_of_the_contract(client: TestClient) -> None:
    answer = client.post("/v1/chat", json={"message": "How do I reset my 2FA?"}).json()

    assert list(answer) == ANSWER_FIELDS
    assert (answer["outcome"], answer["reason"], answer["release"]) == ("answered", None, RELEASE)
    assert answer["sentences"][0] == {"text": "Open the security page.", "citations": [1]}
    assert answer["citations"][0] == {
        "n": 1,
        "article_id": "reset-2fa",
        "title": "How do I reset my 2FA?",
        "url": "http://help.test/help/articles/reset-2fa?quote=0-23-6ea46274#quote",
        "kind": "faq",
        "updated_at": "2026-10-02",
        "quote": "Open the security page.",
        "start": 0,
        "end": 23,
    }


def test_a_refusal_says_why_and_names_nearby_articles(client: TestClient) -> None:
    answer = client.post("/v1/chat", json={"message": "xyzzy"}).json()

    assert (answer["outcome"], answer["reason"]) == ("abstained", "missing_knowledge")
    assert answer["citations"] == answer["sentences"] == []
    assert answer["did_you_mean"] == [
        {
            "article_id": "reset-2fa",
            "title": "How do I reset my 2FA?",
            "url": "http://help.test/help/articles/reset-2fa",
        }
    ]
    assert answer["follow_ups"] == ["Talk to a person"]


def test_links_start_with_the_public_url_when_one_is_set(world: World) -> None:
    world.settings = Settings(public_url="https://support.example.com/sub")
    answer = world.client().post("/v1/chat", json={"message": "reset"}).json()

    assert answer["citations"][0]["url"].startswith("https://support.example.com/sub/help/articles/reset-2fa?")


def test_external_links_are_left_exactly_as_they_are(client: TestClient) -> None:
    answer = client.post("/v1/chat", json={"message": "What do takers pay?"}).json()

    assert answer["citations"][0]["url"] == ARTICLES[2].url


def test_the_conversation_is_kept_and_given_to_the_next_answer(world: World, client: TestClient) -> None:
    first = client.post("/v1/chat", json={"message": "reset 2FA"}).json()
    again = {"message": "and the fees?", "conversation_id": first["conversation_id"]}
    second = client.post("/v1/chat", json=again).json()

    _question, history, _filters = world.answers.asked[1]
    assert [(m.role, m.text) for m in history] == [(Role.USER, "reset 2FA"), (Role.BOT, first["answer"])]
    assert second["conversation_id"] == first["conversation_id"]
    assert [m.id for m in world.conversations.messages(first["conversation_id"])][1::2] == [
        first["message_id"],
        second["message_id"],
    ]


def test_every_conversation_has_its_own_id(client: TestClient) -> None:
    ids = {client.post("/v1/chat", json={"message": "reset"}).json()["conversation_id"] for _ in range(3)}

    assert len(ids) == 3


@pytest.mark.parametrize("stream", [False, True])
def test_unknown_conversation_is_not_found(world: World, client: TestClient, stream: bool) -> None:
    body = {"message": "reset", "conversation_id": "gone", "stream": stream}
    response = client.post("/v1/chat", json=body)

    assert response.status_code == 404
    assert response.json()["error"]["code"] == NotFoundError.code
    assert world.answers.asked == []


def test_filters_reach_retrieval_and_the_customers_own_locale_is_no_filter(world: World, client: TestClient) -> None:
    client.post("/v1/chat", json={"message": "fees", "locale": "fr", "filters": None})
    client.post("/v1/chat", json={"message": "fees", "filters": {"kind": "announcement", "locale": "de"}})

    assert [filters for *_, filters in world.answers.asked] == [Filters(), Filters(Kind.ANNOUNCEMENT, "de")]


def test_the_customers_message_is_kept_when_answering_fails(world: World, client: TestClient) -> None:
    conversation_id = world.conversations.start().id
    world.answers.error = RuntimeError("boom")
    response = client.post("/v1/chat", json={"message": "help!", "conversation_id": conversation_id})

    assert response.status_code == 500
    assert [m.text for m in world.conversations.messages(conversation_id)] == ["help!"]


@pytest.mark.parametrize("message", ["", "   \n\t", "\u2003\u00a0"])
def test_blank_message_is_refused(client: TestClient, message: str) -> None:
    response = client.post("/v1/chat", json={"message": message})

    assert response.status_code == 422
    assert response.json()["error"]["message"] == "message: is empty; write at least one word"


def test_too_long_message_is_refused_with_the_limit(world: World) -> None:
    world.settings = Settings(max_message_chars=100)
    client = world.client()

    assert client.post("/v1/chat", json={"message": "é" * 100}).status_code == 200
    response = client.post("/v1/chat", json={"message": "é" * 101})
    assert response.status_code == 422
    assert response.json()["error"]["message"] == "message: is 101 characters long; at most 100 are allowed"


@pytest.mark.parametrize("stream", [b"false", b"true"])
def test_null_characters_and_lone_surrogates_become_replacement_characters(
    world: World, client: TestClient, stream: bytes
) -> None:
    body = rb'{"message": "reset \u0000 \ud800 \ud83d\ude00 2FA", "stream": ' + stream + b"}"
    response = client.post("/v1/chat", content=body, headers={"Content-Type": "application/json"})

    assert response.status_code == 200
    assert world.answers.asked[0][0] == "reset \ufffd \ufffd 😀 2FA"


def test_answering_does_not_hold_up_other_requests(world: World, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answering, released, quick_answer = threading.Event(), threading.Event(), world.answers.answer

    def slow_answer(*args: Any, **more: Any) -> Answer:
        answering.set()
        assert released.wait(PATIENCE_SECONDS)
        return quick_answer(*args, **more)

    monkeypatch.setattr(world.answers, "answer", slow_answer)
    with ThreadPoolExecutor() as pool:
        asked = pool.submit(httpx2.post, f"{server}/v1/chat", json={"message": "reset"}, timeout=PATIENCE_SECONDS)
        assert answering.wait(PATIENCE_SECONDS)
        assert httpx2.get(f"{server}/healthz", timeout=5).status_code == 200
        released.set()

    assert asked.result().status_code == 200


def test_the_locale_reaches_the_answer_and_is_remembered(world: World, client: TestClient) -> None:
    first = client.post("/v1/chat", json={"message": "reset", "locale": "es-MX"}).json()
    client.post("/v1/chat", json={"message": "reset", "conversation_id": first["conversation_id"]})

    assert world.answers.locales == ["es-MX", "es-MX"]


@pytest.mark.parametrize("conversation_id", ["", "x" * 65, "a b", "é", "../messages", "a\u0000"])
def test_what_can_be_no_conversation_is_refused(client: TestClient, conversation_id: str) -> None:
    response = client.post("/v1/chat", json={"message": "reset", "conversation_id": conversation_id})

    assert response.status_code == 422


def test_a_message_over_the_limit_is_refused_before_it_is_stored(world: World, client: TestClient) -> None:
    world.limits.error = UsageLimitError(7, is_quota=False)
    conversation_id = world.conversations.start().id
    response = client.post("/v1/chat", json={"message": "reset", "conversation_id": conversation_id})

    assert (response.status_code, response.json()["error"]["code"]) == (429, "busy")
    assert response.headers["retry-after"] == "7"
    assert len(world.conversations.messages(conversation_id)) == 0


def test_messages_are_counted_by_address_and_conversation(world: World, client: TestClient) -> None:
    conversation_id = client.post("/v1/chat", json={"message": "reset"}).json()["conversation_id"]
    client.post("/v1/chat", json={"message": "reset", "conversation_id": conversation_id})

    assert world.limits.messages == [("testclient", None), ("testclient", conversation_id)]


def test_a_database_that_cannot_be_used_is_an_error_that_tells_no_internals(
    world: World, client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(*_: object) -> None:
        raise StoreError("postgresql://citedesk@db.internal: connection refused")

    monkeypatch.setattr(SqlConversations, "receive", failing)
    response = client.post("/v1/chat", json={"message": "reset"})

    assert (response.status_code, response.json()["error"]["code"]) == (503, "store_unavailable")
    assert "db.internal" not in response.text
    assert int(response.headers["retry-after"]) > 0
    assert "db.internal" in caplog.text
