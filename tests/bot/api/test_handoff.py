from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bot.answer import Answer, Reason
from bot.conversation import Role, Status
from bot.settings import Settings
from corpus.errors import ConfigurationError
from tests.bot.api.conftest import World
from tests.bot.api.server_process import AGENT_KEY
from tests.patience import PATIENCE_SECONDS

WISH = {"message": "Can I talk to a person?"}
HOURS = "Mon-Fri 09:00-17:30 Europe/Berlin"
SUNDAY = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


@pytest.fixture
def staffed(world: World) -> TestClient:
    """The API of a site whose agents answer in the chat."""
    return with_settings(world, agent_key=SecretStr(AGENT_KEY))


def with_settings(world: World, **settings: object) -> TestClient:
    world.settings = Settings(**settings)  # type: ignore[arg-type]
    return world.client()


def test_who_asks_for_a_person_waits_for_one_and_is_told_so(world: World, staffed: TestClient) -> None:
    answer = staffed.post("/v1/chat", json=WISH).json()

    assert (answer["outcome"], answer["reason"]) == ("handed_off", "customer_request")
    assert answer["answer"].startswith("I've asked a person to join.")
    assert (answer["handoff"]["status"], answer["handoff"]["people"]) == ("waiting", "chat")
    assert answer["handoff"]["open"]
    assert world.conversations.find(answer["conversation_id"]).status is Status.WAITING


def test_without_a_locale_the_language_is_that_of_the_wish(staffed: TestClient) -> None:
    answer = staffed.post("/v1/chat", json={"message": "Quiero hablar con una persona"}).json()

    assert answer["answer"].startswith("He pedido que una persona se una al chat.")


def test_the_bot_is_silent_while_people_answer(world: World, staffed: TestClient) -> None:
    conversation_id = staffed.post("/v1/chat", json=WISH).json()["conversation_id"]
    more = {"message": "It is about my 2FA", "conversation_id": conversation_id}
    waiting = staffed.post("/v1/chat", json=more).json()
    world.conversations.say(conversation_id, "Kim", "Hello!")
    answered = staffed.post("/v1/chat", json=more).json()

    kept = world.conversations.messages(conversation_id)
    assert [message.role for message in kept] == [Role.USER, Role.BOT, Role.USER, Role.AGENT, Role.USER]
    assert [(a["outcome"], a["answer"], a["handoff"]["status"]) for a in (waiting, answered)] == [
        ("handed_off", "", "waiting"),
        ("handed_off", "", "agent"),
    ]
    assert [waiting["message_id"], answered["message_id"]] == [kept[2].id, kept[4].id]
    assert answered["handoff"]["agent"] == "Kim"
    assert len(world.answers.asked) == 1


@pytest.mark.parametrize("status", [Status.BOT, Status.CLOSED])
def test_the_bot_answers_again_when_people_have_finished(world: World, staffed: TestClient, status: Status) -> None:
    conversation_id = staffed.post("/v1/chat", json=WISH).json()["conversation_id"]
    world.conversations.say(conversation_id, "Kim", "Done.")
    world.conversations.set_status(conversation_id, status)
    answer = staffed.post("/v1/chat", json={"message": "reset 2FA", "conversation_id": conversation_id}).json()

    assert (answer["outcome"], answer["handoff"]["status"]) == ("answered", "bot")


