from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bot.accounts.team import Agent, AgentRole
from bot.api.sign_in import BY_ITSELF, COOKIE, page_agent, signed_in
from bot.limits import UsageLimits
from bot.settings import Settings
from tests.bot.api.conftest import World
from tests.bot.api.server_process import AGENT_KEY

SESSION, INBOX = "/v1/agent/session", "/v1/agent/conversations"
EMAIL, PASSWORD = "lena@shop.example", "correct horse battery"
OWN = {"Origin": "http://help.test"}


@pytest.fixture
def lena(world: World) -> Agent:
    return world.sessions.add_agent(EMAIL, "Lena", AgentRole.AGENT, PASSWORD)


def sign_in(client: TestClient, password: str = PASSWORD, email: str = EMAIL) -> dict[str, object]:
    body: dict[str, object] = client.post(SESSION, json={"email": email, "password": password}).json()
    return body


def test_agent_signs_in_is_known_and_signs_out(client: TestClient, lena: Agent) -> None:
    response = client.post(SESSION, json={"email": " Lena@Shop.EXAMPLE", "password": PASSWORD})
    account = {"number": lena.number, "email": EMAIL, "name": "Lena", "role": "agent"}

    assert (response.status_code, response.json()) == (200, {"agent": account})
    assert client.get(SESSION).json() == {"agent": account}
    assert client.get(INBOX).status_code == 200
    assert client.delete(SESSION, headers=OWN).status_code == 204
    assert client.get(INBOX).status_code == 401


def test_cookie_is_for_this_site_alone_and_for_no_script(world: World, lena: Agent) -> None:
    plain = world.client().post(SESSION, json={"email": EMAIL, "password": PASSWORD}).headers["set-cookie"]
    world.settings = Settings(public_url="https://help.example")
    secure = world.client().post(SESSION, json={"email": EMAIL, "password": PASSWORD}).headers["set-cookie"]

    assert [part.strip() for part in plain.split(";")][1:] == ["HttpOnly", "Path=/", "SameSite=strict"]
    assert "; Secure" in secure


def test_token_is_not_in_the_database(world: World, client: TestClient, lena: Agent) -> None:
    sign_in(client)
    token = client.cookies[COOKIE]
    team = world.sessions.team

    assert team.of_session(token, world.clock(), timedelta(1), timedelta(1)) is None
    assert world.sessions.agent_of(token) == lena


def test_wrong_password_and_unknown_address_are_told_alike(client: TestClient, lena: Agent) -> None:
    wrong, unknown = sign_in(client, "another good one"), sign_in(client, email="kim@shop.example")

    assert wrong == unknown
    assert wrong["error"] == {
        "code": "not_allowed",
        "message": "The e-mail address or the password is wrong.",
        "status": 401,
    }


def test_first_sign_in_says_how_to_make_an_account(client: TestClient) -> None:
    assert "citedesk agent add EMAIL --name NAME" in str(sign_in(client))


def test_attempts_are_limited_by_address_and_by_account(world: World, lena: Agent) -> None:
    world.limits = UsageLimits(Settings())  # type: ignore[assignment]
    client = world.client()
    codes = [client.post(SESSION, json={"email": EMAIL, "password": "wrong"}).status_code for _ in range(11)]
    refused = client.post(SESSION, json={"email": EMAIL.upper(), "password": PASSWORD})

    assert codes == [401] * 10 + [429]
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert "many attempts to sign in" in refused.json()["error"]["message"]
    others = [client.post(SESSION, json={"email": f"{n}@x.example", "password": "w"}).status_code for n in range(25)]
    assert (others[0], others[-1]) == (401, 429)


