from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from bot.accounts.team import Agent, AgentRole
from bot.conversation import Customer, Status
from tests.bot.api.conftest import World, as_agent

INBOX = "/v1/agent/conversations"
PASSWORD = "correct horse battery"


@pytest.fixture
def lena(world: World) -> Agent:
    return world.sessions.add_agent("lena@shop.example", "Lena", AgentRole.AGENT, PASSWORD)


@pytest.fixture
def kim(world: World) -> Agent:
    return world.sessions.add_agent("kim@shop.example", "Kim", AgentRole.ADMIN, PASSWORD)


@pytest.fixture
def client(world: World, lena: Agent) -> TestClient:
    """Lena's browser."""
    return as_agent(world, lena)


def asked(world: World, text: str = "reset 2FA") -> int:
    return world.conversations.receive(None, text).conversation.number


def test_inbox_has_everything_a_list_shows(world: World, client: TestClient, lena: Agent) -> None:
    first, second = asked(world), asked(world, "My refund is late")
    client.post(f"{INBOX}/{second}/messages", json={"text": "I am looking into it."})
    page = client.get(INBOX, params={"limit": 1}).json()
    (item,) = page["items"]

    assert (item["number"], item["status"], item["assignee"]) == (
        second,
        "agent",
        {"number": lena.number, "name": "Lena"},
    )
    assert (item["preview"]["role"], item["preview"]["text"]) == ("agent", "I am looking into it.")
    assert page["counts"] == {"waiting": 0, "mine": 1, "agent": 1, "bot": 1, "closed": 0}
    assert page["next"] == second
    rest = client.get(INBOX, params={"limit": 2, "before": second}).json()
    assert ([each["number"] for each in rest["items"]], rest["next"]) == ([first], None)


def test_filters_hold_at_once_and_me_is_who_asks(world: World, client: TestClient, lena: Agent, kim: Agent) -> None:
    mine, hers = asked(world), asked(world)
    client.post(f"{INBOX}/{mine}/messages", json={"text": "Hello"})
    client.put(f"{INBOX}/{hers}/assignee", json={"agent": kim.number})

    def listed(**query: object) -> list[int]:
        return [item["number"] for item in client.get(INBOX, params=query).json()["items"]]  # type: ignore[arg-type]

    assert listed(assigned="me", status="agent") == [mine]
    assert listed(assigned=kim.number, status="bot") == [hers]
    assert listed(assigned="none") == listed(assigned="me", status="bot") == []
    assert listed(since="2000-01-01", until="2000-01-02") == []
    assert listed(since="2000-01-01") == [hers, mine]


def test_search_marks_what_it_found(world: World, client: TestClient) -> None:
    number = asked(world, "Wo bleibt meine Rückerstattung?")
    (item,) = client.get(INBOX, params={"q": "ruckerst"}).json()["items"]

    assert (item["number"], item["snippet"]) == (number, "Wo bleibt meine \u0002Rückerstattung\u0003?")
    assert client.get(INBOX, params={"q": f"#{number}"}).json()["items"][0]["number"] == number
    assert client.get(INBOX, params={"q": "?!"}).json()["items"] == []
    assert client.get(INBOX, params={"q": "x" * 201}).status_code == 422


def test_open_conversation_tells_how_it_went_and_who_is_there(world: World, client: TestClient, lena: Agent) -> None:
    of = world.conversations.receive(None, "reset 2FA").conversation
    world.conversations.identify(of.id, Customer("7", "Ana"))
    world.conversations.set_status(of.id, Status.WAITING)
    world.now = world.clock() + timedelta(seconds=90)
    client.post(f"{INBOX}/{of.number}/presence", json={"typing": True})
    seen = client.get(f"{INBOX}/{of.number}").json()

    assert seen["waiting_seconds"] in (89, 90)
    assert [move["what"] for move in seen["moves"]] == ["requested"]
    assert seen["presence"] == {
        "customer": {"online": False, "typing": False},
        "agents": [{"number": lena.number, "name": "Lena", "typing": True}],
    }
    client.post(f"{INBOX}/{of.number}/absence")
    assert client.get(f"{INBOX}/{of.number}").json()["presence"]["agents"] == []


def test_agent_writes_under_their_own_name_and_takes_the_conversation(
    world: World, client: TestClient, lena: Agent
) -> None:
    number = asked(world)
    said = client.post(f"{INBOX}/{number}/messages", json={"text": "Hello!", "after": 1})

    assert (said.status_code, said.json()["author"]) == (201, "Lena")
    conversation = world.conversations.numbered(number)
    assert (conversation.status, conversation.agent, conversation.assignee) == (Status.AGENT, "Lena", lena.number)
    assert client.post(f"{INBOX}/{number}/messages", json={"text": "x", "author": "Boss"}).status_code == 422


