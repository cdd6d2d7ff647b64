"""A whole conversation on a foreign page with the strictest content policy, over the sample help centre."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.real.bots import Bot
from tests.browser.real.chat import ABSTAINED, ANSWERED, CLARIFIED, ask, open_chat, questions, settled, token
from tests.browser.real.conftest import ServeBot, Visitors
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("query", [{}, {"trusted": "yes"}], ids=["strict", "trusted types"])
def test_customer_gets_answers_on_a_strict_foreign_page(visitors: Visitors, bot: Bot, query: dict[str, str]) -> None:
    page = visitors.visit(bot, query=query)
    open_chat(page)
    page.locator(".welcome .choice").first.click()
    settled(page)
    expect(page.locator(".reply.answered .mark").first).to_be_visible()
    ask(page, ANSWERED)
    page.locator(".reply").last.locator(".choice").first.click()
    settled(page)
    expect(page.locator(".reply.answered")).to_have_count(3)
    ask(page, ABSTAINED)
    nothing = page.locator(".reply.abstained")
    expect(nothing.locator("a.related").first).to_have_attribute("href", re.compile(rf"^{bot.url}/help/articles/"))
    expect(nothing.get_by_role("button", name="Talk to a person")).to_be_visible()
    assert bot.said(token(page)) == questions(page)


def test_choice_of_what_was_meant_is_answered(visitors: Visitors, bot: Bot) -> None:
    page = visitors.visit(bot)
    open_chat(page)
    ask(page, CLARIFIED)
    choice = page.locator(".reply.clarify .choice").first
    title = choice.inner_text().strip()
    choice.click()
    settled(page)
    assert questions(page) == [CLARIFIED, title]
    expect(page.locator(".reply.answered .mark").first).to_be_visible()


def test_mark_quotes_the_article_and_its_link_opens_it_there(visitors: Visitors, bot: Bot) -> None:
    page = visitors.visit(bot)
    open_chat(page)
    ask(page, ANSWERED)
    mark = page.locator(".reply .mark").first
    mark.hover()
    quote = page.get_by_role("tooltip")
    expect(quote).to_be_visible()
    words = " ".join(quote.locator("blockquote").inner_text().split())
    with page.context.expect_page() as opened:
        quote.get_by_role("link", name="Open the article").click()
    article = opened.value
    expect(article.locator("#quote mark, mark").first).to_be_in_viewport()
    marked = " ".join(" ".join(article.locator("mark").all_inner_texts()).split())
    assert marked.split()[:8] == words.split()[:8]
    chip = page.locator("a.source").first
    expect(chip).to_contain_text(re.compile(r"FAQ · Updated (\d+|last|this|today)"))
    assert httpx.get(str(chip.get_attribute("href")), timeout=PATIENCE_SECONDS).status_code == 200


def test_page_of_an_unknown_origin_gets_nothing_but_a_reason(
    visitors: Visitors, serve_bot: ServeBot, site_origin: str
) -> None:
    bot = serve_bot(allowed_origins=())
    visitors.expect("CITEDESK_ALLOWED_ORIGINS", "CORS policy", "Failed to load resource")
    page = visitors.context().new_page()
    with page.expect_event("console", lambda line: "CITEDESK_ALLOWED_ORIGINS" in line.text) as told:
        page.goto(visitors.address(bot))
    assert told.value.type == "error"
    assert site_origin in told.value.text
    expect(page.get_by_role("button", name="Open the chat")).to_have_count(0)
    fetched = page.evaluate(f"fetch('{bot.url}/v1/chat', {{method: 'POST', body: '{{}}'}}).catch(String)")
    assert "Failed to fetch" in fetched
    headers = {"Origin": site_origin}
    refused = httpx.post(f"{bot.url}/v1/chat", json={"message": "hi"}, headers=headers, timeout=PATIENCE_SECONDS)
    assert refused.status_code == 403
    assert "access-control-allow-origin" not in refused.headers
    assert bot.rows("SELECT * FROM messages") == []


def test_demo_page_of_the_bot_itself_needs_no_allowance(open_page: OpenPage, serve_bot: ServeBot) -> None:
    page = open_page(serve_bot(allowed_origins=()).url)
    open_chat(page)
    ask(page, ANSWERED)
    expect(page.locator(".reply.answered .mark").first).to_be_visible()