def test_who_signs_in_often_is_no_attacker(world: World, lena: Agent) -> None:
    world.limits = UsageLimits(Settings())  # type: ignore[assignment]
    client = world.client()
    for _ in range(9):
        assert client.post(SESSION, json={"email": EMAIL, "password": "wrong"}).status_code == 401
    for _ in range(12):
        assert client.post(SESSION, json={"email": EMAIL, "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        (OWN, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://shop.example"}, 403),
        ({"Origin": "http://allowed.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_with_a_cookie_only_the_servers_own_pages_change_anything(
    world: World, lena: Agent, headers: dict[str, str], status: int
) -> None:
    world.settings = Settings(allowed_origins="http://allowed.example")  # type: ignore[arg-type]
    client = world.client()
    sign_in(client)
    number = world.conversations.receive(None, "reset 2FA").conversation.number
    body = {"status": "closed"}

    assert client.put(f"{INBOX}/{number}/status", json=body, headers=headers).status_code == status


def test_allowed_site_reads_nothing_with_an_agents_cookie(world: World, lena: Agent) -> None:
    world.settings = Settings(allowed_origins="http://allowed.example")  # type: ignore[arg-type]
    client = world.client()
    sign_in(client)
    response = client.get(INBOX, headers={"Origin": "http://allowed.example"})

    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers


def test_session_ends_with_the_account_and_the_password(world: World, client: TestClient, lena: Agent) -> None:
    sign_in(client)
    world.sessions.set_password(lena.number, "another good one")
    assert client.get(SESSION).status_code == 401
    sign_in(client, "another good one")
    assert client.get(SESSION).status_code == 200
    world.sessions.team.remove(lena.number)
    assert client.get(SESSION).status_code == 401


def test_open_page_alone_keeps_nobody_signed_in(world: World, client: TestClient, lena: Agent) -> None:
    now = world.clock()
    world.sessions = replace(world.sessions, clock=lambda: now)
    client, of = world.client(), world.conversations.start()
    sign_in(client)

    def is_known(path: str, **headers: str) -> bool:
        method = "GET" if path == INBOX else "POST"
        return client.request(method, path, headers=OWN | headers).status_code != 401

    now += timedelta(hours=11)
    assert is_known(INBOX)
    for _ in range(2):
        now += timedelta(hours=5)
        assert is_known(f"{INBOX}/{of.number}/absence")
        assert is_known(INBOX, **{BY_ITSELF: "1"})
        assert client.post(f"{INBOX}/{of.number}/presence", json={}, headers=OWN).status_code == 204
    now += timedelta(hours=3)
    assert not is_known(INBOX)


def test_wrong_key_is_not_mended_by_a_cookie(world: World, lena: Agent) -> None:
    world.settings = Settings(agent_key=SecretStr(AGENT_KEY))
    client = world.client()
    sign_in(client)

    assert client.get(INBOX, headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert client.get(INBOX, headers={"Authorization": f"Bearer {AGENT_KEY}"}).status_code == 200
    assert client.get(SESSION, headers={"Authorization": f"Bearer {AGENT_KEY}"}).json()["agent"]["role"] == "admin"


def test_password_of_a_proxy_leaves_the_cookie_what_it_is(client: TestClient, lena: Agent) -> None:
    sign_in(client)
    for_the_proxy = {"Authorization": "Basic dTpw"}

    assert client.get(INBOX, headers=for_the_proxy).status_code == 200
    assert client.get(INBOX, headers={"Authorization": "bearer "}).status_code == 401
    assert client.post(f"{INBOX}/1/presence", json={}, headers=for_the_proxy).status_code == 403  # from no page of ours
    assert client.delete(SESSION, headers=for_the_proxy | OWN).status_code == 204
    assert client.get(INBOX, headers=for_the_proxy).status_code == 401


def test_pages_lead_to_the_sign_in_and_admins_pages_refuse_agents(world: World, lena: Agent) -> None:
    app, router = world.app(), APIRouter()
    services = world.services()
    anybody, admin = page_agent(services), page_agent(services, AgentRole.ADMIN)
    program = signed_in(services, AgentRole.ADMIN)
    router.add_api_route("/console/x", lambda agent=anybody: agent.name, methods=["GET"])
    router.add_api_route("/console/y", lambda agent=admin: agent.name, methods=["GET"])
    router.add_api_route("/v1/agent/z", lambda agent=program: agent.name, methods=["GET"])
    app.include_router(router)
    client = TestClient(app, base_url="http://help.test", follow_redirects=False)
    led = client.get("/console/x?a=1&b=2")

    assert (led.status_code, led.headers["location"]) == (
        303,
        "../console/sign-in?next=..%2Fconsole%2Fx%3Fa%3D1%26b%3D2",
    )
    sign_in(client)
    assert client.get("/console/x").json() == "Lena"
    assert client.get("/console/y").status_code == client.get("/v1/agent/z").status_code == 403
    assert client.get("/v1/agent/z").json()["error"]["code"] == "forbidden"


def test_account_makes_the_chat_one_with_people(world: World, client: TestClient) -> None:
    assert client.get("/v1/widget").json()["people"] == "none"
    world.sessions.add_agent(EMAIL, "Lena", AgentRole.AGENT, PASSWORD)
    assert world.client().get("/v1/widget").json()["people"] == "chat"


def test_agents_change_their_own_password_and_are_signed_out_elsewhere(world: World, lena: Agent) -> None:
    here, elsewhere = world.client(), world.client()
    sign_in(here)
    sign_in(elsewhere)
    change = {"current": PASSWORD, "password": "a better one than that"}

    assert here.put(f"{SESSION}/password", json=change | {"current": "wrong"}, headers=OWN).status_code == 403
    assert here.put(f"{SESSION}/password", json=change | {"password": "short"}, headers=OWN).status_code == 422
    assert here.put(f"{SESSION}/password", json=change, headers=OWN).status_code == 200
    assert (here.get(INBOX).status_code, elsewhere.get(INBOX).status_code) == (200, 401)
    assert world.client().post(SESSION, json={"email": EMAIL, "password": change["password"]}).status_code == 200
    assert world.client().post(SESSION, json={"email": EMAIL, "password": PASSWORD}).status_code == 401
