from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bot.accounts.team import AgentRole
from bot.answer import Outcome
from bot.api.app import create_app
from bot.assistant import Assistant
from bot.rules.desk import RuleDesk
from bot.settings import Settings
from bot.store.database import Database
from bot.store.rules import SqlRules
from tests.bot.api.conftest import World
from tests.bot.api.server_process import AGENT_KEY

RULES, PREVIEW = "/v1/agent/rules", "/v1/agent/rules/preview"
PHONE = {"kind": "pin", "examples": ["Can I call you on the phone?"], "answer": "Call **+49 30 1**."}
LEGAL: dict[str, Any] = {"kind": "block", "words": ["lawyer|sue"]}
HACKED = {"kind": "route", "examples": ["My account was hacked"], "note": "Freeze it.", "reason": "policy_restriction"}


@pytest.fixture
def desk(database: Database, assistant: Assistant) -> RuleDesk:
    return RuleDesk(SqlRules(database), assistant.live)


@pytest.fixture
def chat(world: World, desk: RuleDesk, assistant: Assistant) -> TestClient:
    """The API over the sample help centre and its rules, for whoever has no key."""
    world.settings = Settings(agent_key=SecretStr(AGENT_KEY))
    answers = Assistant(assistant.live, desk.book)
    services = replace(world.services(), live=assistant.live, answers=answers, rules=desk)
    return TestClient(create_app(services, world.clock), base_url="http://help.test")


@pytest.fixture
def admin(chat: TestClient) -> TestClient:
    return TestClient(chat.app, base_url="http://help.test", headers={"Authorization": f"Bearer {AGENT_KEY}"})


def ask(chat: TestClient, text: str, conversation: str | None = None) -> dict[str, Any]:
    body: dict[str, Any] = chat.post("/v1/chat", json={"message": text, "conversation_id": conversation}).json()
    return body


def test_rule_is_made_listed_changed_and_deleted(admin: TestClient) -> None:
    made = admin.post(RULES, json=PHONE).json()
    changed = admin.put(f"{RULES}/{made['number']}", json={**PHONE, "enabled": False, "version": 1}).json()

    assert (made["name"], made["counts"], made["version"]) == ("Can I call you on the phone?", True, 1)
    assert (made["created_by"], made["hits"], made["strictness"]) == ("API", 0, "medium")
    assert (changed["number"], changed["counts"], changed["version"]) == (made["number"], False, 2)
    assert admin.get(RULES).json() == {"items": [changed], "revision": 2}
    assert admin.get(f"{RULES}/{made['number']}").json() == changed
    assert admin.delete(f"{RULES}/{made['number']}").status_code == 204
    assert admin.get(RULES).json()["items"] == []


def test_rule_counts_at_once_and_its_answers_are_counted(admin: TestClient, chat: TestClient) -> None:
    before = ask(chat, "can i call you on the phone")
    number = admin.post(RULES, json=PHONE).json()["number"]
    after = ask(chat, "can i call you on the phone")
    admin.delete(f"{RULES}/{number}")
    again = ask(chat, "can i call you on the phone")

    assert (before["rule"], again["rule"], after["rule"]) == (None, None, number)
    assert (after["outcome"], after["reason"], after["confidence"]) == ("answered", None, 1.0)
    assert after["answer"] == "Call **+49 30 1**."
    assert admin.post(RULES, json=LEGAL).json()["hits"] == 0


def test_hits_are_those_of_the_last_month(admin: TestClient, chat: TestClient) -> None:
    admin.post(RULES, json=LEGAL)
    for _ in range(3):
        ask(chat, "I will SUE you!")

    assert [rule["hits"] for rule in admin.get(RULES).json()["items"]] == [3]


def test_block_refuses_without_articles_and_says_where_people_are(admin: TestClient, chat: TestClient) -> None:
    admin.post(RULES, json=LEGAL)
    answer = ask(chat, "my lawyer asks about withdrawal fees")

    assert (answer["outcome"], answer["reason"]) == ("abstained", "policy_restriction")
    assert (answer["did_you_mean"], answer["citations"]) == ([], [])
    assert answer["answer"] == "I can't help with that here."
    assert answer["handoff"]["status"] == "bot"


def test_route_puts_the_conversation_into_the_line_with_its_reason(admin: TestClient, chat: TestClient) -> None:
    number = admin.post(RULES, json=HACKED).json()["number"]
    answer = ask(chat, "my account has been hacked")
    conversation = admin.get("/v1/agent/conversations?status=waiting").json()["items"][0]

    assert (answer["outcome"], answer["reason"], answer["rule"]) == ("handed_off", "policy_restriction", number)
    assert answer["answer"].startswith("A person has to look at this.\n\nI've asked a person to join.")
    assert (answer["handoff"]["status"], conversation["reason"]) == ("waiting", "policy_restriction")
    assert "Freeze it" not in str(answer)
    assert ask(chat, "hello?", answer["conversation_id"])["outcome"] == Outcome.HANDED_OFF


