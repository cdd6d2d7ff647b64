from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bot.settings import Settings
from corpus.article import Article, Kind
from corpus.errors import NoReleaseError
from tests.bot.api.conftest import World
from tests.fakes import FakeKnowledge


def config(world: World, origin: str | None = None, locale: str | None = None, **settings: Any) -> dict[str, Any]:
    """What the widget is told."""
    world.settings = Settings(**settings)
    headers = {"Origin": origin} if origin else {}
    params = {"locale": locale} if locale else {}
    response = world.client().get("/v1/widget", headers=headers, params=params)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    told: dict[str, Any] = response.json()
    return told


def test_the_configuration_has_exactly_the_fields_of_the_contract(world: World) -> None:
    assert config(world, site_name="Orrery", retention_days=30) == {
        "allowed": True,
        "message": None,
        "site_name": "Orrery",
        "max_message_chars": 4000,
        "retention_days": 30,
        "people": "none",
        "contact_url": "",
        "open": True,
        "opens_at": None,
        "starters": ["How do I reset my 2FA?"],
    }


def test_a_page_of_an_unknown_origin_is_told_which_setting_lets_it_in(world: World) -> None:
    told = config(world, origin="https://shop.example")

    assert told["allowed"] is False
    assert "'https://shop.example'" in told["message"]
    assert "CITEDESK_ALLOWED_ORIGINS" in told["message"]


def test_the_servers_own_pages_and_those_of_the_list_are_allowed(world: World) -> None:
    assert config(world, origin="http://help.test")["allowed"]
    assert config(world, origin="https://shop.example", allowed_origins="https://shop.example")["allowed"]


def test_hours_are_those_of_people_in_the_chat(world: World) -> None:
    world.now = datetime(2026, 11, 29, 12, tzinfo=UTC)
    hours = "Mon-Fri 09:00-17:30 Europe/Berlin"
    chat = config(world, support_hours=hours, agent_key=SecretStr("k" * 20), contact_url="/contact")
    link = config(world, support_hours=hours, contact_url="/contact")

    assert (chat["people"], chat["open"], chat["opens_at"]) == ("chat", False, "2026-11-30T09:00:00+01:00")
    assert (link["people"], link["open"], link["opens_at"]) == ("link", True, None)
    assert link["contact_url"] == "http://help.test/contact"


def test_starters_are_the_most_read_faq_articles_that_may_be_quoted(world: World) -> None:
    def faq(name: str, views: int, **more: Any) -> Article:
        return Article(name, name.title(), "Body.", kind=Kind.FAQ, views=views, **more)

    articles = [faq(name, views) for name, views in (("a", 1), ("b", 4), ("c", 3), ("d", 2))]
    gone = faq("gone", 9, expires_at=date(2020, 1, 1))
    news = replace(faq("news", 9), kind=Kind.ANNOUNCEMENT)
    world.live.knowledge = FakeKnowledge([*articles, gone, news])

    assert config(world)["starters"] == ["B", "C", "D"]


def test_starters_are_in_the_customers_language_where_there_are_any(world: World) -> None:
    english = Article("en", "In English", "Body.", kind=Kind.FAQ, views=9)
    german = Article("de", "Auf Deutsch", "Text.", kind=Kind.FAQ, locale="de")
    world.live.knowledge = FakeKnowledge([english, german])

    assert config(world, locale="de-AT")["starters"] == ["Auf Deutsch"]
    assert config(world, locale="ar")["starters"] == ["In English", "Auf Deutsch"]


def test_without_an_index_there_are_no_starters(world: World) -> None:
    world.live.error = NoReleaseError(world.settings.home)

    assert config(world)["starters"] == []


@pytest.mark.parametrize("query", ["locale=?", "locale=" + "x" * 50])
def test_a_locale_that_is_none_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/widget?{query}").status_code == 422
