from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from starlette.staticfiles import StaticFiles

from tests.browser.conftest import serving
from tests.chromium import PATIENCE_MS
from tests.helpdesks.conftest import Citedesk, Serve
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.browser
APP = Path(__file__).parents[2] / "bot" / "web" / "zendesk"
SDK = Path(__file__).with_name("fake_zaf.js").read_text("utf-8")
CUSTOMER, AGENT = 11, 22
SECRET_NOTE = "This customer is under investigation"


def comment(author: int, text: str, public: bool = True) -> dict[str, Any]:
    return {"author_id": author, "plain_body": text, "body": text, "public": public}


COMMENTS = [
    comment(CUSTOMER, "Hello, how do I reset my two-factor authentication? And what are the trading fees?"),
    comment(AGENT, SECRET_NOTE, public=False),
]


class Sidebar:
    """The app in Chromium, and the requests that Zendesk's proxy made for it."""

    def __init__(self, page: Page) -> None:
        self.page, self.requests, self.fails_with = page, list[tuple[str, Any, dict[str, str]]](), 0

    def proxy(self, options_json: str) -> dict[str, Any]:
        options = json.loads(options_json)
        headers = options.get("headers", {}) if options.get("secure") else {}
        filled = {name: value.replace("{{setting.authorization}}", "Basic abc") for name, value in headers.items()}
        self.requests.append((options["url"], json.loads(options["data"]), filled))
        if self.fails_with:
            return {"status": self.fails_with, "body": "{}"}
        content_type = {"Content-Type": options["contentType"]}
        reply = httpx.post(options["url"], content=options["data"], headers=content_type, timeout=PATIENCE_SECONDS)
        return {"status": reply.status_code, "body": reply.text}

    def zendesk(self, name: str) -> Any:
        return self.page.evaluate(f"ZENDESK.{name}")


OpenSidebar = Callable[..., Sidebar]


@pytest.fixture
def citedesk(serve: Serve) -> Citedesk:
    return serve()


@pytest.fixture
def sidebar(browser: Browser, citedesk: Citedesk) -> Iterator[OpenSidebar]:
    """Opens the app for a ticket with the comments given; what its page complains of fails the test."""
    complaints: list[str] = []
    with ExitStack() as stack:
        address = stack.enter_context(serving(StaticFiles(directory=APP)))

        def open_(comments: list[dict[str, Any]] = COMMENTS, fails_with: int = 0, **more: Any) -> Sidebar:
            context = browser.new_context(viewport={"width": 340, "height": 900})
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            sidebar = Sidebar(page)
            sidebar.fails_with = fails_with
            users = [{"id": CUSTOMER, "role": "end-user"}, {"id": AGENT, "role": "agent"}]
            data = {"ticket.id": 5, "ticket.requester.id": CUSTOMER, "ticket.comment.text": "", "colorScheme": "light"}
            state = {
                "settings": {"address": f"{citedesk.url}/", "sends_authorization": False},
                "data": {**data, "ticket.comment.type": "publicReply"},
                "pages": [{"comments": comments, "users": users, "meta": {"has_more": False}}],
                "asked": [],
                "invoked": [],
                **more,
            }
            page.add_init_script(f"window.ZENDESK = {json.dumps(state)}")
            page.expose_function("zendeskProxy", sidebar.proxy)
            page.route(
                "https://static.zdassets.com/**", lambda route: route.fulfill(body=SDK, content_type="text/javascript")
            )
            page.goto(f"{address}/assets/iframe.html")
            return sidebar

        yield open_
    assert complaints == []


def test_drafts_are_shown_inserted_and_what_was_sent_is_reported(sidebar: OpenSidebar, citedesk: Citedesk) -> None:
    app = sidebar()
    first = app.page.locator(".draft").first
    expect(first).to_contain_text("% sure")
    expect(first.locator("ol a").first).to_have_attribute("href", re.compile(re.escape(f"{citedesk.url}/help/")))
    first.get_by_role("button", name="Insert").click()
    expect(app.page.get_by_role("status")).to_contain_text("The draft is in the reply")
    text = first.locator(".text").text_content()
    assert ["ticket.comment.appendText", text] in app.zendesk("invoked")

    app.page.evaluate("zendeskEvent('ticket.save').then(() => zendeskEvent('ticket.submit.done'))")
    citedesk._wait_for(lambda: citedesk.rows("SELECT outcome FROM suggestions WHERE outcome = 'accepted'") != [])


