from __future__ import annotations

import json
import logging
from contextlib import closing
from http.client import HTTPConnection

import httpx2
import pytest
from fastapi.testclient import TestClient

from bot.api.errors import public_error
from bot.api.middleware import MAX_BODY_BYTES
from corpus.errors import CitedeskError, EncoderError, NotFoundError, ReleaseMismatchError
from tests.bot.api.conftest import World
from tests.patience import PATIENCE_SECONDS

JSON = {"Content-Type": "application/json"}


def error_of(response: httpx2.Response, status: int) -> dict[str, object]:
    """The error in the envelope, which must be the only thing there."""
    assert response.status_code == status
    assert list(response.json()) == ["error"]
    error: dict[str, object] = response.json()["error"]
    assert list(error) == ["code", "message", "status"]
    assert error["status"] == status
    assert response.headers["x-content-type-options"] == "nosniff"
    return error


@pytest.mark.parametrize("path", ["/v2/chat", "/%00%ed%a0%80", "/" + "x" * 5000])
def test_unknown_route_is_an_envelope(client: TestClient, path: str) -> None:
    error = error_of(client.get(path), 404)

    assert error["code"] == "not_found"
    assert "/openapi.json" in str(error["message"])
    assert len(str(error["message"])) < 200


def test_wrong_method_is_an_envelope_that_says_which_is_right(client: TestClient) -> None:
    response = client.get("/v1/chat")

    assert error_of(response, 405)["code"] == "method_not_allowed"
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "message: Field required"),
        ({"message": 5}, "message: Input should be a valid string"),
        ({"message": "x", "mesage": "y"}, "mesage: unknown field"),
        ({"message": "x", "filters": {"colour": 1}}, "filters.colour: unknown field"),
        ({"message": "x", "filters": {"kind": "blog"}}, "filters.kind: Input should be 'faq', "),
        ({"message": "x", "stream": "yes"}, "stream: Input should be a valid boolean"),
        ({"message": "x", "\ud800": 1}, "body: Input should be a valid string"),
        ({"message": "x", "conversation_id": "\ud800"}, "conversation_id: Input should be a valid string"),
        ({"message": "x", "locale": "not a locale"}, "locale: String should match"),
        ([], "body: send a JSON object"),
        ("text", "body: send a JSON object"),
        (None, "body: send a JSON object"),
    ],
)
def test_a_wrong_body_is_refused_saying_which_field_and_why(client: TestClient, body: object, message: str) -> None:
    response = client.post("/v1/chat", content=json.dumps(body), headers=JSON)

    error = error_of(response, 422)
    assert error["code"] == "invalid_request"
    assert str(error["message"]).startswith(message)


def test_every_wrong_field_is_named_but_a_flood_is_not_echoed(client: TestClient) -> None:
    both = client.post("/v1/chat", json={"message": "", "a": 1})
    flood = client.post("/v1/chat", json={"message": "x"} | {f"{n}" + "y" * 500: n for n in range(500)})

    assert error_of(both, 422)["message"] == "message: is empty; write at least one word; a: unknown field"
    message = str(error_of(flood, 422)["message"])
    assert message.endswith("; and 492 more")
    assert len(message) < 1000


def test_a_body_that_is_no_json_is_refused(client: TestClient) -> None:
    message = error_of(client.post("/v1/chat", content=b'{"message": }', headers=JSON), 422)["message"]
    assert message == "body: not valid JSON (Expecting value at character 12)"
    for broken in (b'{"message": "\xff"}', b"[" * 100_000, b'{"k": ' + b"9" * 5000 + b"}"):
        assert error_of(client.post("/v1/chat", content=broken, headers=JSON), 400)["code"] == "bad_request"


def test_json_that_does_not_say_so_is_refused(client: TestClient) -> None:
    response = client.post("/v1/chat", content=b'{"message": "x"}', headers={"Content-Type": "text/plain"})

    assert "Content-Type: application/json" in str(error_of(response, 422)["message"])


def test_unexpected_exception_is_logged_and_tells_no_internals(
    world: World, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    world.answers.error = RuntimeError("password=hunter2")
    error = error_of(client.post("/v1/chat", json={"message": "x"}), 500)

    assert error["code"] == "internal_error"
    assert "hunter2" not in str(error["message"])
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.getMessage() == "POST /v1/chat failed"
    assert record.exc_info is not None
    assert "hunter2" in str(record.exc_info[1])


def test_a_damaged_release_is_unavailable_and_its_details_stay_in_the_log(
    world: World, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    world.live.error = ReleaseMismatchError("r1", "sha256 of dense.faiss", "aa", "bb", "Run 'citedesk doctor'.")
    response = client.post("/v1/search", json={"query": "fees"})

    error = error_of(response, 503)
    assert (error["code"], response.headers["retry-after"]) == ("release_mismatch", "10")
    assert "faiss" not in str(error["message"])
    assert "dense.faiss" in caplog.text


def test_every_error_class_has_a_status() -> None:
    class NewError(NotFoundError):
        code = "new"

    assert public_error(NewError("gone"), "GET /") == (404, "new", "gone")
    assert public_error(EncoderError("x"), "GET /")[:2] == (500, "encoder")
    assert public_error(CitedeskError("x"), "GET /").status == 500


@pytest.mark.parametrize("path", ["/v1/chat", "/healthz", "/nowhere"])
def test_a_body_over_the_limit_is_refused_before_any_of_it_is_sent(server: str, path: str) -> None:
    connection = HTTPConnection(server.removeprefix("http://"), timeout=PATIENCE_SECONDS)
    connection.putrequest("POST", path)
    connection.putheader("Content-Length", str(MAX_BODY_BYTES + 1))
    connection.endheaders()

    with closing(connection), connection.getresponse() as response:
        assert response.status == 413
        assert json.load(response)["error"]["code"] == "payload_too_large"


def test_a_chunked_body_is_refused_as_soon_as_it_is_over_the_limit(server: str) -> None:
    connection = HTTPConnection(server.removeprefix("http://"), timeout=PATIENCE_SECONDS)
    connection.putrequest("POST", "/v1/chat")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    connection.send(b"%x\r\n" % (MAX_BODY_BYTES + 1) + b" " * (MAX_BODY_BYTES + 1))

    with closing(connection), connection.getresponse() as response:
        assert response.status == 413
        assert json.load(response)["error"]["code"] == "payload_too_large"


def test_a_chunked_body_within_the_limit_is_read(server: str) -> None:
    chunks = iter([b'{"message": ', b'"reset"', b"}"])

    assert (
        httpx2.post(f"{server}/v1/chat", content=chunks, headers=JSON, timeout=PATIENCE_SECONDS).json()["outcome"]
        == "answered"
    )
