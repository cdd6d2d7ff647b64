"""Sending on a bad line: nothing is lost, nothing is doubled, and the customer always knows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.fake_bot import FakeBot
from tests.browser.pages import answered, open_chat, send

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: OpenPage, bot_url: str) -> Page:
    """A strict foreign page with the chat open."""
    page = open_page(f"{bot_url}/host")
    open_chat(page)
    return page


def test_answer_that_breaks_off_is_fetched_again_by_the_same_key(page: Page, bot: FakeBot) -> None:
    send(page, "cut deposit")
    expect(page.locator(".waiting")).to_have_text("Connecting again…")
    expect(page.locator(".sources")).to_be_visible()
    expect(page.locator(".problem")).to_have_count(0)
    expect(page.locator(".question")).to_have_count(1)
    assert len(bot.keys) == 2
    assert len(set(bot.keys)) == 1


def test_server_that_is_away_for_a_moment_costs_nothing_but_time(page: Page, bot: FakeBot) -> None:
    bot.failures = 1
    send(page, "502 deposit")
    expect(page.locator(".waiting")).to_have_text("Connecting again…")
    expect(page.locator(".sources")).to_be_visible()
    assert len(set(bot.keys)) == 1


def test_double_click_and_enter_send_once(page: Page, bot: FakeBot) -> None:
    page.get_by_label("Your question").fill("slow deposit")
    page.evaluate(
        """() => {
            const form = document.querySelector('citedesk-chat').shadowRoot.querySelector('form');
            form.requestSubmit(); form.requestSubmit();
            const enter = new KeyboardEvent('keydown', {key: 'Enter', cancelable: true});
            form.querySelector('textarea').dispatchEvent(enter);
        }"""
    )
    bot.let_go()
    answered(page)
    expect(page.locator(".question")).to_have_count(1)
    assert len(bot.requests) == 1


def test_failed_message_is_marked_and_sent_by_the_same_key_after_a_reload(page: Page, bot: FakeBot) -> None:
    bot.failures = 1
    send(page, "500 deposit")
    expect(page.locator(".question small")).to_have_text("Not sent")
    page.reload()
    expect(page.locator(".question")).to_contain_text("500 deposit")
    expect(page.locator(".question small")).to_have_text("Not sent")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".sources")).to_be_visible()
    expect(page.locator(".question small, .problem")).to_have_count(0)
    assert len(bot.keys) == 2
    assert len(set(bot.keys)) == 1
    page.reload()
    answered(page)
    expect(page.locator(".question")).to_have_count(1)


def test_answer_on_its_way_when_the_page_reloads_arrives_once(page: Page, bot: FakeBot) -> None:
    send(page, "slow deposit me@orrery.example")
    expect(page.locator(".reply")).to_contain_text("A deposit is credited")
    page.reload()
    expect(page.locator(".question")).to_have_count(1)
    bot.let_go()
    expect(page.locator(".sources")).to_be_visible()
    expect(page.locator(".question")).to_have_count(1)
    expect(page.locator(".reply")).to_have_count(1)
    assert len(set(bot.keys)) == 1


def test_answered_message_whose_acknowledgement_was_lost_is_not_shown_twice(page: Page, bot: FakeBot) -> None:
    send(page, "hello")
    answered(page)
    key, text = bot.keys[0], "hello"
    kept = "sessionStorage[Object.keys(sessionStorage).find((name) => name.endsWith('unsent'))]"
    page.evaluate(f"([key, text]) => {kept} = JSON.stringify([{{key, text, failed: false}}])", [key, text])
    page.reload()
    page.wait_for_function(f"() => {kept} === '[]'")
    expect(page.locator(".question")).to_have_count(1)
    expect(page.locator(".reply")).to_have_count(1)
    assert bot.keys == [key, key]


def test_stopped_message_does_not_come_back_after_a_reload(page: Page, bot: FakeBot) -> None:
    send(page, "slow deposit")
    expect(page.locator(".reply")).to_contain_text("A deposit is credited")
    page.get_by_role("button", name="Stop answering").click()
    expect(page.locator(".note")).to_have_text("You stopped this answer.")
    page.reload()
    expect(page.locator(".question")).to_have_count(1)
    expect(page.locator("[aria-busy]")).to_have_count(0)
    assert len(bot.requests) == 1


def test_quota_is_said_kindly_and_leads_to_a_person(page: Page, bot: FakeBot) -> None:
    send(page, "quota please")
    expect(page.locator(".problem")).to_contain_text("A person can still help you.")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    page.locator(".problem").get_by_role("button", name="Talk to a person").click()
    expect(page.locator(".handoff")).to_contain_text("We've asked a person to join.")


def test_server_that_stays_away_is_said_with_a_way_to_retry(page: Page, bot: FakeBot) -> None:
    page.clock.install()

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/v1/chat", refuse)
    send(page, "deposit")
    expect(page.locator(".waiting")).to_have_text("Connecting again…")
    page.clock.fast_forward(1500)
    for _ in range(8):
        page.clock.run_for(5000)
    expect(page.locator(".problem")).to_contain_text("We can't reach the help desk.")
    page.unroute("**/v1/chat")
    page.get_by_role("button", name="Try again").click()
    page.clock.run_for(1000)
    expect(page.locator(".sources")).to_be_visible()


def test_a_file_that_cannot_be_loaded_is_said_and_breaks_nothing(page: Page) -> None:
    page.route("**/widget/menu.js", lambda route: route.abort())
    page.get_by_role("button", name="More").click()
    expect(page.locator(".count")).to_contain_text("We can't reach the help desk.")
    send(page, "deposit")
    expect(page.locator(".sources")).to_be_visible()
