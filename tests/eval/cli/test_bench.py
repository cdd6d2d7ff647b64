from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.store.conversations import SqlConversations
from bot.store.database import Database
from corpus.errors import ConfigurationError
from tests.eval.cli.call import call


def test_the_benchmark_measures_publishing_and_serving(shared_folder: Path, tmp_path: Path) -> None:
    found = json.loads(call("bench", shared_folder, "--home", tmp_path, "--json").stdout)
    assert found["publish"]["texts"] == 6
    assert found["serve"]["questions"] == 3
    assert found["serve"]["p50_ratio"] > 0
    assert found["rules"]["rules"] == 200
    assert 0 < found["rules"]["match_p50_ms"] <= found["rules"]["match_p95_ms"]
    assert not list(tmp_path.iterdir())


def test_the_benchmark_of_the_store_measures_every_page(tmp_path: Path) -> None:
    found = json.loads(call("bench", "--store", "--conversations", "120", "--home", tmp_path, "--json").stdout)
    names = {speed["name"] for speed in found["speeds"]}

    assert (found["database"], found["conversations"]) == ("sqlite", 120)
    assert {"inbox, waiting", "search, a rare word", "opening a conversation"} <= names
    assert any(name.startswith("insights of a year") for name in names)
    assert all(0 < speed["p50_ms"] <= speed["p95_ms"] for speed in found["speeds"])


def test_the_benchmark_leaves_conversations_of_people_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'citedesk.db'}"
    database = Database(url)
    SqlConversations(database, str).receive(None, "Where is my money?")
    database.close()

    with pytest.raises(ConfigurationError, match="conversations of people"):
        call("bench", "--store", "--database-url", url, "--home", tmp_path)