def test_second_agent_is_told_who_has_answered(world: World, client: TestClient, kim: Agent) -> None:
    number, other = asked(world), as_agent(world, kim)
    client.post(f"{INBOX}/{number}/messages", json={"text": "Hello!", "after": 1})
    body = {"text": "Hi!", "after": 1}
    unread = other.post(f"{INBOX}/{number}/messages", json=body | {"take_over": True})
    taken = other.post(f"{INBOX}/{number}/messages", json=body | {"after": 2})

    assert (unread.status_code, taken.status_code) == (409, 409)
    assert unread.json()["error"]["message"].startswith("Lena has answered meanwhile")
    assert taken.json()["error"]["message"].startswith("Lena answers this conversation")
    status = {"status": "agent", "take_over": False}
    assert other.put(f"{INBOX}/{number}/status", json=status).status_code == 409
    over = other.post(f"{INBOX}/{number}/messages", json=body | {"after": 2, "take_over": True})
    assert over.status_code == 201
    assert world.conversations.numbered(number).assignee == kim.number


def test_conversation_is_taken_passed_on_closed_and_reopened(world: World, client: TestClient, lena: Agent) -> None:
    number = asked(world)

    def move(status: str) -> tuple[str, str | None, bool]:
        item = client.put(f"{INBOX}/{number}/status", json={"status": status}).json()
        return item["status"], item["agent"], item["assignee"] is not None

    assert move("agent") == ("agent", "Lena", True)
    assert move("waiting") == ("waiting", None, False)
    assert move("agent") == ("agent", "Lena", True)
    assert move("closed") == ("closed", "Lena", True)
    assert move("agent") == ("agent", "Lena", True)
    assert move("bot") == ("bot", None, False)


def test_what_an_agent_has_not_seen_is_not_decided_over(world: World, client: TestClient, kim: Agent) -> None:
    number, other = asked(world), as_agent(world, kim)
    conversation = world.conversations.numbered(number)
    world.conversations.set_status(conversation.id, Status.WAITING)
    took = other.put(f"{INBOX}/{number}/status", json={"status": "agent", "take_over": False, "after": 1})
    late = client.put(f"{INBOX}/{number}/status", json={"status": "agent", "take_over": False, "after": 1})
    world.conversations.receive(conversation.id, "My card was charged twice!")
    unread = other.put(f"{INBOX}/{number}/status", json={"status": "closed", "after": 1})

    assert (took.status_code, late.status_code, unread.status_code) == (200, 409, 409)
    assert late.json()["error"]["message"].startswith("Kim answers this conversation")
    assert unread.json()["error"]["message"].startswith("The customer has written meanwhile")
    assert client.put(f"{INBOX}/{number}/status", json={"status": "closed", "after": -1}).status_code == 422
    assert client.put(f"{INBOX}/{number}/status", json={"status": "closed"}).status_code == 200


def test_conversation_is_given_to_a_colleague_or_nobody(world: World, client: TestClient, kim: Agent) -> None:
    number = asked(world)
    given = client.put(f"{INBOX}/{number}/assignee", json={"agent": kim.number}).json()

    assert (given["assignee"]["name"], given["status"]) == ("Kim", "bot")
    assert client.put(f"{INBOX}/{number}/assignee", json={"agent": None}).json()["assignee"] is None
    assert client.put(f"{INBOX}/{number}/assignee", json={"agent": 4711}).status_code == 404
    assert client.put(f"{INBOX}/4711/assignee", json={"agent": kim.number}).status_code == 404


def test_notes_are_for_agents_alone(world: World, client: TestClient, kim: Agent) -> None:
    of = world.conversations.receive(None, "reset 2FA").conversation
    note = client.post(f"{INBOX}/{of.number}/notes", json={"text": "Secretly a VIP."})
    seen = client.get(f"{INBOX}/{of.number}").json()["notes"]
    hers = as_agent(world, kim)

    assert (note.status_code, seen) == (201, [note.json()])
    assert (seen[0]["author"], seen[0]["mine"]) == ("Lena", True)
    assert not hers.get(f"{INBOX}/{of.number}").json()["notes"][0]["mine"]
    customer = world.client()
    for path in (f"/v1/conversations/{of.id}/messages",):
        assert "VIP" not in customer.get(path).text
    assert "VIP" not in customer.post("/v1/chat", json={"message": "and?", "conversation_id": of.id}).text
    assert not any("VIP" in message.text for _, history, _ in world.answers.asked for message in history)
    assert hers.delete(f"{INBOX}/{of.number}/notes/{note.json()['id']}").status_code == 204  # an admin
    assert client.delete(f"{INBOX}/{of.number}/notes/{note.json()['id']}").status_code == 404


def test_note_of_another_agent_stays(world: World, client: TestClient, kim: Agent) -> None:
    number = asked(world)
    note = as_agent(world, kim).post(f"{INBOX}/{number}/notes", json={"text": "Mine."}).json()

    assert client.delete(f"{INBOX}/{number}/notes/{note['id']}").status_code == 404


