"""Articles, customers and agents that try to run something, to mislead or to break the layout."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.settings import Settings
from bot.wiring import open_live
from corpus.article import Article, Kind
from embeddings.encoder import PassageEncoder
from embeddings.model_files import ModelFiles
from tests.browser.conftest import PHONE
from tests.browser.real.bots import Bot, served, settings_of
from tests.browser.real.chat import ask, open_chat, questions, settled, token, write
from tests.browser.real.conftest import Visitors
from tests.embeddings.builders import publisher

pytestmark = pytest.mark.browser

RUNS = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=2>",
    "<svg onload=window.pwned=3></svg>",
    "<iframe srcdoc='<script>parent.pwned=4</script>'></iframe>",
    "[press here](javascript:window.pwned=5)",
    "[press here](JaVa&#115;cript:window.pwned=6)",
    '![a](x" onerror="window.pwned=7)',
    '<a href="javascript:window.pwned=8">press here</a>',
    "[https://orrery.example/login](https://evil.example/login)",
    "[help](data:text/html,<script>window.pwned=9</script>)",
    "`</code><script>window.pwned=10</script>`",
    "</div></dialog></template><script>window.pwned=11</script>",
)
BIDI = "\u202egnp.exe\u202c \u2066left\u2069 zero\u200bwidth\u200d\ufeff"
CONTROLS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LONG = "W" * 300
HOSTILE = f"{' '.join(RUNS)} {BIDI} {LONG}"
ARTICLES = (
    Article(
        "wallet<script>window.pwned=20</script>",
        f'How do I open a "wallet" {RUNS[0]} {RUNS[1]} {BIDI}?',
        f"To open a wallet, select **Open wallet** in the menu {HOSTILE}.\n\n1. Select Open wallet {RUNS[1]}.\n"
        f"2. Read the terms of the wallet {RUNS[4]}.\n\n"
        f"| Wallet {RUNS[0]} | Fee |\n|---|---|\n| Small {RUNS[1]} | {LONG} |\n",
        Kind.FAQ,
        excerpt=HOSTILE,
        questions=(f"open wallet {RUNS[2]}",),
    ),
    Article(
        "close", f"How do I close a wallet {LONG}?", f"To close a wallet, select Close wallet {HOSTILE}.", Kind.FAQ
    ),
    Article("fees", f"What does a wallet cost {RUNS[8]}?", f"A wallet costs 3 EUR a month {HOSTILE}.", Kind.FAQ),
)


@pytest.fixture(scope="module")
def hostile_bot(
    tmp_path_factory: pytest.TempPathFactory, model_files: ModelFiles, encoder: PassageEncoder, site_origin: str
) -> Iterator[Bot]:
    """A bot over a help centre that means ill."""
    home: Path = tmp_path_factory.mktemp("hostile")
    publisher(home, model_files, lambda: encoder).publish(ARTICLES)
    live = open_live(Settings(home=home))
    with served(settings_of(home, home, allowed_origins=(site_origin,)), live, home) as bot:
        yield bot


def check_nothing_ran_or_broke(page: Page) -> None:
    """Nothing was run, nothing leads where it must not, and everything keeps its place."""
    assert page.evaluate("window.pwned") is None
    panel = page.locator("citedesk-chat .panel")
    assert panel.locator("script, img, iframe, object, [onerror], [onload]").count() == 0
    hrefs = panel.locator("[href]").evaluate_all("links => links.map((link) => link.href)")
    assert not [href for href in hrefs if not href.startswith(("http://", "https://", "mailto:"))]
    lies = panel.locator("a[href*='evil.example']").all_inner_texts()
    assert not [words for words in lies if "orrery.example" in words]
    # What customers write themselves turns nothing but itself.
    told = panel.locator(".reply, .agent, .welcome, .handoff, [role=status]").all_inner_texts()
    assert not CONTROLS & set("".join(told))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".log").evaluate("log => log.scrollWidth <= log.clientWidth")
    outside = "[...document.body.children].map((child) => child.localName).filter((name) => name !== 'script')"
    assert page.evaluate(outside) == ["main", "citedesk-chat"]


def test_hostile_articles_are_only_text(visitors: Visitors, hostile_bot: Bot) -> None:
    page = visitors.visit(hostile_bot, PHONE)
    open_chat(page)
    expect(page.locator(".welcome .choice")).to_have_count(3)
    check_nothing_ran_or_broke(page)
    for question in ("How do I open a wallet?", "What does a wallet cost?", "wallet"):
        ask(page, question)
    expect(page.locator(".mark").first).to_be_visible()
    page.locator(".mark").first.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    check_nothing_ran_or_broke(page)
    page.reload()
    expect(page.locator(".question")).to_have_count(3)
    check_nothing_ran_or_broke(page)
    source = str(page.locator("a.source").first.get_attribute("href"))
    page.goto(source)
    assert page.evaluate("window.pwned") is None
    assert page.locator("main img[onerror], main script, a[href^='javascript']").count() == 0


def test_hostile_customers_and_agents_are_only_text(visitors: Visitors, hostile_bot: Bot) -> None:
    page = visitors.visit(hostile_bot, PHONE)
    open_chat(page)
    ask(page, f"wallet {HOSTILE}")
    check_nothing_ran_or_broke(page)
    page.locator(".composer").get_by_role("button", name="Talk to a person").click()
    expect(page.locator(".handoff")).to_be_visible()
    for run in RUNS:
        hostile_bot.say(token(page), f"{run} {LONG}", author=f"{RUNS[1]} {BIDI}"[:80])
    expect(page.locator(".message.agent")).to_have_count(len(RUNS))
    write(page, HOSTILE)
    settled(page)
    check_nothing_ran_or_broke(page)
    written = questions(page)
    page.reload()
    expect(page.locator(".message.agent")).to_have_count(len(RUNS))
    assert len(questions(page)) == len(written)
    check_nothing_ran_or_broke(page)
