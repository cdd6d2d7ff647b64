from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.cli.output import ConsoleProgress
from bot.settings import Settings
from eval.datasets import read_dataset
from eval.index import Index, open_index

CORPUS = (
    {
        "_id": "reset-2fa",
        "title": "How do I reset two-factor authentication?",
        "text": "Open the security page and choose Reset 2FA. Confirm with the code from your e-mail. "
        "Withdrawals are paused for 24 hours after a reset.",
    },
    {
        "_id": "deposit-fees",
        "title": "What do deposits cost?",
        "text": "Deposits by bank transfer are free. Card deposits cost 1.8 percent of the amount.",
    },
    {
        "_id": "close-account",
        "title": "How do I close my account?",
        "text": "Withdraw your balance first. Then open Settings and choose Close account. This cannot be undone.",
    },
)
QUERIES = (
    {"_id": "q1", "text": "i lost my phone, how can I reset my 2FA"},
    {"_id": "q2", "text": "how much does a card deposit cost"},
    {
        "_id": "q3",
        "text": "and can it be undone?",
        "history": [
            {"role": "user", "text": "How do I close my account?"},
            {"role": "bot", "text": "Open Settings and choose Close account."},
        ],
        "reference_answer": "No, it cannot be undone.",
    },
)
QRELS = "query-id\tcorpus-id\tscore\nq1\treset-2fa\t1\nq2\tdeposit-fees\t2\nq3\tclose-account\t1\n"
OOS = ({"_id": "o1", "text": "what is the weather in Paris tomorrow"}, {"_id": "o2", "text": "hello there"})


def write_jsonl(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def write_folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    write_jsonl(folder / "corpus.jsonl", CORPUS)
    write_jsonl(folder / "queries.jsonl", QUERIES)
    write_jsonl(folder / "oos_queries.jsonl", OOS)
    (folder / "qrels.tsv").write_text(QRELS, encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A BEIR-like folder of its own for a test that changes it."""
    return write_folder(tmp_path / "shop")


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BEIR-like folder that no test changes."""
    return write_folder(tmp_path_factory.mktemp("sets") / "shop")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that all tests share, so that each text is encoded once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def index(home: Path, shared_folder: Path) -> Index:
    """The index of the shared folder, built with the packaged encoder."""
    return open_index(Settings(home=home), read_dataset(shared_folder), ConsoleProgress())


@pytest.fixture
def golden(tmp_path: Path) -> Callable[..., Path]:
    """Writes golden questions from their fields."""

    def write(*rows: Mapping[str, Any]) -> Path:
        full = [{"question": "how?", "relevant_article_ids": ["reset-2fa"], "answerable": True, **row} for row in rows]
        return write_jsonl(tmp_path / "golden.jsonl", full)

    return write
