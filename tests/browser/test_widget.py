"""The widget as a customer meets it: asking, reading, checking a quote, and what happens when things go wrong."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.fake_answers import RESET, STEPS
from tests.browser.fake_bot import STARTERS, FakeBot
from tests.browser.pages import answered, hold_the_clock, open_chat, send, until

pytestmark = pytest.mark.browser

RECORD_ANNOUNCEMENTS = """() => {
    const status = document.querySelector('citedesk-chat').shadowRoot.querySelector('[role=status]');
    window.said = [];
    new MutationObserver(() => status.textContent && window.said.push(status.textContent))
        .observe(status, {childList: true, characterData: true, subtree: true});
}"""


@pytest.fixture
def page(open_page: OpenPage, bot_url: str) -> Page:
    """A strict foreign page with the chat open."""
    page = open_page(f"{bot_url}/host")
    open_chat(page)
    return page


def test_launcher_opens_a_labelled_dialog_and_escape_gives_the_focus_back(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host?data-title=Orrery%20support")
    open_chat(page)
    expect(page.get_by_role("dialog", name="Orrery support")).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Open the chat")).to_be_focused()


def test_close_button_closes(page: Page) -> None:
    page.get_by_role("button", name="Close the chat").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_starter_questions_are_the_most_read_and_ask_themselves(page: Page, bot: FakeBot) -> None:
    expect(page.locator(".welcome .choice")).to_have_text(STARTERS)
    page.get_by_role("button", name=STARTERS[1]).click()
    expect(page.locator(".question p")).to_have_text(STARTERS[1])
    expect(page.locator(".welcome")).to_have_count(0)
    expect(page.locator(".reply .sources")).to_be_visible()
    assert [request["message"] for request in bot.requests] == [STARTERS[1]]


def test_greeting_stands_without_starter_questions(open_page: OpenPage, bot: FakeBot, bot_url: str) -> None:
    bot.refuses = {"settings"}
    page = open_page(f"{bot_url}/host")
    open_chat(page)
    expect(page.get_by_role("heading", name="Hi, how can we help?")).to_be_visible()
    expect(page.locator(".choice")).to_have_count(0)


def test_enter_sends_and_shift_enter_and_composing_do_not(page: Page, bot: FakeBot) -> None:
    composer = page.get_by_label("Your question")
    composer.fill("hello")
    page.keyboard.press("Shift+Enter")
    composer.press_sequentially("there")
    composer.evaluate("e => e.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true}))")
    assert bot.requests == []
    page.keyboard.press("Enter")
    expect(page.locator(".reply")).to_have_class(re.compile("answered"))
    assert bot.requests == [{"message": "hello\nthere", "stream": True, "locale": "en"}]
    expect(composer).to_have_value("")


def test_send_is_disabled_while_empty_and_above_the_limit(page: Page, bot: FakeBot) -> None:
    composer, button = page.get_by_label("Your question"), page.get_by_role("button", name="Send")
    expect(button).to_be_disabled()
    composer.fill("   ")
    expect(button).to_be_disabled()
    composer.fill("🪐" * 4000)
    expect(button).to_be_enabled()
    composer.fill("x" * 5000)
    expect(button).to_be_disabled()
    expect(page.locator(".count")).to_have_text("5,000 of 4,000 characters. Please shorten your question.")
    page.keyboard.press("Enter")
    expect(composer).to_have_value("x" * 5000)
    assert bot.requests == []


def test_composer_grows_with_its_text_up_to_a_limit(page: Page) -> None:
    composer = page.get_by_label("Your question")
    heights = []
    for lines in (1, 3, 40):
        composer.fill("\n".join(["line"] * lines))
        heights.append(composer.evaluate("e => e.clientHeight"))
    assert heights[0] < heights[1] < heights[2] < 160


def test_text_is_shown_while_it_streams_and_announced_once(page: Page, bot: FakeBot) -> None:
    page.evaluate(RECORD_ANNOUNCEMENTS)
    send(page, "slow deposit")
    expect(page.locator(".reply")).to_contain_text("A deposit is credited")
    expect(page.locator(".reply")).not_to_contain_text("stable again")
    expect(page.locator(".reply")).to_have_attribute("aria-busy", "true")
    assert page.evaluate("window.said") == []
    bot.let_go()
    expect(page.locator(".reply")).to_contain_text("stable again")
    expect(page.locator(".reply")).not_to_have_attribute("aria-busy", "true")
    (said,) = page.evaluate("window.said")
    assert said.startswith("A deposit is credited after")
    assert said.endswith("until it is stable again. 2 sources.")
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "off")


def test_a_waiting_customer_sees_that_work_goes_on(page: Page, bot: FakeBot) -> None:
    send(page, "wait deposit")
    expect(page.locator(".waiting")).to_have_text("Looking through the help articles…")
    bot.let_go()
    expect(page.locator(".waiting")).to_have_count(0)


def test_stop_keeps_what_had_come_and_lets_the_server_go(page: Page, bot: FakeBot) -> None:
    send(page, "slow deposit")
    expect(page.locator(".reply")).to_contain_text("A deposit is credited")
    page.get_by_role("button", name="Stop answering").click()
    expect(page.locator(".note")).to_have_text("You stopped this answer.")
    expect(page.locator(".reply")).to_contain_text("A deposit is credited")
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    send(page, "hello")
    expect(page.locator(".reply").last).to_contain_text("Hello!")
    until(page, lambda: bot.left == ["slow deposit"])


def test_a_question_asked_while_an_answer_comes_waits_in_the_input(page: Page, bot: FakeBot) -> None:
    send(page, "slow deposit")
    expect(page.locator(".reply")).to_contain_text("A deposit is credited")
    page.evaluate("document.querySelector('citedesk-chat').ask('And then?')")
    expect(page.get_by_label("Your question")).to_have_value("And then?")
    page.keyboard.press("Enter")
    assert len(bot.requests) == 1


def test_window_and_conversation_come_back_after_a_reload_in_silence(page: Page, bot: FakeBot) -> None:
    send(page, "how do i reset 2fa?")
    expect(page.locator(".sources")).to_have_count(1)
    send(page, "withdraw?")
    expect(page.locator(".choice")).to_have_count(5)
    answered(page, 2)
    before = page.locator(".log").inner_text()
    page.reload()
    expect(page.locator(".reply.clarify")).to_be_visible()
    until(page, lambda: page.locator(".log").inner_text() == before)
    expect(page.locator(".question").last).to_be_in_viewport()
    expect(page.locator(".welcome, [aria-busy]")).to_have_count(0)
    expect(page.locator(".mark")).to_have_count(len(STEPS))
    expect(page.get_by_role("status")).to_be_empty()
    page.get_by_role("button", name="How do I cancel a withdrawal?").click()
    expect(page.locator(".question")).to_have_count(3)
    assert [request.get("conversation_id") for request in bot.requests] == [None, "c1", "c1"]


def test_question_asked_by_the_page_comes_after_what_was_said_before(page: Page, bot: FakeBot) -> None:
    send(page, "hello")
    expect(page.locator(".reply")).to_contain_text("Hello!")
    page.reload()
    page.evaluate("citedesk('ask', 'deposit')")
    expect(page.locator(".reply .sources")).to_have_count(1)
    expect(page.locator(".question p")).to_have_text(["hello", "deposit"])
    expect(page.locator(".reply").first).to_contain_text("Hello!")


def test_conversation_that_is_gone_after_a_reload_is_not_carried_on(page: Page, bot: FakeBot) -> None:
    send(page, "hello")
    expect(page.locator(".reply")).to_contain_text("Hello!")
    bot.forgotten = {"c1"}
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()
    send(page, "hello again")
    expect(page.locator(".reply")).to_contain_text("Hello!")
    assert [request.get("conversation_id") for request in bot.requests] == [None, None]


def test_a_conversation_that_the_server_forgot_starts_anew(page: Page, bot: FakeBot) -> None:
    send(page, "hello")
    expect(page.locator(".reply")).to_contain_text("Hello!")
    bot.forgotten = {"c1"}
    send(page, "hello again")
    expect(page.locator(".reply").last).to_contain_text("Hello!")
    assert [request.get("conversation_id") for request in bot.requests] == [None, "c1", None]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("500 please", "Something went wrong on our side."),
        ("422 please", "This question could not be taken."),
        ("break deposit", "The answer broke off before it was complete."),
        ("cut deposit twice", "The answer broke off before it was complete."),
    ],
)
def test_failure_is_said_kindly_and_retry_does_not_double_it(
    page: Page, bot: FakeBot, question: str, words: str
) -> None:
    bot.failures = 1
    send(page, question)
    expect(page.locator(".problem")).to_contain_text(words)
    expect(page.locator(".problem")).not_to_contain_text("0x1f")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".reply")).to_have_class(re.compile("answered"))
    expect(page.locator(".problem")).to_have_count(0)
    expect(page.locator(".question")).to_have_count(1)
    assert {request["message"] for request in bot.requests} == {question}
    assert len(set(bot.keys)) == 1


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("429 please", "A lot of messages are coming in right now. Please try again in 1 second."),
        ("503 please", "Something went wrong on our side."),
    ],
)
def test_server_that_cannot_answer_yet_says_why_and_when_to_come_back(
    page: Page, bot: FakeBot, question: str, words: str
) -> None:
    bot.failures = 1
    hold_the_clock(page)
    send(page, question)
    expect(page.locator(".problem")).to_contain_text(words)
    expect(page.get_by_role("button", name="Try again in")).to_be_disabled()
    page.clock.run_for(1000)
    page.get_by_role("button", name="Try again", exact=True).click()
    expect(page.locator(".reply")).to_have_class(re.compile("answered"))


def test_lost_network_is_said_and_the_message_goes_out_when_it_is_back(page: Page) -> None:
    page.context.set_offline(True)
    send(page, "hello")
    expect(page.locator(".problem")).to_contain_text("You're offline. Your message is kept")
    page.context.set_offline(False)
    expect(page.locator(".reply")).to_contain_text("Hello!")
    expect(page.locator(".question")).to_have_count(1)


def test_reader_who_scrolled_up_is_not_pulled_down(page: Page, bot: FakeBot) -> None:
    for count in range(3):
        send(page, RESET)
        expect(page.locator(".sources")).to_have_count(count + 1)
    send(page, "slow deposit")
    expect(page.locator(".reply").last).to_contain_text("A deposit is credited")
    page.locator(".log").evaluate("e => e.scrollTo(0, 0)")
    bot.let_go()
    expect(page.locator(".sources")).to_have_count(4)
    assert page.locator(".log").evaluate("e => e.scrollTop") == 0


def test_question_of_a_new_answer_stays_in_sight(open_page: OpenPage, bot_url: str) -> None:
    page = open_page(f"{bot_url}/host", {"width": 390, "height": 480})
    open_chat(page)
    for count in range(3):
        send(page, RESET)
        expect(page.locator(".sources")).to_have_count(count + 1)
    expect(page.locator(".question").last).to_be_in_viewport(ratio=1)