def test_replies_are_kept_ready(client: TestClient) -> None:
    path = "/v1/agent/replies"
    reply = client.post(path, json={"title": "Thanks", "shortcut": "ty", "text": "Thank you!"})
    assert (reply.status_code, client.get(path).json()) == (201, [reply.json()])
    assert client.post(path, json={"title": "Other", "shortcut": "ty", "text": "x"}).status_code == 409
    changed = client.put(f"{path}/{reply.json()['id']}", json={"title": "Thanks", "text": "Thanks a lot!"}).json()
    assert (changed["text"], changed["shortcut"]) == ("Thanks a lot!", None)
    assert client.post(path, json={"title": "x", "shortcut": "two words", "text": "x"}).status_code == 422
    assert client.delete(f"{path}/{reply.json()['id']}").status_code == 204
    assert client.put(f"{path}/{reply.json()['id']}", json={"title": "x", "text": "x"}).status_code == 404


def test_admins_look_after_the_team_and_agents_see_it(world: World, client: TestClient, kim: Agent) -> None:
    path, admin = "/v1/agent/team", as_agent(world, kim)
    new = {"email": "Ana@Shop.example ", "name": "Ana", "password": "another good one"}
    assert client.post(path, json=new).status_code == 403
    ana = admin.post(path, json=new).json()
    assert (ana["email"], ana["role"]) == ("ana@shop.example", "agent")
    assert [one["name"] for one in client.get(path).json()] == ["Ana", "Kim", "Lena"]
    assert "argon2" not in client.get(path).text
    assert admin.post(path, json=new).status_code == 409
    assert admin.post(path, json=new | {"email": "b@x.example", "password": "short"}).status_code == 422
    changed = admin.patch(
        f"{path}/{ana['number']}", json={"name": "Anna", "role": "admin", "password": "yet another one"}
    )
    assert (changed.json()["name"], changed.json()["role"]) == ("Anna", "admin")
    assert client.delete(f"{path}/{ana['number']}").status_code == 403
    assert admin.delete(f"{path}/{ana['number']}").status_code == 204
    assert admin.delete(f"{path}/{kim.number}").status_code == 409


def test_account_is_changed_altogether_or_not_at_all(world: World, client: TestClient, lena: Agent, kim: Agent) -> None:
    admin, path = as_agent(world, kim), f"/v1/agent/team/{lena.number}"
    weak = {"name": "Magda", "role": "admin", "password": "aaaaaaaaaa"}
    assert admin.patch(path, json=weak).status_code == 422
    assert world.sessions.team.find(lena.number) == lena
    no_admin = {"role": "agent", "name": "Kimmy", "password": "yet another one"}
    assert admin.patch(f"/v1/agent/team/{kim.number}", json=no_admin).status_code == 409
    assert admin.get("/v1/agent/session").json()["agent"]["name"] == "Kim"
    assert admin.patch("/v1/agent/team/4711", json=no_admin).status_code == 404
    assert admin.patch(path, json=weak | {"password": "yet another one"}).json()["name"] == "Magda"
    assert client.get("/v1/agent/session").status_code == 401


def test_articles_are_picked_by_title_and_then_by_meaning(client: TestClient) -> None:
    def picked(**query: object) -> list[str]:
        found = client.get("/v1/agent/articles", params=query).json()  # type: ignore[arg-type]
        return [article["article_id"] for article in found]

    assert picked()[0] == "reset-2fa"
    assert picked(q="how do")[0] == picked(q="2fa")[0] == picked(q="authenticator withdrawals")[0] == "reset-2fa"
    assert picked(q="trading", k=1) == ["fees"]
    (fees,) = client.get("/v1/agent/articles", params={"q": "trading", "k": 1}).json()
    assert set(fees) == {"article_id", "title", "url", "kind", "updated_at"}


def test_customer_is_told_that_the_agent_is_there(world: World, client: TestClient) -> None:
    of = world.conversations.receive(None, "reset 2FA").conversation
    client.post(f"{INBOX}/{of.number}/messages", json={"text": "Hello"})
    path = f"/v1/conversations/{of.id}/messages"
    assert not client.get(path).json()["handoff"]["online"]
    client.post(f"{INBOX}/{of.number}/presence", json={})
    assert client.get(path).json()["handoff"]["online"]


def test_customers_typing_is_seen_by_agents(world: World, client: TestClient) -> None:
    of = world.conversations.receive(None, "reset 2FA").conversation
    assert world.client().post(f"/v1/conversations/{of.id}/typing").status_code == 204
    assert client.get(f"{INBOX}/{of.number}").json()["presence"]["customer"] == {"online": True, "typing": True}
    assert world.client().post("/v1/conversations/no-such-conversation/typing").status_code == 404
