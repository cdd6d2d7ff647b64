"""A store filled with a year of made-up conversations, and what it is like to work with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bot.conversation import Conversation
from bot.store.bulk import finish, insert_rows
from bot.store.conversations import SqlConversations
from bot.store.database import Database, default_url
from corpus.article import Article
from corpus.errors import ConfigurationError
from corpus.sources import load_sources
from embeddings.publish import ProgressDisplay
from eval.bench import sample_articles
from eval.machine import Machine, this_machine
from eval.store_bench.conversations import MADE_UP, ConversationMaker
from eval.store_bench.measure import Speed, measure, tasks_of

BATCH = 2000


@dataclass(frozen=True, slots=True)
class StoreBench:
    """One benchmark of a store; `filled_seconds` is None where it was filled before. `measured_at` is in UTC."""

    machine: Machine
    measured_at: datetime
    database: str
    conversations: int
    filled_seconds: float | None
    speeds: Sequence[Speed]


def bench_store(conversations: int, database_url: str, display: ProgressDisplay) -> StoreBench:
    """The measurements in a SQLite file that is deleted again, or in the database of the URL.

    That database must be empty, or filled by this benchmark before: then it is measured as it is. Raises
    ConfigurationError for one with conversations of people in it.
    """
    measured_at = datetime.now(UTC)
    articles = [article for article in load_sources([str(sample_articles())]).articles if not article.draft]
    with _opened(database_url) as database:
        newest, seconds = _newest(database), None
        if newest is None:
            seconds = _fill(database, conversations, articles, measured_at, display)
            newest = _newest(database)
        count = newest.number if newest else 0
        until = newest.created_at if newest else measured_at
        tasks = tasks_of(database, count, articles, until)
        with display.stage("Measuring", len(tasks)) as progress:
            speeds = measure(tasks, progress)
        return StoreBench(this_machine(), measured_at, database.name.partition(":")[0], count, seconds, speeds)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    with tempfile.TemporaryDirectory(prefix="citedesk-bench-") as folder:
        database = Database(url or default_url(Path(folder)))
        try:
            yield database
        finally:
            database.close()


def _newest(database: Database) -> Conversation | None:
    """The made-up conversation with the highest number; None in an empty database."""
    found = SqlConversations(database, lambda text: text).inbox(limit=1)
    if found and not found[0].id.startswith(MADE_UP):
        raise ConfigurationError(
            f"The database {database.name} has conversations of people in it, among which made-up ones must not get. "
            "Give --database-url an empty one."
        )
    return found[0] if found else None


def _fill(
    database: Database, conversations: int, articles: Sequence[Article], until: datetime, display: ProgressDisplay
) -> float:
    started = perf_counter()
    with display.stage("Making conversations", conversations) as progress:
        for count, rows in ConversationMaker(articles, until).batches(conversations, BATCH):
            insert_rows(database, rows)
            progress(count)
    with display.stage("Indexing their words", 1) as progress:
        finish(database)
        progress(1)
    return perf_counter() - started
