from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.knowledge import LiveReleases, ReleaseKnowledge
from bot.retrieval.confidence import DEFAULT
from corpus.errors import NoReleaseError, ReleaseError, ReleaseMismatchError
from embeddings.encoder import PassageEncoder
from embeddings.home import Home
from embeddings.model_files import ModelFiles
from embeddings.release import Release
from tests.embeddings.builders import articles, publisher
from tests.patience import PATIENCE_SECONDS


class WatchedHome(Home):
    """A home that counts how often somebody looked which release is published."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._looks, self._looked = 0, threading.Condition()

    def current(self) -> str:
        name = super().current()
        with self._looked:
            self._looks += 1
            self._looked.notify_all()
        return name

    def wait_for_looks(self, more: int) -> None:
        with self._looked:
            wanted = self._looks + more
            assert self._looked.wait_for(lambda: self._looks >= wanted, PATIENCE_SECONDS)


@pytest.fixture
def watched(empty_home: Path) -> WatchedHome:
    return WatchedHome(empty_home)


@pytest.fixture
def publish(watched: WatchedHome, model_files: ModelFiles, encoder: PassageEncoder) -> Callable[[int], str]:
    """Publishes the first articles of the small help centre and returns the release's name."""

    def publish(count: int) -> str:
        return publisher(watched.path, model_files, lambda: encoder).publish(articles()[:count]).release

    return publish


@pytest.fixture
def live(watched: WatchedHome) -> LiveReleases:
    return LiveReleases(watched)


def damage(home: Home, release: str) -> None:
    path = home.folder(release) / "passages.jsonl"
    path.write_bytes(path.read_bytes() + b" ")


def test_nothing_is_live_before_the_first_publish(live: LiveReleases, publish: Callable[[int], str]) -> None:
    with pytest.raises(NoReleaseError, match="citedesk sync SOURCE"):
        live.current()
    first = publish(10)

    assert live.current().release == first


def test_release_stays_in_memory_until_it_is_refreshed(live: LiveReleases, publish: Callable[[int], str]) -> None:
    first = publish(10)
    held = live.current()
    second = publish(11)

    assert live.current() is held
    assert live.refresh().release == second != first
    assert live.refresh() is live.current()
    assert held.retrieve("How do Fees work?", 1)[0].article.id == "fees"


def test_release_is_swapped_under_eight_threads_without_a_failed_question(
    live: LiveReleases, publish: Callable[[int], str]
) -> None:
    first = publish(10)
    assistant = Assistant(live)
    failures: list[BaseException] = []
    seen: list[set[str]] = [set() for _ in range(8)]
    asked_first, both_seen = threading.Barrier(9), threading.Event()

    def ask(number: int) -> None:
        try:
            while len(seen[number]) < 2 and not both_seen.is_set():
                answer = assistant.answer("How do Fees work?")
                assert answer.top_article_id == "fees"
                if not seen[number]:
                    asked_first.wait(PATIENCE_SECONDS)
                seen[number].add(answer.release)
        except BaseException as error:  # noqa: BLE001 (the test's own thread must hear of everything)
            failures.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    live.follow(0.01)
    for thread in threads:
        thread.start()
    asked_first.wait(PATIENCE_SECONDS)
    second = publish(11)
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    both_seen.set()
    live.stop()

    assert failures == []
    assert seen == [{first, second}] * 8


def test_damaged_release_is_reported_once_and_the_old_one_keeps_serving(
    watched: WatchedHome, live: LiveReleases, publish: Callable[[int], str], caplog: pytest.LogCaptureFixture
) -> None:
    first, second = publish(10), publish(11)
    watched.point_to(first)
    assert live.current().release == first
    damage(watched, second)
    watched.point_to(second)
    with caplog.at_level(logging.ERROR, "bot.knowledge"):
        live.follow(0.01)
        watched.wait_for_looks(6)

    errors = [record.getMessage() for record in caplog.records if record.name == "bot.knowledge"]
    assert len(errors) == 1
    assert f"{second}: sha256 of passages.jsonl should be" in errors[0]
    assert live.current().release == first
    watched.point_to(first)
    third = publish(9)
    watched.wait_for_looks(3)
    live.stop()
    assert live.current().release == third


def test_damaged_release_is_not_served_at_all_when_it_is_the_first(
    watched: WatchedHome, live: LiveReleases, publish: Callable[[int], str]
) -> None:
    damage(watched, publish(10))

    with pytest.raises(ReleaseMismatchError, match=r"passages\.jsonl"):
        live.current()


def test_rollback_is_noticed(watched: WatchedHome, live: LiveReleases, publish: Callable[[int], str]) -> None:
    first, second = publish(10), publish(11)
    assert live.current().release == second
    live.follow(0.01)
    watched.point_to(first)
    watched.wait_for_looks(3)
    live.stop()

    assert live.current().release == first


def test_release_that_vanished_is_reported_and_the_one_in_memory_serves_on(
    watched: WatchedHome, live: LiveReleases, publish: Callable[[int], str]
) -> None:
    held = publish(10)
    live.current()
    (watched.path / "CURRENT").write_text("20200101T000000-99\n", encoding="utf-8")

    with pytest.raises(ReleaseError, match="20200101T000000-99"):
        live.refresh()
    assert live.current().release == held


def test_drafts_are_not_among_the_articles(sample_release: Release) -> None:
    first, *rest = sample_release.articles
    knowledge = ReleaseKnowledge(replace(sample_release, articles=(replace(first, draft=True), *rest)))

    assert list(knowledge.articles) == [one.id for one in rest]


def test_article_is_taken_apart_once(knowledge: ReleaseKnowledge) -> None:
    article = knowledge.articles["trading-fees"]

    assert knowledge.quotable(article) is knowledge.quotable(article)


def test_threshold_of_the_settings_reaches_the_release(watched: WatchedHome, publish: Callable[[int], str]) -> None:
    publish(10)

    assert LiveReleases(watched, threshold=0.11).current().confidence.answer_at == 0.11
    assert LiveReleases(watched).current().confidence == DEFAULT