@pytest.mark.parametrize(
    ("locale", "when"),
    [
        ("en-GB", "Monday, 30 November, at 09:00 (Europe/Berlin)"),
        ("zh-CN", "11月30日星期一09:00 (Europe/Berlin)"),
        ("es", "lunes 30/11 a las 09:00 (Europe/Berlin)"),
        ("de", "Montag, 30.11., 09:00 Uhr (Europe/Berlin)"),
        ("ar", "الاثنين 30/11 الساعة 09:00 (Europe/Berlin)"),
        ("fr", "Monday, 30 November, at 09:00 (Europe/Berlin)"),
    ],
)
def test_out_of_hours_it_is_said_when_people_are_back(world: World, locale: str, when: str) -> None:
    world.now = SUNDAY
    client = with_settings(world, agent_key=SecretStr(AGENT_KEY), support_hours=HOURS)
    answer = client.post("/v1/chat", json={**WISH, "locale": locale}).json()

    assert when in answer["answer"]
    assert answer["handoff"]["open"] is False
    assert answer["handoff"]["opens_at"] == "2026-11-30T09:00:00+01:00"
    assert world.conversations.find(answer["conversation_id"]).status is Status.WAITING


def test_out_of_hours_the_contact_is_named_too(world: World) -> None:
    world.now = SUNDAY
    settings = {"agent_key": SecretStr(AGENT_KEY), "support_hours": HOURS, "contact_url": "/contact"}
    answer = with_settings(world, **settings).post("/v1/chat", json=WISH).json()

    assert answer["answer"].endswith(" You can also [talk to a person](http://help.test/contact).")


def test_without_agents_the_contact_is_where_people_are(world: World) -> None:
    answer = with_settings(world, contact_url="mailto:help@orrery.example").post("/v1/chat", json=WISH).json()

    assert "[talk to a person here](mailto:help@orrery.example)" in answer["answer"]
    assert (answer["handoff"]["people"], answer["handoff"]["status"]) == ("link", "bot")
    assert answer["handoff"]["contact_url"] == "mailto:help@orrery.example"


def test_where_nobody_can_be_reached_nobody_is_promised(world: World, client: TestClient) -> None:
    answer = client.post("/v1/chat", json=WISH).json()

    assert answer["outcome"] == "handed_off"
    assert "no person who can be reached" in answer["answer"]
    assert (answer["handoff"]["people"], answer["handoff"]["status"]) == ("none", "bot")
    assert world.conversations.find(answer["conversation_id"]).status is Status.BOT


def test_asking_for_a_person_by_the_button_says_what_happens_next(world: World, staffed: TestClient) -> None:
    conversation_id = staffed.post("/v1/conversations", json={"locale": "de"}).json()["conversation_id"]
    asked = staffed.post(f"/v1/conversations/{conversation_id}/handoff").json()

    assert asked["handoff"]["status"] == "waiting"
    assert asked["message"]["text"].startswith("Ich habe jemanden aus dem Team dazugeholt.")
    (kept,) = world.conversations.messages(conversation_id)
    assert (kept.role, kept.id, kept.seq) == (Role.BOT, asked["message"]["id"], asked["message"]["seq"])


def ask_while_a_person_is_asked_for(
    world: World, client: TestClient, monkeypatch: pytest.MonkeyPatch, question: str
) -> dict[str, Any]:
    """The reply to a question whose answer was being made when a person was asked for."""
    conversation_id = world.conversations.start().id
    answer_at_once = world.answers.answer

    def asked_meanwhile(*args: Any, **named: Any) -> Answer:
        world.conversations.set_status(conversation_id, Status.WAITING)
        return answer_at_once(*args, **named)

    monkeypatch.setattr(world.answers, "answer", asked_meanwhile)
    body = {"message": question, "conversation_id": conversation_id}
    answer: dict[str, Any] = client.post("/v1/chat", json=body).json()
    return answer


