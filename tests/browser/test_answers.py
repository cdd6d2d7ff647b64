"""An answer as a customer reads it: steps, tables, marks and their quotes, sources, and what comes next."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.fake_answers import RESET, STEPS
from tests.browser.fake_bot import FakeBot
from tests.browser.pages import open_chat, send

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: OpenPage, bot_url: str) -> Page:
    """A strict foreign page with the chat open."""
    page = open_page(f"{bot_url}/host")
    open_chat(page)
    return page


def test_steps_are_a_list_and_each_carries_its_mark(page: Page) -> None:
    send(page, "How do I reset 2FA?")
    items = page.locator(".reply .text ol > li")
    expect(items).to_have_count(len(STEPS))
    expect(items.first).to_contain_text("Enter your e-mail address and password on the log-in screen.")
    expect(page.locator(".reply ol > li .mark")).to_have_text(["1"] * len(STEPS))
    expect(page.locator(".reply strong")).to_have_text("log-in screen")


def test_sources_are_numbered_chips_that_open_the_article_at_the_quote(page: Page) -> None:
    send(page, "deposit")
    chips = page.locator("a.source")
    expect(chips).to_have_count(2)
    expect(chips.nth(0)).to_contain_text("1How many confirmations does my deposit need?FAQ · Updated today")
    expect(chips.nth(1)).to_contain_text("2Why is my deposit suspended?Announcement · Updated 2 years ago")
    expect(page.locator(".mark")).to_have_text(["1", "2"])
    assert re.search(r"/help/articles/suspended\?quote=10-\d+#quote$", chips.nth(1).get_attribute("href") or "")
    assert chips.nth(1).get_attribute("rel") == "noopener noreferrer"
    with page.context.expect_page() as opened:
        chips.nth(1).click()
    assert "/help/articles/suspended" in opened.value.url


def test_dates_are_told_in_words(page: Page) -> None:
    send(page, "How do I reset 2FA?")
    expect(page.locator(".source-details")).to_have_text("FAQ · Updated 7 months ago")


def test_quote_stays_when_its_focused_mark_is_scrolled_into_sight(page: Page) -> None:
    for _ in range(3):
        send(page, "How do I reset 2FA?")
        expect(page.locator(".reply:not([aria-busy])").last).to_be_visible()
        expect(page.get_by_role("button", name="Send")).to_be_visible()
    page.locator(".mark").first.focus()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.wait_for_function("document.querySelector('citedesk-chat').shadowRoot.querySelector('.log').scrollTop < 100")
    expect(page.get_by_role("tooltip")).to_be_visible()


def test_table_scrolls_inside_and_keeps_its_columns(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host", {"width": 320, "height": 600})
    open_chat(page)
    send(page, "confirmations")
    expect(page.locator(".reply th")).to_have_count(4)
    expect(page.locator(".reply tbody tr")).to_have_count(2)
    expect(page.locator(".reply tbody .mark")).to_have_count(2)
    assert page.locator(".reply .scroll").evaluate("e => e.scrollWidth > e.clientWidth")
    assert page.locator(".log").evaluate("e => e.scrollWidth <= e.clientWidth")


def test_mark_shows_its_quote_on_hover_and_on_focus(page: Page) -> None:
    send(page, "deposit")
    quote = page.get_by_role("tooltip")
    page.locator(".mark").nth(1).hover()
    expect(quote).to_contain_text("Why is my deposit suspended?")
    expect(quote).to_contain_text("deposits on it are suspended until it is stable again.")
    expect(quote.get_by_role("link", name="Open the article")).to_have_attribute(
        "href", re.compile("suspended.*#quote$")
    )
    page.mouse.move(5, 5)
    expect(quote).to_be_hidden()
    page.locator(".mark").first.focus()
    expect(quote).to_contain_text("A deposit is credited after the network has confirmed it.")
    assert page.locator(".mark").first.get_attribute("aria-describedby") == "quote"
    page.keyboard.press("Escape")
    expect(quote).to_be_hidden()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_first_tap_on_a_mark_shows_the_quote_and_the_second_opens_it(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host", PHONE, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Open the chat").tap()
    send(page, "deposit")
    page.locator(".mark").first.tap()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert len(page.context.pages) == 1
    with page.context.expect_page():
        page.locator(".mark").first.tap()


def test_clarify_offers_titles_that_ask_themselves(page: Page, bot: FakeBot) -> None:
    send(page, "withdraw?")
    expect(page.locator(".reply")).to_contain_text("Which of these do you mean?")
    page.get_by_role("button", name="How do I cancel a withdrawal?").click()
    expect(page.locator(".question").last).to_contain_text("How do I cancel a withdrawal?")
    expect(page.locator(".reply").last).to_have_class(re.compile("answered"))
    assert bot.requests[-1] == {
        "message": "How do I cancel a withdrawal?",
        "conversation_id": "c1",
        "stream": True,
        "locale": "en",
    }


def test_abstention_names_nearby_articles_as_such_and_a_next_step(page: Page, bot_url: str) -> None:
    send(page, "Is there a moon?")
    expect(page.locator(".reply .text")).to_have_text(
        "I couldn't find an article that answers this. A colleague can help you."
    )
    expect(page.locator(".reply .label")).to_have_text("May be related")
    expect(page.locator(".reply .related")).to_have_count(2)
    expect(page.locator(".reply a.related").first).to_have_attribute("href", f"{bot_url}/help/articles/0")
    search = page.get_by_role("link", name="Search the help centre")
    expect(search).to_have_attribute("href", f"{bot_url}/help?q=Is%20there%20a%20moon%3F")
    expect(page.locator(".sources")).to_have_count(0)


def test_follow_ups_ask_themselves(page: Page, bot: FakeBot) -> None:
    send(page, RESET)
    page.get_by_role("button", name="Can I withdraw after a reset?").click()
    expect(page.locator(".question")).to_have_count(2)
    expect(page.locator(".reply").last).to_have_class(re.compile("answered"))
    assert bot.requests[-1]["message"] == "Can I withdraw after a reset?"


def test_marks_stand_after_their_sentences_where_links_were_mended(page: Page) -> None:
    send(page, "keys")
    expect(page.locator(".mark")).to_have_count(3)
    expect(page.locator(".reply .text")).to_have_text(
        "Please create a key.\u20601 Press <kbd>F5</kbd>, then confirm\u20601 That is all.\u20601"
    )
    expect(page.get_by_role("link", name="create a key")).to_have_attribute("href", "https://a.example/k.html")


def test_abstention_leads_to_a_person(page: Page) -> None:
    send(page, "person")
    person = page.get_by_role("link", name="talk to a person")
    expect(person).to_have_attribute("href", "mailto:help@orrery.example")
