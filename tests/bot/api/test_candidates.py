from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bot.settings import Settings
from bot.store.database import Database
from tests.bot.api.conftest import World
from tests.bot.api.server_process import AGENT_KEY
from tests.bot.learning.builders import learning_in, lines
from tests.fakes import abstained

CANDIDATES = "/v1/agent/candidates"


@pytest.fixture
def reviewer(world: World, database: Database, tmp_path: Path) -> TestClient:
    """A client with the agents' key, of a server that learns."""
    world.settings = Settings(agent_key=SecretStr(AGENT_KEY))
    world.learning = learning_in(database, tmp_path)
    client = world.client()
    client.headers["Authorization"] = f"Bearer {AGENT_KEY}"
    return client


def refuse(world: World, text: str = "Where is my 2FA?", of: str | None = None) -> str:
    """The id of a conversation in which a question was refused."""
    received = world.conversations.receive(of, text)
    world.conversations.reply(received.conversation.id, received.message.id, abstained())
    return received.conversation.id


def listed(client: TestClient, **query: object) -> dict[str, Any]:
    response = client.get(CANDIDATES, params=query)  # type: ignore[arg-type]
    assert response.status_code == 200
    return response.json()  # type: ignore[no-any-return]


def test_without_the_key_nobody_reviews(world: World, reviewer: TestClient) -> None:
    refuse(world)
    number = listed(reviewer)["items"][0]["number"]
    del reviewer.headers["Authorization"]
    for method, path, body in (
        ("GET", CANDIDATES, None),
        ("POST", f"{CANDIDATES}/{number}", {"decision": "drop"}),
        ("DELETE", f"{CANDIDATES}/{number}/decision", None),
        ("POST", "/v1/agent/conversations/1/draft-article", None),
    ):
        assert reviewer.request(method, path, json=body).status_code == 401


def test_listing_gathers_and_tells_all_that_a_reviewer_needs(world: World, reviewer: TestClient) -> None:
    of = refuse(world, "hello, fees")
    refuse(world, "and where is my 2FA?", of)
    world.conversations.say(of, "Kim", "Reset it as described in https://help.test/help/articles/reset-2fa")
    found = listed(reviewer)
    item = next(one for one in found["items"] if "2FA" in one["question"])

    assert (found["counts"], found["origins"]["linked"]) == ({"open": 2, "accepted": 0, "dropped": 0}, 1)
    assert (item["origins"], item["count"], item["leans"]) == (["linked", "refused"], 1, True)
    assert item["history"][0] == {"role": "user", "text": "hello, fees"}
    assert (item["said"]["outcome"], item["said"]["articles"]) == ("abstained", [])
    assert [one["article_id"] for one in item["proposed"]] == ["reset-2fa"]
    assert item["nearby"][0]["url"] == "http://help.test/help/articles/reset-2fa"
    assert item["reference_answer"] == "Reset it as described in https://help.test/help/articles/reset-2fa"
    assert item["decision"] is None
    assert reviewer.get(CANDIDATES).headers["Cache-Control"] == "no-store"


def test_list_can_be_narrowed_and_paged(world: World, reviewer: TestClient) -> None:
    for text in ("alpha?", "beta?", "gamma?"):
        refuse(world, text)

    assert len(listed(reviewer, limit=2)["items"]) == 2
    assert len(listed(reviewer, limit=2, skip=2)["items"]) == 1
    assert listed(reviewer, origin="thumbs_down")["items"] == []
    assert listed(reviewer, state="accepted")["items"] == []
    assert reviewer.get(CANDIDATES, params={"state": "maybe"}).status_code == 422


def test_candidate_is_accepted_corrected_and_undone(world: World, reviewer: TestClient, tmp_path: Path) -> None:
    refuse(world)
    number = listed(reviewer)["items"][0]["number"]
    body = {"decision": "accept", "question": " Where is 2FA? ", "article_ids": ["reset-2fa"], "as_alternative": True}
    decided = reviewer.post(f"{CANDIDATES}/{number}", json=body).json()

    assert (decided["state"], decided["decision"]["by"], decided["decision"]["answerable"]) == ("accepted", "API", True)
    assert [line["question"] for line in lines(tmp_path / "golden" / "questions.jsonl")] == ["Where is 2FA?"]
    assert [line["article_id"] for line in lines(tmp_path / "alternatives.jsonl")] == ["reset-2fa"]
    assert listed(reviewer)["counts"] == {"open": 0, "accepted": 1, "dropped": 0}

    undone = reviewer.delete(f"{CANDIDATES}/{number}/decision")
    assert (undone.status_code, undone.json()["state"]) == (200, "open")
    assert lines(tmp_path / "golden" / "questions.jsonl") == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"decision": "accept", "article_ids": ["gone"]}, 404),
        ({"decision": "accept", "article_ids": [], "answerable": True}, 409),
        ({"decision": "accept", "question": " "}, 422),
        ({"decision": "accept", "article_ids": ["x"] * 21}, 422),
        ({"decision": "maybe"}, 422),
        ({"decision": "drop", "extra": 1}, 422),
    ],
)
def test_unusable_decisions_are_refused(world: World, reviewer: TestClient, body: dict[str, Any], status: int) -> None:
    refuse(world)
    number = listed(reviewer)["items"][0]["number"]

    assert reviewer.post(f"{CANDIDATES}/{number}", json=body).status_code == status
    assert listed(reviewer)["counts"]["open"] == 1


def test_second_decision_is_told_who_made_the_first(world: World, reviewer: TestClient) -> None:
    refuse(world)
    number = listed(reviewer)["items"][0]["number"]
    assert reviewer.post(f"{CANDIDATES}/{number}", json={"decision": "drop"}).status_code == 200
    second = reviewer.post(f"{CANDIDATES}/{number}", json={"decision": "accept", "answerable": False})

    assert second.status_code == 409
    assert "dropped by API" in second.json()["error"]["message"]
    assert reviewer.delete(f"{CANDIDATES}/{number + 1}/decision").status_code == 404


def test_conversation_is_drafted_as_an_article(world: World, reviewer: TestClient) -> None:
    of = refuse(world, "How do I change my address?")
    number = world.conversations.find(of).number
    path = f"/v1/agent/conversations/{number}/draft-article"
    assert reviewer.post(path).status_code == 409
    world.conversations.say(of, "Kim", "Hi! Open **Profile** and press Edit.")
    draft = reviewer.post(path).json()

    assert draft["filename"] == "how-do-i-change-my-address.md"
    assert draft["markdown"].endswith("Open **Profile** and press Edit.\n")
    assert reviewer.post("/v1/agent/conversations/99/draft-article").status_code == 404
