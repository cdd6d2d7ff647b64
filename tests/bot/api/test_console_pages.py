from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.accounts.team import Agent, AgentRole
from bot.api.console.pages import PAGES, base_of
from bot.settings import Settings
from tests.bot.api.conftest import World, as_agent

_NESTED_WITH_BLANKS = re.compile(r"\$\{[^}`]*`[^`]*\s[^`]*`")


@pytest.fixture
def lena(world: World) -> Agent:
    return world.sessions.add_agent("lena@help.test", "Lena <Brandt>", AgentRole.AGENT, "correct horse")


@pytest.fixture
def admin(world: World) -> Agent:
    return world.sessions.add_agent("omar@help.test", "Omar", AgentRole.ADMIN, "correct horse")


@pytest.mark.parametrize("page", ["", "/replies", "/team"])
def test_pages_lead_whoever_is_not_signed_in_to_where_they_can(world: World, page: str) -> None:
    response = world.client().get(f"/console{page}", follow_redirects=False)
    assert response.status_code == 303
    assert "/sign-in?next=" in f"/{response.headers['location']}"


def test_sign_in_page_escapes_where_it_leads_to(world: World) -> None:
    page = world.client().get("/console/sign-in", params={"next": '"><script>x</script>'}).text
    assert "<script>x" not in page
    assert "&lt;script&gt;" in page


def test_inbox_names_who_is_signed_in_and_marks_where_they_are(world: World, lena: Agent) -> None:
    page = as_agent(world, lena).get("/console").text
    assert "Lena &lt;Brandt&gt;" in page
    assert '<a href="./console" aria-current="page">' in page


def test_admins_alone_find_the_team_and_agents_are_told_so_on_a_page(world: World, lena: Agent, admin: Agent) -> None:
    assert "/console/team" not in as_agent(world, lena).get("/console").text
    refused = as_agent(world, lena).get("/console/team")
    assert refused.status_code == 403
    assert refused.headers["content-type"].startswith("text/html")
    assert "This page is not for you" in refused.text
    assert "/console/team" in as_agent(world, admin).get("/console").text
    assert as_agent(world, admin).get("/console/team").status_code == 200


def test_agents_are_told_on_a_page_that_the_rules_are_for_admins(world: World, lena: Agent) -> None:
    refused = as_agent(world, lena).get("/console/rules")
    assert refused.status_code == 403
    assert "This page is not for you" in refused.text


def test_nobody_may_frame_or_keep_the_pages_not_even_sites_that_embed_the_chat(world: World, lena: Agent) -> None:
    world = replace(world, settings=Settings(allowed_origins=("https://shop.example",)))
    headers = as_agent(world, lena).get("/console").headers
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].endswith("frame-ancestors 'none'")
    assert "shop.example" not in headers["content-security-policy"]


def test_scripts_and_styles_are_asked_for_again_each_time(world: World) -> None:
    client = world.client()
    first = client.get("/console/static/inbox/inbox.js")
    assert first.headers["content-type"] == "text/javascript; charset=utf-8"
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/console/static/inbox/inbox.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_templates_are_no_files_to_be_had(world: World) -> None:
    assert world.client().get("/console/static/inbox.html").status_code == 404


def test_no_text_within_a_text_has_blanks_which_what_strips_scripts_would_take_away() -> None:
    # rjsmin takes the second of `a ${b ? `: ${c}` : ""}`'s backticks for the end of the text.
    for script in [*PAGES.rglob("*.js"), *(PAGES.parent / "widget").rglob("*.js")]:
        for number, line in enumerate(script.read_text("utf-8").splitlines(), 1):
            assert not _NESTED_WITH_BLANKS.search(line), f"{script.name}:{number}"


@pytest.mark.parametrize(("path", "base"), [("/console", "."), ("/console/team", ".."), ("/console/a/b", "../..")])
def test_base_leads_to_the_root_from_any_page(path: str, base: str) -> None:
    assert base_of(path) == base
