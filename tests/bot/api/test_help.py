from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.answer import Span
from bot.api.help import help_router
from bot.links import article_url
from bot.settings import Settings
from corpus.article import Article, Kind
from corpus.errors import NoReleaseError
from tests.bot.api.conftest import World
from tests.fakes import ARTICLES, FakeKnowledge

TODAY = date(2026, 11, 23)


@pytest.fixture
def help_pages(world: World) -> TestClient:
    """The help centre alone, on a fixed day."""
    app = FastAPI()
    app.include_router(help_router(world.services(), today=lambda: TODAY))
    return TestClient(app, base_url="http://help.test", follow_redirects=False)


def test_list_shows_title_excerpt_dates_and_views_as_people_write_them(world: World, help_pages: TestClient) -> None:
    world.views.counted["reset-2fa"] = 12_873
    page = help_pages.get("/help").text

    assert '<a href="/help/articles/reset-2fa">How do I reset my 2FA?</a>' in page
    assert "What to do when your authenticator is lost." in page
    assert 'Published <time datetime="2025-03-01">1 March 2025</time>' in page
    assert 'Updated <time datetime="2026-10-02" title="2 October 2026">1 month ago</time>' in page
    assert "12,993 views" in page


def test_tabs_are_links_and_say_which_one_is_open(help_pages: TestClient) -> None:
    page = help_pages.get("/help", params={"kind": "announcement"}).text

    assert '<a href="/help?kind=announcement" aria-current="page">Announcements</a>' in page
    assert '<a href="/help?kind=faq">FAQ</a>' in page
    assert "Deposits of one network are suspended" in page
    assert "How do I reset" not in page


def test_search_shows_the_query_safely_and_keeps_it_in_the_tabs(help_pages: TestClient) -> None:
    page = help_pages.get("/help", params={"q": '"><script>x</script> zebra'}).text

    assert "No article matches “&#34;&gt;&lt;script&gt;x&lt;/script&gt; zebra”." in page
    assert "<script>x" not in page
    assert "/help?kind=faq&amp;q=%22%3E%3Cscript" in page


@pytest.mark.parametrize(
    "query", ["page=x", "page=²", "page=-3", "page=99999999999", "kind=x", "sort=x", "q=%20", "q=%00"]
)
def test_strange_addresses_still_show_a_list(help_pages: TestClient, query: str) -> None:
    assert help_pages.get(f"/help?{query}").status_code == 200


def test_pages_lead_to_their_neighbours(world: World, help_pages: TestClient) -> None:
    world.live.knowledge = FakeKnowledge([Article(f"a{n}", f"Title {n}", "text", Kind.FAQ) for n in range(25)])
    page = help_pages.get("/help?kind=faq&page=2&sort=views").text

    assert "Page 2 of 3" in page
    assert 'rel="prev" href="/help?kind=faq&amp;sort=views"' in page
    assert 'rel="next" href="/help?kind=faq&amp;sort=views&amp;page=3"' in page


def test_opening_an_article_counts_one_view_and_nothing_else_does(world: World, help_pages: TestClient) -> None:
    page = "/help/articles/guides%2Fdeposit%20suspended"
    assert help_pages.get(page).status_code == 200
    assert help_pages.head(page).status_code == 200
    help_pages.get(page, headers={"Sec-Purpose": "prefetch;prerender"})
    help_pages.get("/help/articles/nothing")
    help_pages.get("/help")

    assert world.views.counted == {"guides/deposit suspended": 1}


def test_quoted_words_are_marked_for_the_fragment_to_find(help_pages: TestClient) -> None:
    page = help_pages.get("/help/articles/reset-2fa?quote=0-23").text

    assert '<mark id="quote">Open the security page.</mark> Choose' in page
    assert "has changed" not in page


def test_link_to_a_quote_never_marks_other_words_once_the_article_is_edited(
    world: World, help_pages: TestClient
) -> None:
    article = ARTICLES[0]
    link = article_url(article, Span(0, 23))
    assert '<mark id="quote">Open the security page.</mark>' in help_pages.get(link).text

    edited = replace(article, body="First, you log in. " + article.body)
    world.live.knowledge = FakeKnowledge([edited])
    page = help_pages.get(link).text
    assert "This article has changed since it was quoted." in page
    assert "Open the security page." in page
    assert "<mark" not in page


