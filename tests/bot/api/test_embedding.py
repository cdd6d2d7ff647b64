from __future__ import annotations

import logging

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, StreamingResponse
from fastapi.testclient import TestClient
from pydantic import ValidationError
from starlette.middleware import Middleware

from bot.api.embedding import Embedding, is_allowed_origin
from bot.api.errors import add_error_handlers
from bot.api.middleware import BodyLimit, LastResort, SecurityHeaders
from bot.settings import Settings

SHOP = "https://shop.example"
HOST = "http://help.test"


def site(settings: Settings, base_url: str = HOST) -> TestClient:
    """A few routes behind all that wraps those of the real application."""
    app = FastAPI(
        middleware=[
            Middleware(SecurityHeaders, settings.allowed_origins),
            Middleware(Embedding, settings),
            Middleware(LastResort),
            Middleware(BodyLimit),
        ]
    )
    add_error_handlers(app)
    for path in ("/v1/chat", "/v1/agent/conversations", "/widget.js", "/widget/chat.js", "/healthz"):
        app.add_api_route(path, lambda: {}, methods=["GET", "POST"])
    app.add_api_route("/v1/widget", lambda: {"allowed": False})
    app.add_api_route("/v1/events", lambda: StreamingResponse(iter(["data: x\n\n"]), media_type="text/event-stream"))
    app.add_api_route("/v1/broken", lambda: 1 / 0)
    app.add_api_route("/page", lambda: HTMLResponse("<!doctype html>"))
    return TestClient(app, base_url=base_url)


@pytest.fixture
def client() -> TestClient:
    return site(Settings(allowed_origins=(SHOP, "http://localhost:3000")))


def cors_of(response: httpx2.Response) -> dict[str, str]:
    """The headers that browsers decide by."""
    assert response.headers["x-content-type-options"] == "nosniff"
    return {name: value for name, value in response.headers.items() if name.startswith("access-control-")}


def preflight(client: TestClient, path: str, origin: str, method: str = "POST") -> httpx2.Response:
    headers = {"Origin": origin, "Access-Control-Request-Method": method}
    return client.options(path, headers=headers | {"Access-Control-Request-Headers": "content-type,idempotency-key"})


@pytest.mark.parametrize("origin", [SHOP, SHOP + ":443", "http://localhost:3000", HOST, "https://help.test"])
def test_pages_of_allowed_origins_and_of_the_server_itself_may_chat(client: TestClient, origin: str) -> None:
    response = client.post("/v1/chat", headers={"Origin": origin})

    assert response.status_code == 200
    assert cors_of(response) == {
        "access-control-allow-origin": origin,
        "access-control-expose-headers": "Retry-After",
    }
    assert response.headers["vary"] == "Origin"


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "https://shop.example.evil.com",
        "https://evil-shop.example",
        "https://www.shop.example",
        "https://shop.example:444",
        "https://shop.example:80",
        "http://shop.example",
        "http://shop.example:443",
        "HTTPS://SHOP.EXAMPLE",
        "https://shop.example.",
        "https://shop.example/",
        "https://user@shop.example",
        "https://shop.example, https://shop.example",
        "shop.example",
        "*",
        "https://*",
        "http://help.test:8000",
        "http://help.test.evil.com",
        "http://localhost",
        "file://",
        "https://[::1",
        "https://shop.example\ud7ff".encode().decode("latin-1"),
    ],
)
def test_pages_of_any_other_origin_are_refused(client: TestClient, origin: str) -> None:
    response = client.post("/v1/chat", headers={"Origin": origin.encode("latin-1")})

    assert response.status_code == 403
    error = response.json()["error"]
    assert (error["code"], error["status"]) == ("origin_not_allowed", 403)
    assert f"'{origin}'" in error["message"]
    assert "CITEDESK_ALLOWED_ORIGINS" in error["message"]
    assert cors_of(response) == {}
    assert response.headers["vary"] == "Origin"


def test_two_origins_at_once_are_refused(client: TestClient) -> None:
    assert client.get("/v1/chat", headers=[("Origin", SHOP), ("Origin", SHOP)]).status_code == 403


def test_a_request_without_an_origin_is_served_as_ever(client: TestClient) -> None:
    response = client.get("/v1/chat")

    assert (response.status_code, cors_of(response), response.headers["vary"]) == (200, {}, "Origin")


def test_a_preflight_of_an_allowed_page_says_what_it_may_send(client: TestClient) -> None:
    response = preflight(client, "/v1/chat", SHOP)

    assert (response.status_code, response.content) == (204, b"")
    assert cors_of(response) == {
        "access-control-allow-origin": SHOP,
        "access-control-allow-methods": "GET, POST, DELETE",
        "access-control-allow-headers": "Content-Type, Idempotency-Key, Last-Event-ID",
        "access-control-max-age": "7200",
        "access-control-expose-headers": "Retry-After",
    }
    assert "credentials" not in str(response.headers)
    assert "Origin" in response.headers["vary"]


def test_a_preflight_of_any_other_page_is_refused(client: TestClient) -> None:
    response = preflight(client, "/v1/chat", "https://evil.example")

    assert (response.status_code, cors_of(response)) == (403, {})


@pytest.mark.parametrize(("path", "status"), [("/v1/nowhere", 404), ("/v1/broken", 500), ("/v1/events", 200)])
def test_errors_and_streams_can_be_read_by_allowed_pages(client: TestClient, path: str, status: int) -> None:
    response = client.get(path, headers={"Origin": SHOP})

    assert response.status_code == status
    assert response.headers["access-control-allow-origin"] == SHOP


