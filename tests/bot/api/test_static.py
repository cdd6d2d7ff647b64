from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.middleware import Middleware

from bot.api.middleware import SecurityHeaders
from bot.api.static import add_static_files


@pytest.fixture
def site(tmp_path: Path) -> TestClient:
    (tmp_path / "widget").mkdir()
    (tmp_path / "widget" / "citedesk.js").write_text("customElements", encoding="utf-8")
    (tmp_path / "widget" / "strings.js").write_text("export {}", encoding="utf-8")
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "demo.css").write_text("body {}", encoding="utf-8")
    (tmp_path / "demo" / "index.html").write_text("<!doctype html>", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    app = FastAPI(middleware=[Middleware(SecurityHeaders)])
    add_static_files(app, tmp_path)
    return TestClient(app)


def test_the_widget_is_a_script_that_may_be_kept_for_a_few_minutes(site: TestClient) -> None:
    response = site.get("/widget.js")

    assert (response.status_code, response.text) == (200, "customElements")
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=300"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_browser_that_has_the_widget_is_not_sent_it_again(site: TestClient) -> None:
    etag = site.get("/widget.js").headers["etag"]
    again = site.get("/widget.js", headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == "public, max-age=300"
    assert site.get("/widget.js", headers={"If-None-Match": '"old"'}).status_code == 200


def test_the_other_files_are_served_and_nothing_beside_them(site: TestClient) -> None:
    assert site.get("/demo/demo.css").headers["content-type"].startswith("text/css")
    assert site.get("/widget/strings.js").text == "export {}"
    for outside in ("/widget/../secret.txt", "/widget/..%2fsecret.txt", "/widget/%00", "/widget/", "/secret.txt"):
        assert site.get(outside).status_code == 404


def test_a_page_has_a_strict_content_policy(site: TestClient) -> None:
    response = site.get("/")

    policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["referrer-policy"] == "strict-origin-when-cross-origin"