def test_agents_read_rules_and_only_admins_change_them(world: World, chat: TestClient, admin: TestClient) -> None:
    number = admin.post(RULES, json=LEGAL).json()["number"]
    world.sessions.add_agent("kim@shop.example", "Kim", AgentRole.AGENT, "correct horse battery")
    kim = TestClient(chat.app, base_url="http://help.test", headers={"Origin": "http://help.test"})
    kim.post("/v1/agent/session", json={"email": "kim@shop.example", "password": "correct horse battery"})

    assert (chat.get(RULES).status_code, kim.get(RULES).status_code) == (401, 200)
    assert kim.get(f"{RULES}/{number}").json()["words"] == ["lawyer|sue"]
    assert kim.post(RULES, json=LEGAL).status_code == 403
    assert kim.put(f"{RULES}/{number}", json={**LEGAL, "version": 1}).status_code == 403
    assert kim.delete(f"{RULES}/{number}").status_code == kim.post(PREVIEW, json={"rule": LEGAL}).status_code == 403


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ({"kind": "pin", "answer": "x"}, "at least one example question or one word"),
        ({"kind": "pin", "words": ["x"]}, "the answer that it pins"),
        ({"kind": "block", "words": ["x||y"]}, "no word beside a bar"),
        ({"kind": "block", "words": ["?"]}, "no word beside a bar"),
        ({"kind": "block", "examples": [" "]}, "is empty"),
        ({"kind": "route", "words": ["x"], "reason": "greeting"}, "is none that a rule may give"),
        ({"kind": "block", "words": ["x"], "locale": "not a locale"}, "locale"),
        ({"kind": "block", "words": ["x"], "enabled": 1}, "enabled"),
        ({"kind": "block", "words": ["x"], "examples": ["a"] * 51}, "examples"),
        ({"kind": "burn", "words": ["x"]}, "kind"),
        ({"kind": "block", "words": ["x"], "number": 3}, "unknown field"),
    ],
)
def test_rule_of_no_use_is_refused_with_the_reason(admin: TestClient, rule: dict[str, Any], why: str) -> None:
    response = admin.post(RULES, json=rule)

    assert response.status_code == 422
    assert why in response.json()["error"]["message"]


def test_change_of_another_version_or_of_nothing_is_refused(admin: TestClient) -> None:
    number = admin.post(RULES, json=LEGAL).json()["number"]
    admin.put(f"{RULES}/{number}", json={**LEGAL, "version": 1})

    assert admin.put(f"{RULES}/{number}", json={**LEGAL, "version": 1}).status_code == 409
    for response in (admin.get(f"{RULES}/99"), admin.delete(f"{RULES}/99")):
        assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


def test_what_rules_of_a_kind_do_not_have_is_left_out(admin: TestClient) -> None:
    full = {"examples": ["x y"], "answer": "z", "article_id": "a", "reason": "policy_restriction"}
    made = {kind: admin.post(RULES, json={"kind": kind, **full}).json() for kind in ("pin", "block", "route")}

    assert [made[kind]["article_id"] for kind in made] == ["a", None, None]
    assert [made[kind]["reason"] for kind in made] == [None, None, "policy_restriction"]
    assert (made["pin"]["counts"], made["pin"]["article_title"]) == (False, None)


def test_preview_tells_what_would_change_and_changes_nothing(admin: TestClient, chat: TestClient) -> None:
    for question in ("can i call you on the phone", "hello", "how do trading fees work", "my lawyer calls"):
        ask(chat, question)
    admin.post(RULES, json=LEGAL)
    preview = admin.post(PREVIEW, json={"rule": PHONE, "questions": ["phone me", "a lawyer on the phone"]}).json()

    assert (preview["asked"], preview["looked_at"], preview["complete"]) == (4, 4, True)
    assert [effect["question"] for effect in preview["changed"]] == ["can i call you on the phone"]
    (changed,) = preview["changed"]
    assert (changed["after"]["outcome"], changed["after"]["text"]) == ("answered", "Call +49 30 1.")
    assert changed["before"]["rule"] is None
    assert changed["winner"] == {"number": 0, "name": "Can I call you on the phone?", "kind": "pin"}
    assert [effect["question"] for effect in preview["tried"]] == ["phone me", "a lawyer on the phone"]
    assert preview["tried"][1]["winner"]["kind"] == "block"
    assert ask(chat, "can i call you on the phone")["rule"] is None


def test_preview_without_questions_says_so(admin: TestClient) -> None:
    preview = admin.post(PREVIEW, json={"rule": PHONE, "questions": ["Can I call you on the phone?"]}).json()

    assert (preview["asked"], preview["changed"], preview["complete"]) == (0, [], True)
    assert preview["tried"][0]["winner"]["number"] == 0


def test_description_lists_the_routes(chat: TestClient) -> None:
    paths = chat.get("/openapi.json").json()["paths"]

    assert {path: set(verbs) for path, verbs in paths.items() if path.startswith(RULES)} == {
        RULES: {"get", "post"},
        f"{RULES}/{{number}}": {"get", "put", "delete"},
        PREVIEW: {"post"},
    }
