"""How often articles were opened, kept in the database."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from threading import Lock

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database import Database
from bot.store.tables import article_views
from corpus.errors import StoreError

_log = logging.getLogger(__name__)


class SqlArticleViews:
    """Views of articles, counted in the database by however many threads and servers.

    A page never fails or waits for long because of its counter: when the database is locked or away, a warning is
    logged, the views are kept in memory and the next view writes them too; `counts` then gives what is known.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unwritten: Counter[str] = Counter()
        self._written: Mapping[str, int] = {}
        self._changing = Lock()
        self._writing = Lock()

    def count_view(self, article_id: str) -> None:
        """Adds one view to the article, and writes what an earlier view could not write."""
        with self._changing:
            self._unwritten[article_id] += 1
        # One thread writes and the others leave their views to it, so that a locked database never holds many threads.
        while self._unwritten and self._writing.acquire(blocking=False):
            try:
                if not self._write():
                    return
            finally:
                self._writing.release()

    def counts(self) -> Mapping[str, int]:
        """Views counted so far by article id, those not yet written included."""
        try:
            with self._database.reading() as connection:
                rows = connection.execute(select(article_views.c.article_id, article_views.c.views)).all()
            self._written = {row.article_id: row.views for row in rows}
        except StoreError as error:
            _log.warning("Views of articles could not be read; showing the last known ones: %s", error)
        with self._changing:
            return Counter(self._written) + self._unwritten

    def _write(self) -> bool:
        with self._changing:
            batch = Counter(self._unwritten)
        try:
            with self._database.writing() as connection:
                for article_id, views in sorted(batch.items()):
                    _add(connection, article_id, views)
        except StoreError as error:
            _log.warning("%d views of articles could not be written; the next view retries: %s", batch.total(), error)
            return False
        with self._changing:
            self._unwritten -= batch
        return True


def _add(connection: Connection, article_id: str, views: int) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = insert(article_views).values(article_id=article_id, views=views)
    total = article_views.c.views + row.excluded.views
    connection.execute(row.on_conflict_do_update(index_elements=["article_id"], set_={"views": total}))
