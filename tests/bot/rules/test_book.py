from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from bot.knowledge import LiveReleases
from bot.rules.book import RuleBook
from bot.rules.matching import Question
from bot.rules.rule import RuleKind
from bot.store.database import Database, default_url
from bot.store.rules import SqlRules
from corpus.errors import StoreError
from embeddings.encoder import Vectors
from embeddings.home import Home
from tests.bot.rules.kept import KeptInMemory, draft
from tests.patience import PATIENCE_SECONDS

ASKED = "Where is my money?"


class CountingKnowledge:
    """A release whose encoder remembers what it encoded, all to the same vector."""

    def __init__(self, release: str = "one", fingerprint: str = "encoder") -> None:
        self.release, self.encoder_fingerprint = release, fingerprint
        self.encoded: list[str] = []
        self.encoder = SimpleNamespace(encode_queries=self._encode)
        self.question_vectors: tuple[Sequence[str], Vectors] = ([], np.zeros((0, 2), dtype=np.float32))

    def _encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return np.array([[1.0, 0.0]] * len(texts), dtype=np.float32)


def numbers(book: RuleBook, knowledge: CountingKnowledge) -> list[int]:
    return list(book.current(knowledge).rules)  # type: ignore[arg-type]


def test_examples_are_encoded_once_for_an_encoder_whatever_changes() -> None:
    kept, one = KeptInMemory(draft(RuleKind.PIN, "a", "b")), CountingKnowledge()
    book = RuleBook(kept, poll_seconds=0)
    numbers(book, one)
    kept.add(draft(RuleKind.BLOCK, "b", "c"), "Lena")

    assert numbers(book, one) == [1, 2]
    assert one.encoded == ["a", "b", "c"]
    again, other = CountingKnowledge("two"), CountingKnowledge("three", "another encoder")
    assert numbers(book, again) == numbers(book, one) == [1, 2]
    assert not again.encoded
    numbers(book, other)
    assert other.encoded == ["a", "b", "c"]


def test_rules_are_read_again_only_when_the_revision_has_changed() -> None:
    kept, knowledge = KeptInMemory(draft(words=("a",))), CountingKnowledge()
    book = RuleBook(kept, poll_seconds=0)

    assert [numbers(book, knowledge) for _ in range(3)] == [[1]] * 3
    assert kept.reads == 1
    kept.delete(1)
    assert not numbers(book, knowledge)


def test_change_is_not_looked_for_with_every_question() -> None:
    kept, knowledge = KeptInMemory(), CountingKnowledge()
    book = RuleBook(kept, poll_seconds=1000)
    numbers(book, knowledge)
    kept.add(draft(words=("a",)), "Lena")

    assert not numbers(book, knowledge)
    book.refresh(knowledge)  # type: ignore[arg-type]
    assert numbers(book, knowledge) == [1]


def test_rules_last_known_count_while_the_store_is_away(caplog: pytest.LogCaptureFixture) -> None:
    kept, knowledge = KeptInMemory(draft(words=("a",))), CountingKnowledge()
    book = RuleBook(kept, poll_seconds=0)
    numbers(book, knowledge)
    kept.error = StoreError("It is away.")

    assert numbers(book, knowledge) == numbers(book, CountingKnowledge("two")) == [1]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert not numbers(RuleBook(kept), knowledge)


def test_no_rules_cost_nothing_to_ask() -> None:
    assert not RuleBook().current(None).rules  # type: ignore[arg-type]


def test_servers_notice_each_others_changes(home: Path, tmp_path: Path) -> None:
    live = LiveReleases(Home(home))
    knowledge = live.current()
    here, there = (Database(default_url(tmp_path / "db")) for _ in range(2))
    book = RuleBook(SqlRules(here), poll_seconds=0.01)
    book.follow(live)
    try:
        SqlRules(there).add(draft(words=("money",)), "Lena")
        until = time.monotonic() + PATIENCE_SECONDS
        while not book.current(knowledge).rules and time.monotonic() < until:
            threading.Event().wait(0.01)
        question = Question(ASKED, knowledge.query_for(ASKED))
        assert [match.rule.number for match in book.matches(knowledge, question)] == [1]
    finally:
        book.stop()
        here.close()
        there.close()


def test_mistake_while_rules_are_made_ready_does_not_end_the_following(caplog: pytest.LogCaptureFixture) -> None:
    kept, one = KeptInMemory(draft(RuleKind.PIN, "a")), CountingKnowledge()
    book, failures = RuleBook(kept, poll_seconds=0.001), iter([RuntimeError("no room"), RuntimeError("no room")])
    usual = one.encoder.encode_queries

    def failing(texts: Sequence[str]) -> Vectors:
        if error := next(failures, None):
            raise error
        found: Vectors = usual(texts)
        return found

    one.encoder.encode_queries = failing
    book.follow(SimpleNamespace(current=lambda: one))  # type: ignore[arg-type]
    until = time.monotonic() + PATIENCE_SECONDS
    while not one.encoded and time.monotonic() < until:
        threading.Event().wait(0.001)
    book.stop()

    assert one.encoded == ["a"]
    assert caplog.text.count("the rules could not be made ready") == 1
