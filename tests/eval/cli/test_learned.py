"""The whole way of a question from use: refused, gathered, accepted, evaluated, published, and then left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.learning.candidate import State
from bot.learning.learning import Correction, Learning
from bot.settings import Settings
from bot.store.store import Store
from bot.wiring import open_assistant, open_live, open_store
from bot.wiring.application import open_learning
from tests.bot.cli.conftest import Cli
from tests.conftest import SAMPLE_ARTICLES
from tests.eval.cli.call import call

LOST = "my handset fell in the sea and the codes are on it"
WEATHER = "what is the weather in Paris tomorrow"


@pytest.fixture
def store(own_home: Path) -> Iterator[Store]:
    store = open_store(Settings(home=own_home))
    yield store
    store.database.close()


@pytest.fixture
def learning(own_home: Path, store: Store) -> Learning:
    """What has gathered two questions that the bot refused."""
    settings = Settings(home=own_home)
    assistant = open_assistant(settings)
    for question in (LOST, WEATHER):
        received = store.conversations.receive(None, question)
        answer = assistant.answer(question)
        store.conversations.reply(received.conversation.id, received.message.id, answer)
    learning = open_learning(settings, open_live(settings), store)
    learning.gather()
    return learning


def test_accepted_questions_are_evaluated_until_they_stand_in_the_index(
    learning: Learning, own_home: Path, cli: Cli
) -> None:
    numbers = {one.question: one.number for one in learning.listed(State.OPEN)}
    lost = Correction(article_ids=("reset-two-factor-authentication",), as_alternative=True)
    learning.accept(numbers[LOST], "Lena", lost)
    learning.accept(numbers[WEATHER], "Lena", Correction(answerable=False))
    told = json.loads(call("run", own_home / "golden", "--home", own_home, "--json").stdout)
    assert (told["judged"], told["unanswerable"], told["accepted"]) == (1, 1, None)

    assert cli("sync", SAMPLE_ARTICLES, "--home", own_home, "--json").json["accepted_questions"] == 1
    found = learning.nearby(learning.undo(numbers[WEATHER]))
    assert found
    more = own_home / "golden" / "questions.jsonl"
    row = {"question": "the codes are on my handset", "relevant_article_ids": ["reset-two-factor-authentication"]}
    more.write_text(more.read_text(encoding="utf-8") + json.dumps(row) + "\n", encoding="utf-8")
    told = json.loads(call("run", own_home / "golden", "--home", own_home, "--json").stdout)
    assert (told["judged"], told["accepted"]["left_out"]) == (1, 1)
    assert told["accepted"]["figures_without"]["nDCG@10"]["value"] <= told["figures"]["nDCG@10"]["value"]
