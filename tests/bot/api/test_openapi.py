from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from schemathesis import Case

from bot.api.app import create_app
from bot.api.services import Services
from bot.settings import Settings
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.store import desk_in
from tests.bot.api.conftest import no_mask
from tests.fakes import FakeAnswers, FakeLive, FakeViews, Unlimited, sessions_in

# Made at import, because the operations to test are read from it; the database is a file from its first use on.
folder = TemporaryDirectory()
database = Database(f"sqlite:///{folder.name}/citedesk.db")
kept = SqlConversations(database, no_mask)
sessions, desk = sessions_in(database), desk_in(database)
app = create_app(Services(Settings(), FakeLive(), FakeAnswers(), kept, FakeViews(), Unlimited(), sessions, desk))
schema = schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.fixture(scope="module", autouse=True)
def cleaned_up() -> Iterator[None]:
    """Closes and removes the database after the last test."""
    yield
    database.close()
    folder.cleanup()


@schema.parametrize()
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_is_answered_as_described(case: Case[Any]) -> None:
    case.call_and_validate()


def operations(client: TestClient) -> dict[str, dict[str, Any]]:
    """Every operation by method and path."""
    paths = client.get("/openapi.json").json()["paths"]
    return {f"{verb} {path}": operation for path, verbs in paths.items() for verb, operation in verbs.items()}


def test_the_description_lists_the_contract_and_nothing_else(client: TestClient) -> None:
    assert set(operations(client)) == {
        "post /v1/chat",
        *("post /v1/hooks/chatwoot", "post /v1/hooks/generic"),
        "get /v1/widget",
        "post /v1/search",
        "post /v1/suggest",
        "post /v1/suggestions/{suggestion_id}/outcome",
        "post /v1/agent/conversations/{number}/suggestions",
        "get /v1/articles",
        "get /v1/articles/{article_id}",
        "post /v1/conversations",
        "get /v1/conversations/{conversation_id}/messages",
        "get /v1/conversations/{conversation_id}/events",
        "post /v1/conversations/{conversation_id}/handoff",
        "post /v1/conversations/{conversation_id}/identify",
        "post /v1/messages/{message_id}/feedback",
        "get /v1/agent/conversations",
        "get /v1/agent/conversations/{number}",
        "post /v1/agent/conversations/{number}/messages",
        "put /v1/agent/conversations/{number}/status",
        "put /v1/agent/conversations/{number}/assignee",
        "post /v1/agent/conversations/{number}/notes",
        "delete /v1/agent/conversations/{number}/notes/{note}",
        "post /v1/agent/conversations/{number}/presence",
        "post /v1/agent/conversations/{number}/absence",
        "get /v1/agent/events",
        "get /v1/agent/articles",
        "post /v1/agent/session",
        "get /v1/agent/session",
        "delete /v1/agent/session",
        "get /v1/agent/replies",
        "post /v1/agent/replies",
        "put /v1/agent/replies/{reply_id}",
        "delete /v1/agent/replies/{reply_id}",
        "get /v1/agent/team",
        "post /v1/agent/team",
        "patch /v1/agent/team/{number}",
        "delete /v1/agent/team/{number}",
        "post /v1/conversations/{conversation_id}/typing",
        "delete /v1/conversations/{conversation_id}",
        "get /healthz",
        "get /readyz",
    }


def test_every_operation_is_described_and_every_error_is_the_envelope(client: TestClient) -> None:
    for name, operation in operations(client).items():
        assert operation["summary"], name
        assert operation["description"], name
        assert operation["tags"], name
        for status, response in operation["responses"].items():
            if status >= "400":
                reference = response["content"]["application/json"]["schema"]["$ref"]
                assert reference.endswith("/ErrorEnvelope"), (name, status)


def test_the_description_says_what_is_made_of_links_and_of_the_locale(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]

    assert "`sentences`, which stay word for word" in schemas["ChatAnswer"]["properties"]["answer"]["description"]
    assert "the bot's own words" in schemas["ChatRequest"]["properties"]["locale"]["description"]


@pytest.mark.parametrize("page", ["/docs", "/redoc"])
def test_no_page_loads_scripts_from_elsewhere(client: TestClient, page: str) -> None:
    assert client.get(page).status_code == 404
