from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bot.settings import Settings
from bot.store.database import Database
from bot.store.suggestions import SqlSuggestionLog
from bot.suggest import Suggested, SuggestionOutcome
from corpus.errors import UsageLimitError
from tests.bot.api.conftest import World, no_mask
from tests.fakes import RELEASE, FakeSuggester

KEY = "an-agents-key-of-the-tests"
CONVERSATION = {"messages": [{"role": "user", "text": "hi"}, {"role": "user", "text": "reset 2FA"}]}


@pytest.fixture
def agent(world: World) -> TestClient:
    world.settings = Settings(agent_key=SecretStr(KEY))
    client = world.client()
    client.headers["Authorization"] = f"Bearer {KEY}"
    return client


def suggester(world: World) -> FakeSuggester:
    assert isinstance(world.suggester, FakeSuggester)
    return world.suggester


def log_of(world: World) -> SqlSuggestionLog:
    assert isinstance(world.suggestions, SqlSuggestionLog)
    return world.suggestions


def asked(world: World) -> int:
    return world.conversations.receive(None, "reset 2FA", locale="de").conversation.number


def test_drafts_come_with_all_that_they_stand_on(world: World, client: TestClient) -> None:
    response = client.post("/v1/suggest", json={**CONVERSATION, "k": 2, "locale": "de"})
    found = response.json()
    (draft,) = found["suggestions"]

    assert response.status_code == 200
    assert suggester(world).asked == [(("hi", "reset 2FA"), 2, "de", None)]
    assert (found["questions"], found["missing"], found["release"]) == (["reset 2FA"], [], RELEASE)
    assert draft["answers"][0] == {
        "question": "reset 2FA",
        "text": "Open the security page. Choose “Reset 2FA” and confirm with your e-mail.",
        "confidence": 0.9,
        "citations": [1, 2],
        "rule": None,
    }
    assert draft["citations"][0]["quote"] == "Open the security page."


def test_links_of_a_draft_lead_somewhere_from_anywhere(client: TestClient) -> None:
    (draft,) = client.post("/v1/suggest", json=CONVERSATION).json()["suggestions"]
    (link,) = draft["links"]
    assert link["url"] == "http://help.test/help/articles/reset-2fa"
    assert link["markdown"] == f"[How do I reset my 2FA?]({link['url']})"
    assert link["markdown"] in draft["text"]
    assert draft["citations"][0]["url"].startswith("http://help.test/help/")


def test_draft_is_kept_and_so_is_what_became_of_it(world: World, client: TestClient) -> None:
    (draft,) = client.post("/v1/suggest", json=CONVERSATION).json()["suggestions"]
    body = {"outcome": "edited", "text": "Choose “Reset 2FA”."}
    response = client.post(f"/v1/suggestions/{draft['id']}/outcome", json=body)
    kept = log_of(world).find(draft["id"])

    assert (response.status_code, response.content) == (204, b"")
    assert (kept.text, kept.outcome, kept.sent) == (draft["text"], SuggestionOutcome.EDITED, "Choose “Reset 2FA”.")
    assert kept.distance is not None
    assert 0 < kept.distance < 1
    assert kept.conversation is None
    assert kept.questions == ()


def test_drafts_are_given_while_the_database_is_away(world: World, client: TestClient) -> None:
    world.suggestions = SqlSuggestionLog(Database("sqlite:////dev/null/citedesk.db"), no_mask)
    response = world.client().post("/v1/suggest", json=CONVERSATION)
    assert response.status_code == 200
    assert response.json()["suggestions"][0]["id"] is None
    assert response.json()["suggestions"][0]["text"]


def test_every_request_is_counted(world: World, client: TestClient) -> None:
    world.limits.error = UsageLimitError(30, is_quota=False)
    assert client.post("/v1/suggest", json=CONVERSATION).status_code == 429
    assert client.post(f"/v1/suggestions/{'x' * 32}/outcome", json={"outcome": "rejected"}).status_code == 429


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "messages"),
        ({"messages": "hello"}, "messages"),
        ({"messages": [{"role": "customer", "text": "hi"}]}, "messages.0.role"),
        ({"messages": [{"role": "user"}]}, "messages.0.text"),
        ({"messages": [{"role": "user", "text": "x" * 20_001}]}, "messages.0.text"),
        ({"messages": [{"role": "user", "text": "hi"}] * 501}, "messages"),
        ({**CONVERSATION, "k": 0}, "k"),
        ({**CONVERSATION, "k": 4}, "k"),
        ({**CONVERSATION, "locale": "?"}, "locale"),
    ],
)
def test_bad_conversation_is_refused_by_the_field_at_fault(
    client: TestClient, body: dict[str, Any], field: str
) -> None:
    response = client.post("/v1/suggest", json=body)
    assert response.status_code == 422
    assert response.json()["error"]["message"].startswith(f"{field}:")


def test_unknown_draft_and_unknown_outcome_are_refused(client: TestClient) -> None:
    assert client.post(f"/v1/suggestions/{'x' * 32}/outcome", json={"outcome": "rejected"}).status_code == 404
    assert client.post(f"/v1/suggestions/{'x' * 32}/outcome", json={"outcome": "lost"}).status_code == 422


@pytest.mark.parametrize("text", [{}, {"text": " "}])
def test_edited_draft_without_what_was_sent_is_refused(client: TestClient, text: dict[str, str]) -> None:
    (draft,) = client.post("/v1/suggest", json=CONVERSATION).json()["suggestions"]
    response = client.post(f"/v1/suggestions/{draft['id']}/outcome", json={"outcome": "edited", **text})
    assert response.status_code == 422
    assert "'edited' needs the 'text' that was sent" in response.json()["error"]["message"]


def test_agent_gets_drafts_for_a_conversation_in_its_language(world: World, agent: TestClient) -> None:
    number = asked(world)
    response = agent.post(f"/v1/agent/conversations/{number}/suggestions", json={})
    (draft,) = response.json()["suggestions"]
    (kept,) = log_of(world).of_conversation(number)

    assert response.headers["cache-control"] == "no-store"
    assert suggester(world).asked == [(("reset 2FA",), 3, "de", None)]
    assert (kept.id, kept.agent, kept.questions) == (draft["id"], "API", ("reset 2FA",))


def test_drafts_for_a_conversation_that_is_deleted_meanwhile_are_given_but_not_kept(
    world: World, agent: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = asked(world)
    suggest = suggester(world).suggest

    def slow(*arguments: Any) -> Suggested:
        world.conversations.delete(world.conversations.numbered(number).id)
        return suggest(*arguments)

    monkeypatch.setattr(suggester(world), "suggest", slow)
    (draft,) = agent.post(f"/v1/agent/conversations/{number}/suggestions", json={}).json()["suggestions"]

    assert draft["id"] is None
    assert log_of(world).of_conversation(number) == ()


def test_agent_may_ask_a_question_of_their_own(world: World, agent: TestClient) -> None:
    number = asked(world)
    body = {"text": "trading fees", "k": 1, "locale": "en"}
    found = agent.post(f"/v1/agent/conversations/{number}/suggestions", json=body).json()
    assert found["questions"] == ["trading fees"]
    assert suggester(world).asked == [(("reset 2FA",), 1, "en", "trading fees")]


def test_drafts_for_a_conversation_are_for_agents_alone(world: World, agent: TestClient) -> None:
    number = asked(world)
    assert agent.post("/v1/agent/conversations/999/suggestions", json={}).status_code == 404
    del agent.headers["Authorization"]
    assert agent.post(f"/v1/agent/conversations/{number}/suggestions", json={}).status_code == 401
