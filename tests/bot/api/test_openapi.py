from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import (
    allow_header_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    unsupported_method,
)

from bot.knowledge import ReleaseKnowledge
from bot.store.database import Database
from bot.store.store import store_in
from embeddings.home import Home
from tests.bot.api.conftest import no_mask
from tests.bot.api.server_process import AGENT_KEY
from tests.bot.api.whole_api import SigningHelpdesks, fill, whole_api
from tests.bot.conftest import PinnedLive

# Made at import, because the operations to test are read from it; the database is a file from its first use on.
folder = TemporaryDirectory()
store = store_in(Database(f"sqlite:///{folder.name}/citedesk.db"), no_mask)
live = PinnedLive(Home(Path(folder.name)))
app = SigningHelpdesks(whole_api(store, Path(folder.name), live))
schema = schemathesis.openapi.from_asgi("/openapi.json", app)

# What these refuse hangs on more than a schema can say, such as a rule that needs examples or words; and 0 is false.
# Of two paths that match, such as /rules/preview and /rules/{number}, the other one tells which methods there are.
JUDGED_BY_MEANING = ("/v1/agent/", "/v1/suggest", "/v1/hooks/")
BEYOND_DESCRIPTION = [
    negative_data_rejection,
    positive_data_acceptance,
    unsupported_method,
    allow_header_conformance,
]

# Open to whoever is let in until they leave.
ENDLESS = "/v1/agent/events"


@pytest.fixture(scope="module", autouse=True)
def filled(knowledge: ReleaseKnowledge) -> Iterator[None]:
    """Fills the database before the first test, and removes it after the last."""
    live.pinned = knowledge
    fill(store)
    yield
    store.database.close()
    folder.cleanup()


@schema.parametrize()
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_is_answered_as_described(case: Case[Any]) -> None:
    is_for_agents = case.path.startswith("/v1/agent/") and case.path != ENDLESS
    case.call_and_validate(
        headers={"Authorization": f"Bearer {AGENT_KEY}"} if is_for_agents else None,
        excluded_checks=BEYOND_DESCRIPTION if case.path.startswith(JUDGED_BY_MEANING) else None,
    )


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
        "put /v1/agent/session/password",
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
