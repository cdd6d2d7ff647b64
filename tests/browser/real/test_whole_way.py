"""The whole way of a question that the bot could not answer, until the team measures the bot by it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from typer.testing import CliRunner

from bot.cli.application import build_app
from tests.browser.real.bots import Bot
from tests.browser.real.chat import ABSTAINED, ask, open_chat
from tests.browser.real.conftest import ServeBot, Visitors
from tests.browser.real.test_console import open_first, sign_in, with_accounts

pytestmark = pytest.mark.browser


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    """Where accepted questions go."""
    return tmp_path / "golden" / "questions.jsonl"


@pytest.fixture
def bot(serve_bot: ServeBot, golden: Path) -> Bot:
    """A bot with two accounts, an empty inbox and a golden file of its own."""
    return with_accounts(serve_bot(golden_file=str(golden)))


def test_refused_question_is_answered_by_a_person_rated_accepted_and_measured(
    visitors: Visitors, bot: Bot, golden: Path, sample_home: Path
) -> None:
    customer = visitors.visit(bot)
    open_chat(customer)
    ask(customer, ABSTAINED)
    refusal = customer.locator(".reply.abstained")
    refusal.get_by_role("button", name="Talk to a person").click()
    expect(customer.locator(".handoff")).to_contain_text("We've asked a person to join.")

    agent = sign_in(visitors, bot, "lena")
    open_first(agent)
    _edit_and_send(agent, "No: your balance never goes below zero.")
    reply = customer.locator(".message.agent")
    expect(reply).to_contain_text("your balance never goes below zero")
    reply.get_by_role("button", name="Yes, this helped").click()
    expect(agent.locator(".entry.agent .rated.up")).to_be_visible()

    _accept_candidate(agent, bot)
    (line,) = [json.loads(line) for line in golden.read_text().splitlines()]
    assert line["question"] == ABSTAINED
    assert line["origin"]

    run = CliRunner().invoke(build_app(["eval"]), ["eval", "run", str(golden), "--home", str(sample_home), "--json"])
    assert run.exit_code == 0, run.output
    assert json.loads(run.stdout)["judged"] == 1


def _edit_and_send(agent: Page, words: str) -> None:
    expect(agent.locator(".draft").first).to_be_visible()
    agent.keyboard.press("1")
    agent.keyboard.press("e")
    agent.keyboard.press("Control+End")
    agent.keyboard.type(f"\n\n{words}")
    agent.keyboard.press("Control+Enter")


def _accept_candidate(agent: Page, bot: Bot) -> None:
    agent.goto(f"{bot.url}/console/learn")
    expect(agent.locator(".learn-row").first).to_contain_text(ABSTAINED)
    agent.keyboard.press("a")
    expect(agent.get_by_role("button", name="Accepted 1")).to_be_visible()
