"""Customer and agent, each in a browser of their own: from the question to the answer, and who else is there."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import until
from tests.browser.real.bots import AGENT_KEY, Bot
from tests.browser.real.chat import ABSTAINED, ask, open_chat, write
from tests.browser.real.conftest import ServeBot, Visitors
from tests.patience import PATIENCE_SECONDS, TRIES

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
TWO_QUESTIONS = "How long does a 2FA reset take, and what are the withdrawal fees?"


@pytest.fixture
def bot(serve_bot: ServeBot) -> Bot:
    """A bot with two accounts and an empty inbox."""
    return with_accounts(serve_bot())


def with_accounts(bot: Bot) -> Bot:
    """The bot, with an account for Lena, an admin, and one for Omar."""
    for name, role in (("Lena", "admin"), ("Omar", "agent")):
        account = {"email": f"{name.lower()}@orrery.example", "name": name, "role": role, "password": PASSWORD}
        headers = {"Authorization": f"Bearer {AGENT_KEY}"}
        httpx.post(
            f"{bot.url}/v1/agent/team", json=account, headers=headers, timeout=PATIENCE_SECONDS
        ).raise_for_status()
    return bot


@pytest.fixture
def customer(visitors: Visitors, bot: Bot) -> Page:
    """A customer who waits for a person, with two questions."""
    page = visitors.visit(bot)
    open_chat(page)
    ask(page, ABSTAINED)
    page.locator(".reply.abstained").get_by_role("button", name="Talk to a person").click()
    expect(page.locator(".handoff")).to_contain_text("We've asked a person to join.")
    write(page, TWO_QUESTIONS)
    expect(page.locator(".question").last).to_contain_text(TWO_QUESTIONS)
    return page


def sign_in(visitors: Visitors, bot: Bot, name: str) -> Page:
    """The inbox of the agent of that name."""
    page = visitors.context().new_page()
    page.goto(f"{bot.url}/console")
    page.get_by_label("E-mail").fill(f"{name}@orrery.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{bot.url}/console")
    return page


def open_first(page: Page) -> None:
    """Opens the first conversation by keys."""
    page.locator(".conversation").first.wait_for()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator(".talk-head").wait_for()


def outcomes(bot: Bot) -> list[str]:
    """What became of the drafts; it is kept after the message has gone out."""
    return [outcome for (outcome,) in bot.rows("SELECT outcome FROM suggestions WHERE outcome IS NOT NULL")]


def test_edited_draft_reaches_the_customer(visitors: Visitors, bot: Bot, customer: Page) -> None:
    agent = sign_in(visitors, bot, "lena")
    open_first(agent)
    expect(agent.locator(".draft").first).to_be_visible()
    expect(agent.locator(".online").first).to_be_visible()
    agent.keyboard.press("1")
    agent.keyboard.press("e")
    agent.keyboard.press("Control+End")
    agent.keyboard.type("\n\nHave a good day!")
    expect(customer.get_by_text("Lena is typing…")).to_be_visible()
    agent.keyboard.press("Control+Enter")
    expect(customer.locator(".message.agent")).to_contain_text("Have a good day!")
    expect(customer.locator(".handoff")).to_contain_text("Lena has joined")
    expect(agent.locator(".move").last).to_contain_text("Lena took over")
    until(agent, lambda: outcomes(bot) == ["edited"])


def test_what_an_agent_writes_is_there_within_a_second(visitors: Visitors, bot: Bot, customer: Page) -> None:
    agent = sign_in(visitors, bot, "lena")
    open_first(agent)

    def seconds(count: int) -> float:
        agent.keyboard.press("r")
        agent.keyboard.type(f"Message {count}")
        agent.keyboard.press("Control+Enter")
        sent = time.monotonic()
        expect(customer.locator(".message.agent")).to_have_count(count)
        spent = time.monotonic() - sent
        expect(agent.get_by_label("Reply to the customer")).to_have_value("")
        agent.keyboard.press("Escape")
        return spent

    assert any(seconds(count) < 1 for count in range(1, TRIES + 1))


def test_what_the_customer_writes_reaches_the_agent_as_it_happens(visitors: Visitors, bot: Bot, customer: Page) -> None:
    agent = sign_in(visitors, bot, "lena")
    open_first(agent)
    customer.get_by_role("textbox", name="Your question").press_sequentially("Thank")
    expect(agent.get_by_text("is typing…")).to_be_visible()
    write(customer, "Thank you. Is the fee paid back, too?")
    expect(agent.locator(".entry.customer").last).to_contain_text("Is the fee paid back, too?")
    expect(agent.locator(".conversation .preview").first).to_contain_text("Is the fee paid back, too?")


def test_two_agents_never_answer_the_same_customer_unaware(visitors: Visitors, bot: Bot, customer: Page) -> None:
    visitors.expect("409")
    lena, omar = sign_in(visitors, bot, "lena"), sign_in(visitors, bot, "omar")
    for agent in (lena, omar):
        open_first(agent)
    expect(lena.get_by_text("Omar has this open too")).to_be_visible()
    omar.keyboard.press("r")
    omar.keyboard.type("I am on it.")
    expect(lena.get_by_text("Omar is writing to this customer")).to_be_visible()
    lena.keyboard.press("t")
    expect(lena.locator(".move").last).to_contain_text("Lena took over")
    omar.keyboard.press("Control+Enter")
    expect(omar.get_by_role("alert")).to_contain_text("Lena")
    expect(customer.locator(".message.agent")).to_have_count(0)
    omar.get_by_role("button", name="Send anyway").click()
    expect(customer.locator(".message.agent")).to_contain_text("I am on it.")
    expect(lena.get_by_label("Assigned to").locator("option:checked")).to_have_text("Omar")


def test_no_agent_decides_over_what_they_have_not_seen(visitors: Visitors, bot: Bot, customer: Page) -> None:
    visitors.expect("409", "ERR_FAILED")
    lena, omar = sign_in(visitors, bot, "lena"), sign_in(visitors, bot, "omar")
    lena.add_init_script("delete window.SharedWorker")
    lena.route("**/v1/agent/events", lambda route: route.abort())  # she hears of nothing
    lena.reload()
    for agent in (lena, omar):
        open_first(agent)
    omar.keyboard.press("t")
    expect(omar.locator(".move").last).to_contain_text("Omar took over")
    lena.keyboard.press("t")
    expect(lena.get_by_role("alert")).to_contain_text("Not taken over. Omar has taken it.")
    lena.get_by_role("button", name="Take over anyway").click()
    expect(lena.locator(".move").last).to_contain_text("Lena took over")
    write(customer, "Wait, one more thing!")
    expect(omar.locator(".entry.customer").last).to_contain_text("one more thing")
    lena.get_by_role("button", name="Close", exact=True).click()
    expect(lena.get_by_role("alert")).to_contain_text("Not closed. The customer has written since.")
    expect(lena.get_by_role("alert")).to_contain_text("one more thing")
    lena.get_by_role("button", name="Close it anyway").click()
    expect(lena.locator(".talk-head")).to_contain_text("Closed")
    expect(omar.locator(".talk-head")).to_contain_text("Closed")


def test_note_never_reaches_the_customer_and_the_bot_answers_again(
    visitors: Visitors, bot: Bot, customer: Page
) -> None:
    agent = sign_in(visitors, bot, "lena")
    open_first(agent)
    agent.keyboard.press("n")
    agent.keyboard.type("A xylophonic customer.")
    agent.keyboard.press("Control+Enter")
    expect(agent.locator(".entry.note")).to_contain_text("A xylophonic customer.")
    agent.get_by_role("button", name="More").click()
    agent.get_by_role("button", name="Return to the bot").click()
    expect(customer.locator(".handoff")).to_contain_text("The assistant answers again.")
    assert "xylophonic" not in customer.locator("citedesk-chat .log").inner_text()
    agent.get_by_role("button", name="Waiting").click()
    agent.get_by_role("searchbox").fill("withdrawal fees")
    agent.get_by_role("button", name="Look in all conversations").click()
    expect(agent.locator(".conversation mark").first).to_be_visible()


def test_agent_changes_their_password(visitors: Visitors, bot: Bot) -> None:
    visitors.expect("403")
    agent = sign_in(visitors, bot, "omar")
    agent.get_by_role("button", name="Account: Omar").click()
    agent.get_by_role("button", name="Change password").click()
    agent.get_by_label("Current password").fill("not this one")
    agent.get_by_label("New password").fill("even more correct horses")
    agent.get_by_role("button", name="Change", exact=True).click()
    expect(agent.get_by_role("alert")).to_contain_text("The current password is wrong.")
    agent.get_by_label("Current password").fill(PASSWORD)
    agent.get_by_role("button", name="Change", exact=True).click()
    expect(agent.get_by_text("Your password is changed.")).to_be_visible()


def test_inserted_draft_is_sent_by_keys_alone(visitors: Visitors, bot: Bot, customer: Page) -> None:
    agent = sign_in(visitors, bot, "lena")
    open_first(agent)
    expect(agent.locator(".draft").first).to_be_visible()
    agent.keyboard.press("1")
    agent.keyboard.press("Control+Enter")
    expect(customer.locator(".message.agent")).to_be_visible()
    until(agent, lambda: outcomes(bot) == ["accepted"])


def test_deletions_and_a_removal_are_told_to_open_consoles_at_once(
    visitors: Visitors, bot: Bot, customer: Page
) -> None:
    visitors.expect("401", "404")
    agent = sign_in(visitors, bot, "omar")
    open_first(agent)
    number = int(parse_qs(urlsplit(agent.url).query)["c"][0])
    conversation_id = bot.rows(f"SELECT id FROM conversations WHERE number = {number}")[0][0]
    httpx.delete(f"{bot.url}/v1/conversations/{conversation_id}", timeout=PATIENCE_SECONDS).raise_for_status()
    expect(agent.get_by_role("heading", name="This conversation was deleted")).to_be_visible()
    expect(agent.locator(".conversation")).to_have_count(0)

    key = {"Authorization": f"Bearer {AGENT_KEY}"}
    team = httpx.get(f"{bot.url}/v1/agent/team", headers=key, timeout=PATIENCE_SECONDS).json()
    (omar,) = (one["number"] for one in team if one["name"] == "Omar")
    httpx.delete(f"{bot.url}/v1/agent/team/{omar}", headers=key, timeout=PATIENCE_SECONDS).raise_for_status()
    agent.get_by_role("dialog", name="Your account was removed").get_by_role("button", name="Leave").click()
    agent.wait_for_url(f"{bot.url}/console/sign-in")
