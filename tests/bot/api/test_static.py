from __future__ import annotations

import os
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
    (tmp_path / "widget" / "long.css").write_text("a { color: red }\n" * 500, encoding="utf-8")
    (tmp_path / "widget" / "voice.ogg").write_bytes(b"x" * 5000)
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


def test_scripts_and_style_sheets_are_sent_without_what_only_readers_need(site: TestClient, tmp_path: Path) -> None:
    said = "let a = `a // b   ${/[/]'/.test(name)?1:2}`; // what it says\n/** Whole. */\nlet b = '/* y */';\n"
    (tmp_path / "widget" / "strings.js").write_text(said, encoding="utf-8")
    (tmp_path / "widget" / "long.css").write_text("/* Why. */\na :is(b, i)  { color: red; }\n", encoding="utf-8")

    sent = site.get("/widget/strings.js").text
    assert "what it says" not in sent
    assert "Whole" not in sent
    assert "`a // b   ${/[/]'/.test(name)?1:2}`" in sent
    assert "'/* y */'" in sent
    assert site.get("/widget/long.css").text == "a :is(b,i){color:red}"


def test_a_browser_that_has_the_widget_is_not_sent_it_again(site: TestClient) -> None:
    etag = site.get("/widget.js").headers["etag"]
    again = site.get("/widget.js", headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == "public, max-age=300"
    assert site.get("/widget.js", headers={"If-None-Match": '"old"'}).status_code == 200


def test_the_other_files_are_served_and_nothing_beside_them(site: TestClient) -> None:
    assert site.get("/demo/demo.css").headers["content-type"].startswith("text/css")
    assert site.get("/widget/strings.js").status_code == 200
    for outside in ("/widget/../secret.txt", "/widget/..%2fsecret.txt", "/widget/%00", "/widget/", "/secret.txt"):
        assert site.get(outside).status_code == 404


def test_a_page_has_a_strict_content_policy(site: TestClient) -> None:
    response = site.get("/")

    policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert response.headers["referrer-policy"] == "strict-origin-when-cross-origin"


PLAIN = {"Accept-Encoding": "identity"}


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "deflate,GZIP ; q=1.0"])
def test_text_is_compressed_for_those_who_take_it_so(site: TestClient, accepted: str) -> None:
    response = site.get("/widget/long.css", headers={"Accept-Encoding": accepted})

    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["vary"] == "Accept-Encoding"
    assert response.headers["content-type"] == "text/css; charset=utf-8"
    assert int(response.headers["content-length"]) < 200
    assert response.text == site.get("/widget/long.css", headers=PLAIN).text


@pytest.mark.parametrize("accepted", ["identity", "", "br", "gzip;q=0", "gzip; q=0.000", "gzipped"])
def test_text_is_sent_as_it_is_to_everybody_else(site: TestClient, accepted: str) -> None:
    response = site.get("/widget/long.css", headers={"Accept-Encoding": accepted})

    assert "content-encoding" not in response.headers
    assert response.headers["vary"] == "Accept-Encoding"


def test_each_form_of_a_file_has_a_tag_of_its_own(site: TestClient) -> None:
    plain, compressed = (site.get("/widget.js", headers=headers).headers["etag"] for headers in (PLAIN, {}))
    assert plain != compressed

    for headers in ({"Accept-Encoding": "gzip", "If-None-Match": compressed}, PLAIN | {"If-None-Match": plain}):
        again = site.get("/widget.js", headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == headers["If-None-Match"]
        assert again.headers["vary"] == "Accept-Encoding"
    assert site.get("/widget.js", headers=PLAIN | {"If-None-Match": compressed}).status_code == 200


def test_a_changed_file_is_compressed_anew(site: TestClient, tmp_path: Path) -> None:
    before = site.get("/widget.js")
    (tmp_path / "widget" / "citedesk.js").write_text("changedElements", encoding="utf-8")
    os.utime(tmp_path / "widget" / "citedesk.js", (0, 0))
    after = site.get("/widget.js")

    assert after.text == "changedElements"
    assert before.headers["etag"] != after.headers["etag"]


def test_what_is_compressed_already_is_left_as_it_is(site: TestClient) -> None:
    response = site.get("/widget/voice.ogg", headers={"Accept-Encoding": "gzip"})

    assert "content-encoding" not in response.headers
    assert len(response.content) == 5000


def test_asking_for_the_head_of_a_compressed_file_sends_no_body(site: TestClient) -> None:
    response = site.head("/widget/long.css", headers={"Accept-Encoding": "gzip"})

    assert (response.status_code, response.headers["content-encoding"]) == (200, "gzip")
    assert response.content == b""