def test_a_body_that_is_too_large_is_an_error_allowed_pages_can_read(client: TestClient) -> None:
    response = client.post("/v1/chat", content=b"x" * 2_000_000, headers={"Origin": SHOP})

    assert (response.status_code, response.headers["access-control-allow-origin"]) == (413, SHOP)


@pytest.mark.parametrize("origin", [SHOP, "https://evil.example", "null"])
def test_no_page_of_another_site_reaches_what_is_for_agents(client: TestClient, origin: str) -> None:
    for response in (
        client.get("/v1/agent/conversations", headers={"Origin": origin, "Authorization": "Bearer key"}),
        preflight(client, "/v1/agent/conversations", origin, "GET"),
    ):
        assert response.json()["error"]["code"] == "origin_not_allowed"
        assert cors_of(response) == {}


def test_what_is_for_agents_has_no_cors_headers_for_the_servers_own_pages_either(client: TestClient) -> None:
    response = client.get("/v1/agent/conversations", headers={"Origin": HOST})

    assert (response.status_code, cors_of(response)) == (200, {})


@pytest.mark.parametrize("origin", [SHOP, "https://evil.example", "null"])
def test_the_widgets_configuration_may_be_read_from_anywhere(client: TestClient, origin: str) -> None:
    response = client.get("/v1/widget", headers={"Origin": origin})

    assert response.json() == {"allowed": False}
    assert response.headers["access-control-allow-origin"] == "*"
    assert preflight(client, "/v1/widget", origin, "GET").headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["/widget.js", "/widget/chat.js", "/widget/missing.js"])
def test_the_widgets_files_may_be_loaded_from_anywhere(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"Origin": "https://evil.example"})

    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"


def test_other_paths_know_nothing_of_origins(client: TestClient) -> None:
    response = client.get("/healthz", headers={"Origin": "https://evil.example"})

    assert (response.status_code, cors_of(response)) == (200, {})


def test_the_public_url_alone_says_what_is_the_servers_own() -> None:
    client = site(Settings(public_url="https://help.example/support"), "http://127.0.0.1:8000")

    assert client.post("/v1/chat", headers={"Origin": "https://help.example"}).status_code == 200
    for other in ("http://127.0.0.1:8000", "http://help.example", "https://help.example:8000"):
        headers = {"Origin": other, "Sec-Fetch-Site": "same-origin"}
        assert client.post("/v1/chat", headers=headers).status_code == 403


def test_behind_a_proxy_that_hides_the_host_the_browser_says_what_is_the_servers_own() -> None:
    client = site(Settings(), "http://127.0.0.1:8000")

    own = {"Origin": "https://help.example", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/v1/chat", headers=own).status_code == 200
    for other in (own | {"Sec-Fetch-Site": "same-site"}, own | {"Origin": "null"}, {"Origin": own["Origin"]}):
        assert client.post("/v1/chat", headers=other).status_code == 403


@pytest.mark.parametrize("host", ["", "[::1", "a b", "\xff", "x" * 300, "xn--\xfc.example"])
def test_a_host_that_is_no_host_is_nobodys_own(client: TestClient, host: str) -> None:
    headers = {"Host": host.encode("latin-1"), "Origin": "https://evil.example"}

    assert client.post("/v1/chat", headers=headers).status_code == 403


def test_names_in_other_scripts_are_compared_as_browsers_send_them() -> None:
    assert is_allowed_origin("https://xn--bcher-kva.example", "https://Bücher.example/hilfe", ())
    assert is_allowed_origin("http://[::1]:8000", "http://[::1]:8000", ())
    assert is_allowed_origin("https://x", "", ("https://x:443",))
    assert not is_allowed_origin("", "", ())
    assert not is_allowed_origin("null", "null", ())
    assert not is_allowed_origin("http://help.test", "https://help.test", ())


def test_origins_may_be_set_as_they_are_copied_from_a_browsers_address_bar() -> None:
    settings = Settings.model_validate({"allowed_origins": "https://Shop.example/, http://[::1]:3000"})

    assert settings.allowed_origins == ("https://shop.example", "http://[::1]:3000")


@pytest.mark.parametrize("origin", ["*", "null", "https://*.shop.example", "shop.example", "https://shop.example/faq"])
def test_what_is_no_origin_cannot_be_set(origin: str) -> None:
    with pytest.raises(ValidationError, match="without a wildcard"):
        Settings.model_validate({"allowed_origins": origin})


def test_a_refused_origin_is_logged_once(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        client.post("/v1/chat", headers={"Origin": "https://evil.example"})

    (record,) = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert "https://evil.example" in record.getMessage()
    assert "CITEDESK_ALLOWED_ORIGINS" in record.getMessage()


def test_the_log_does_not_grow_with_invented_origins(caplog: pytest.LogCaptureFixture) -> None:
    embedding = Embedding(FastAPI(), Settings())
    embedding._logged.update(f"https://{number}.example" for number in range(1000))
    embedding._log_once("https://evil.example")

    assert not caplog.records
    assert len(embedding._logged) == 1000


def test_pages_may_be_framed_by_the_same_sites(client: TestClient) -> None:
    policy = client.get("/page").headers["content-security-policy"]

    assert policy.endswith("; frame-ancestors 'self' https://shop.example http://localhost:3000")
    assert site(Settings()).get("/page").headers["content-security-policy"].endswith("; frame-ancestors 'self'")
