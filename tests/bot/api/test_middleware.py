from __future__ import annotations

from fastapi.testclient import TestClient

GZIP = {"Accept-Encoding": "gzip"}


def test_pages_are_compressed_for_those_who_take_them_so(client: TestClient) -> None:
    response = client.get("/help", headers=GZIP)

    assert response.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["vary"]
    assert response.text == client.get("/help", headers={"Accept-Encoding": "identity"}).text


def test_answers_are_never_compressed_streamed_or_not(client: TestClient) -> None:
    for stream in (True, False):
        response = client.post("/v1/chat", json={"message": "reset my 2FA", "stream": stream}, headers=GZIP)
        assert len(response.content) > 500
        assert "content-encoding" not in response.headers


def test_a_message_that_is_too_long_is_refused_with_its_length_and_the_limit(client: TestClient) -> None:
    response = client.post("/v1/chat", json={"message": "x" * 4001})

    assert response.status_code == 422
    assert response.json()["error"]["message"] == "message: is 4,001 characters long; at most 4,000 are allowed"
