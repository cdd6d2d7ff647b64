from __future__ import annotations

from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from corpus.article import Article
from tests.bot.api.conftest import World
from tests.fakes import ARTICLES, FakeKnowledge


def listed(client: TestClient, **params: str | int) -> list[str]:
    return [item["id"] for item in client.get("/v1/articles", params=params).json()["items"]]


def test_articles_are_listed_without_bodies_and_with_the_views_counted_here(world: World, client: TestClient) -> None:
    world.views.count_view("reset-2fa")
    page = client.get("/v1/articles").json()

    assert (page["total"], page["page"], page["per_page"]) == (3, 1, 20)
    assert page["items"][0] == {
        "id": "reset-2fa",
        "title": "How do I reset my 2FA?",
        "url": "http://help.test/help/articles/reset-2fa",
        "kind": "faq",
        "locale": "en",
        "excerpt": "What to do when your authenticator is lost.",
        "published_at": "2025-03-01",
        "updated_at": "2026-10-02",
        "expires_at": None,
        "views": 121,
    }


def test_pages_follow_each_other_and_end(client: TestClient) -> None:
    pages = [listed(client, per_page=2, page=page) for page in (1, 2, 3)]

    assert pages == [["reset-2fa", "guides/deposit suspended"], ["fees"], []]


def test_kind_and_words_choose_articles(client: TestClient) -> None:
    assert listed(client, kind="faq") == ["reset-2fa"]
    assert listed(client, q="Lost authenticator") == ["reset-2fa"]
    assert listed(client, q="FEES") == ["fees"]
    assert listed(client, q="fees", kind="faq") == []


def test_articles_are_sorted_by_views_or_by_their_last_change(world: World, client: TestClient) -> None:
    world.views.counted["fees"] = 500

    assert listed(client, sort="views") == ["fees", "reset-2fa", "guides/deposit suspended"]
    assert listed(client, sort="updated") == ["guides/deposit suspended", "reset-2fa", "fees"]


@pytest.mark.parametrize("order", ["views", "updated"])
def test_ties_are_in_the_order_of_the_titles_as_in_the_help_centre(
    world: World, client: TestClient, order: str
) -> None:
    world.live.knowledge = FakeKnowledge([Article(id, title, "") for id, title in (("1", "b"), ("2", "C"), ("3", "a"))])

    assert listed(client, sort=order) == ["3", "1", "2"]


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_every_article_is_read_by_its_id_whatever_is_in_it(client: TestClient, article: Article) -> None:
    for address in (quote(article.id, safe=""), quote(article.id)):
        assert client.get(f"/v1/articles/{address}").json()["body"] == article.body


def test_reading_an_article_here_counts_no_view(world: World, client: TestClient) -> None:
    assert client.get("/v1/articles/fees").json()["views"] == 7
    assert world.views.counts() == {}


@pytest.mark.parametrize("missing", ["nope", "%00", "%ff", "x" * 3000, ""])
def test_unknown_article_is_not_found(client: TestClient, missing: str) -> None:
    response = client.get(f"/v1/articles/{missing}", follow_redirects=False)

    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"


@pytest.mark.parametrize("query", ["page=0", "per_page=101", "kind=blog", "sort=new", "page=x"])
def test_wrong_or_unknown_parameters_are_named(client: TestClient, query: str) -> None:
    response = client.get(f"/v1/articles?{query}")

    assert response.status_code == 422
    assert response.json()["error"]["message"].startswith(query.partition("=")[0] + ": ")
