from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from bot.links import quote_digest
from tests.fakes import ARTICLES, RELEASE


def test_hits_have_exactly_the_fields_of_the_contract(client: TestClient) -> None:
    results = client.post("/v1/search", json={"query": "reset 2FA"}).json()

    assert list(results) == ["hits", "release"]
    assert results["release"] == RELEASE
    hit, body = results["hits"][0], ARTICLES[0].body
    assert list(hit) == ["rank", "score", "article_id", "title", "url", "kind", "updated_at", "passage", "scores"]
    assert (hit["rank"], hit["article_id"]) == (1, "reset-2fa")
    assert hit["url"] == f"http://help.test/help/articles/reset-2fa?quote=0-{len(body)}-{quote_digest(body)}#quote"
    assert list(hit["passage"]) == ["id", "text", "start", "end", "headings"]
    assert hit["passage"]["text"] == body
    assert list(hit["scores"]) == ["dense", "question", "lexical"]


def test_k_and_filters_narrow_the_hits(client: TestClient) -> None:
    def found(**more: object) -> list[str]:
        hits = client.post("/v1/search", json={"query": "the 2FA deposits pay", **more}).json()["hits"]
        return [hit["article_id"] for hit in hits]

    assert len(found()) == 3
    assert len(found(k=1)) == len(found(k=1.0)) == 1
    assert found(filters={"kind": "announcement"}) == ["guides/deposit suspended"]
    assert found(filters={"locale": "de"}) == ["fees"]


def test_hit_carries_the_day_of_the_last_change_as_a_citation_does(client: TestClient) -> None:
    hits = client.post("/v1/search", json={"query": "reset Tidal"}).json()["hits"]

    assert [hit["updated_at"] for hit in hits] == ["2026-10-02", "2026-11-01"]


@pytest.mark.parametrize("k", [0, 101, "3", True, 1.5, None])
def test_k_that_is_no_sensible_number_is_refused(client: TestClient, k: object) -> None:
    response = client.post("/v1/search", json={"query": "fees", "k": k})

    assert response.status_code == 422
    assert response.json()["error"]["message"].startswith("k: ")


def test_blank_query_is_refused(client: TestClient) -> None:
    assert client.post("/v1/search", json={"query": "\n"}).status_code == 422