def test_answer_tells_that_a_person_was_asked_for_while_it_was_made(
    world: World, staffed: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ask_while_a_person_is_asked_for(world, staffed, monkeypatch, "reset 2FA")

    assert (answer["outcome"], answer["handoff"]["status"]) == ("answered", "waiting")
    assert world.conversations.messages(answer["conversation_id"])[-1].id == answer["message_id"]


@pytest.mark.parametrize("question", ["zebra", "Can I talk to a person?"])
def test_bot_without_an_answer_is_silent_when_a_person_was_asked_for_meanwhile(
    world: World, staffed: TestClient, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    answer = ask_while_a_person_is_asked_for(world, staffed, monkeypatch, question)

    assert (answer["outcome"], answer["answer"], answer["handoff"]["status"]) == ("handed_off", "", "waiting")
    (kept,) = world.conversations.messages(answer["conversation_id"])
    assert (kept.role, kept.id) == (Role.USER, answer["message_id"])


@pytest.mark.parametrize("settings", [{}, {"contact_url": "/contact"}, {"agent_key": SecretStr(AGENT_KEY)}])
def test_asking_again_changes_nothing(world: World, settings: dict[str, object]) -> None:
    client, conversation_id = with_settings(world, **settings), world.conversations.start().id
    first = client.post(f"/v1/conversations/{conversation_id}/handoff", json={}).json()
    again = client.post(f"/v1/conversations/{conversation_id}/handoff", json={"locale": "es"}).json()

    assert first["message"] is not None
    assert (again["message"], again["handoff"]) == (None, first["handoff"])
    assert len(world.conversations.messages(conversation_id)) == 1


@pytest.mark.parametrize("reason", ["customer_request", "missing_knowledge", "failure", "usage_limit"])
def test_a_customer_may_say_why(world: World, staffed: TestClient, reason: str) -> None:
    conversation_id = world.conversations.start().id
    staffed.post(f"/v1/conversations/{conversation_id}/handoff", json={"reason": reason})

    assert world.conversations.find(conversation_id).reason is Reason(reason)


def test_a_double_click_asks_once(world: World, server: str) -> None:
    conversation_id = world.conversations.start().id
    address = f"{server}/v1/conversations/{conversation_id}/handoff"
    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(httpx2.post, address, timeout=PATIENCE_SECONDS) for _ in range(6)]

    assert sum(each.result().json()["message"] is not None for each in asked) == 1


def test_an_agent_who_answers_is_not_asked_for_again(world: World, staffed: TestClient) -> None:
    conversation_id = world.conversations.start().id
    world.conversations.say(conversation_id, "Kim", "Hello!")
    asked = staffed.post(f"/v1/conversations/{conversation_id}/handoff", json={"reason": "missing_knowledge"}).json()

    assert (asked["message"], asked["handoff"]["status"], asked["handoff"]["agent"]) == (None, "agent", "Kim")


def test_a_wait_is_unattended_after_the_minutes_that_are_set(world: World) -> None:
    client = with_settings(world, agent_key=SecretStr(AGENT_KEY), handoff_minutes=3)
    conversation_id = client.post("/v1/chat", json=WISH).json()["conversation_id"]

    def is_unattended(after: timedelta) -> bool:
        world.now = datetime.now(UTC) + after
        handoff = client.get(f"/v1/conversations/{conversation_id}/messages").json()["handoff"]
        return bool(handoff["unattended"])

    assert not is_unattended(timedelta(minutes=2))
    assert is_unattended(timedelta(minutes=4))
    world.conversations.say(conversation_id, "Kim", "Sorry for the wait.")
    assert not is_unattended(timedelta(minutes=5))


@pytest.mark.parametrize(
    "body", [{"reason": "because"}, {"reason": "policy_restriction"}, {"locale": "?"}, {"colour": 1}, []]
)
def test_a_wrong_wish_is_refused(client: TestClient, world: World, body: object) -> None:
    conversation_id = world.conversations.start().id

    assert client.post(f"/v1/conversations/{conversation_id}/handoff", json=body).status_code == 422
    assert client.post("/v1/conversations/gone/handoff").status_code == 404


def test_support_hours_that_cannot_be_read_stop_the_start(world: World) -> None:
    world.settings = Settings(support_hours="nine to five")

    with pytest.raises(ConfigurationError, match="CITEDESK_SUPPORT_HOURS is 'nine to five'"):
        world.app()