def test_edited_reply_is_reported(sidebar: OpenSidebar, citedesk: Citedesk) -> None:
    app = sidebar()
    app.page.get_by_role("button", name="Insert draft 1").click()
    expect(app.page.get_by_role("status")).to_contain_text("The draft is in the reply")
    app.page.evaluate("ZENDESK.data['ticket.comment.text'] += '<p>Best wishes, Kim</p>'")
    app.page.evaluate("zendeskEvent('ticket.save').then(() => zendeskEvent('ticket.submit.done'))")
    citedesk._wait_for(lambda: citedesk.rows("SELECT outcome FROM suggestions WHERE outcome = 'edited'") != [])


def test_rejected_draft_is_reported_and_goes(sidebar: OpenSidebar, citedesk: Citedesk) -> None:
    app = sidebar()
    app.page.get_by_role("button", name="Reject draft 1").click()

    expect(app.page.get_by_role("button", name="Reject draft 1")).to_have_count(0)
    citedesk._wait_for(lambda: citedesk.rows("SELECT outcome FROM suggestions WHERE outcome = 'rejected'") != [])


def test_private_comments_stay_in_zendesk(sidebar: OpenSidebar) -> None:
    app = sidebar()
    expect(app.page.locator(".draft").first).to_be_visible()

    (url, body, headers), *_ = app.requests
    assert url.endswith("/v1/suggest")
    assert [message["role"] for message in body["messages"]] == ["user"]
    assert SECRET_NOTE not in json.dumps(app.requests)
    assert headers == {}


def test_internal_note_is_not_reported_as_what_the_customer_got(sidebar: OpenSidebar) -> None:
    app = sidebar()
    app.page.get_by_role("button", name="Insert draft 1").click()
    expect(app.page.get_by_role("status")).to_contain_text("The draft is in the reply")
    app.page.evaluate("ZENDESK.data['ticket.comment.type'] = 'internalNote'")
    app.page.evaluate("zendeskEvent('ticket.save').then(() => zendeskEvent('ticket.submit.done'))")
    expect(app.page.get_by_role("status")).to_contain_text("from your help centre")

    assert not any("outcome" in url for url, _, _ in app.requests)


@pytest.mark.parametrize(("status", "words"), [(429, "in a minute"), (500, "answered 500"), (503, "no articles yet")])
def test_errors_are_told_and_can_be_tried_again(sidebar: OpenSidebar, status: int, words: str) -> None:
    app = sidebar(fails_with=status)
    expect(app.page.get_by_role("status")).to_contain_text(words)

    app.fails_with = 0
    app.page.get_by_role("button", name="Suggest again").click()
    expect(app.page.locator(".draft").first).to_be_visible()


def test_secure_setting_is_sent_by_the_proxy_alone(sidebar: OpenSidebar, citedesk: Citedesk) -> None:
    app = sidebar(settings={"address": citedesk.url, "sends_authorization": True})
    expect(app.page.locator(".draft").first).to_be_visible()

    assert app.requests[0][2] == {"Authorization": "Basic abc"}


def test_ticket_without_an_editor_or_a_customers_word_says_so(sidebar: OpenSidebar) -> None:
    silent = sidebar([comment(AGENT, "Only a note", public=False)])
    expect(silent.page.get_by_role("status")).to_have_text("The customer has not written anything yet.")
    app = sidebar(hasNoEditor=True)
    app.page.get_by_role("button", name="Insert draft 1").click()
    expect(app.page.get_by_role("status")).to_contain_text("did not take the draft")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sidebar_is_free_of_what_axe_finds(sidebar: OpenSidebar, scheme: str, tmp_path: Path) -> None:
    app = sidebar()
    expect(app.page.locator(".draft").first).to_be_visible()
    app.page.evaluate(f"zendeskEvent('colorScheme.changed', '{scheme}')")

    app.page.screenshot(path=tmp_path / "zendesk.png", full_page=True)
    found = Axe().run(app.page)
    assert [violation["id"] for violation in found.response["violations"]] == []


def test_manifest_and_translations_belong_together() -> None:
    manifest = json.loads((APP / "manifest.json").read_text("utf-8"))
    words = json.loads((APP / "translations" / "en.json").read_text("utf-8"))["app"]

    assert {parameter["name"] for parameter in manifest["parameters"]} == set(words["parameters"])
    assert (APP / manifest["location"]["support"]["ticket_sidebar"]["url"]).is_file()
