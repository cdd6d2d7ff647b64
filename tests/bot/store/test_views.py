from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.ports import ArticleViews
from bot.store.database import Database, default_url
from bot.store.views import SqlArticleViews
from tests.contracts.article_views import ArticleViewsContract
from tests.fakes import FakeViews


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[Database]:
    """A SQLite file that is hardly waited for when it is locked."""
    database = Database(default_url(tmp_path), busy_timeout_ms=20)
    yield database
    database.close()


class TestFakeViews(ArticleViewsContract):
    @pytest.fixture
    def views(self) -> ArticleViews:
        return FakeViews()


class TestSqlArticleViews(ArticleViewsContract):
    @pytest.fixture
    def views(self, database: Database) -> ArticleViews:
        return SqlArticleViews(database)


def test_views_outlive_the_process(database: Database, url: str) -> None:
    SqlArticleViews(database).count_view("fees")
    database.close()
    again = Database(url)

    assert dict(SqlArticleViews(again).counts()) == {"fees": 1}
    again.close()


def test_threads_and_servers_lose_no_view(url: str) -> None:
    databases = [Database(url) for _ in range(2)]
    servers = [SqlArticleViews(database) for database in databases]
    with ThreadPoolExecutor(8) as pool:
        for n in range(400):
            pool.submit(servers[n % 2].count_view, "fees")
    for server in servers:
        server.count_view("end")  # writes what a lock may have left

    assert [dict(server.counts()) for server in servers] == [{"fees": 400, "end": 2}] * 2
    for database in databases:
        database.close()


def test_locked_database_is_warned_of_and_the_next_view_writes_both(
    impatient: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    views = SqlArticleViews(impatient)
    views.counts()
    lock = sqlite3.connect(tmp_path / "citedesk.db")
    lock.execute("BEGIN IMMEDIATE")
    views.count_view("fees")

    assert "the next view retries" in caplog.text
    assert dict(views.counts()) == {"fees": 1}
    lock.close()
    views.count_view("fees")
    assert dict(SqlArticleViews(impatient).counts()) == {"fees": 2}


def test_home_that_cannot_be_made_costs_no_page(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    views = SqlArticleViews(Database(default_url(tmp_path / "file")))
    views.count_view("fees")

    assert dict(views.counts()) == {"fees": 1}
    assert "could not be written" in caplog.text