@pytest.mark.parametrize("quote", ["0-9999", "9-3", "0-9999-6ea46274"])
def test_stale_quote_is_said_and_the_article_shown(help_pages: TestClient, quote: str) -> None:
    page = help_pages.get(f"/help/articles/reset-2fa?quote={quote}").text

    assert "This article has changed since it was quoted." in page
    assert "Open the security page." in page
    assert "<mark" not in page


def test_senseless_quote_is_ignored(help_pages: TestClient) -> None:
    assert "has changed" not in help_pages.get("/help/articles/reset-2fa?quote=x").text


def test_article_that_lives_elsewhere_is_linked_and_redirected_to(help_pages: TestClient) -> None:
    assert '<a href="https://example.com/fees?tier=1#table" rel="noopener">Trading fees' in help_pages.get("/help").text
    response = help_pages.get("/help/articles/fees")

    assert (response.status_code, response.headers["Location"]) == (302, "https://example.com/fees?tier=1#table")


def test_ended_announcement_is_listed_with_its_last_day(world: World, help_pages: TestClient) -> None:
    ended = Article("c", "Campaign", "It ran.", Kind.ANNOUNCEMENT, expires_at=date(2026, 8, 31))
    world.live.knowledge = FakeKnowledge([ended])

    for address in ("/help", "/help/articles/c"):
        assert 'Ended on <time datetime="2026-08-31">31 August 2026</time>' in help_pages.get(address).text


@pytest.mark.parametrize(
    "address", ["/help/articles/nothing", "/help/nothing", "/help/static/../list.html", "/help/static/x"]
)
def test_missing_pages_look_like_the_help_centre(help_pages: TestClient, address: str) -> None:
    response = help_pages.get(address)

    assert response.status_code == 404
    assert "This page does not exist." in response.text
    assert "/widget.js" in response.text


def test_help_centre_without_a_release_asks_to_come_back(world: World, help_pages: TestClient) -> None:
    world.live.error = NoReleaseError(Path("/srv/home"))
    response = help_pages.get("/help")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "No articles yet." in response.text
    assert "/srv/home" not in response.text


def test_pages_allow_no_inline_code_and_load_the_widget(help_pages: TestClient) -> None:
    response = help_pages.get("/help/articles/reset-2fa")

    assert "script-src 'self'; style-src 'self'" in response.headers["Content-Security-Policy"]
    assert '<script async src="/widget.js" data-citedesk data-title="Help Centre"' in response.text
    assert response.text.count("<script") == 1
    assert "style=" not in response.text


def test_style_sheet_may_be_kept_for_ever_under_its_version_only(help_pages: TestClient) -> None:
    page = help_pages.get("/help").text
    address = page.split('<link rel="stylesheet" href="')[1].split('"')[0]

    assert "immutable" in help_pages.get(address).headers["Cache-Control"]
    assert help_pages.get("/help/static/help.css?v=old").headers["Cache-Control"] == "no-cache"
    assert help_pages.get(address).headers["Content-Type"] == "text/css; charset=utf-8"


def test_site_below_a_path_is_linked_below_it(world: World) -> None:
    world.settings = Settings(public_url="https://example.com/support", site_name="Müller & Söhne")
    page = world.client().get("/help/articles/reset-2fa").text

    assert '<link rel="canonical" href="https://example.com/support/help/articles/reset-2fa">' in page
    assert 'src="/support/widget.js"' in page
    assert 'href="/support/help?kind=faq"' in page
    assert "Müller &amp; Söhne" in page


def test_whole_app_serves_the_help_centre_outside_its_api_description(world: World) -> None:
    client = world.client()

    assert client.get("/help/").status_code == 200
    assert not [path for path in client.get("/openapi.json").json()["paths"] if path.startswith("/help")]
    assert ARTICLES[0].title in client.get("/help").text
