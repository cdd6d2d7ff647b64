"""The store, opened when a page first needs it: a server that only answers questions never pays for SQLAlchemy."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock

from bot.ports import ArticleViews


def default_url(home: Path) -> str:
    """The URL of the SQLite file under the home."""
    return f"sqlite:///{home / 'citedesk.db'}"


class LazyArticleViews:
    """Views of articles in the database at `url`; the first view or count imports SQLAlchemy and opens it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opened: ArticleViews | None = None
        self._close: Callable[[], None] | None = None
        self._opening = Lock()

    def count_view(self, article_id: str) -> None:
        """Adds one view to the article."""
        self._views().count_view(article_id)

    def counts(self) -> Mapping[str, int]:
        """Views counted so far by article id."""
        return self._views().counts()

    def close(self) -> None:
        """Closes the database if it was opened; a later use opens it again."""
        with self._opening:
            if self._close is not None:
                self._close()
            self._opened = self._close = None

    def _views(self) -> ArticleViews:
        with self._opening:
            if self._opened is None:
                # SQLAlchemy takes 0.1 s and 14 MB to import, which the start of a server is spared.
                database = importlib.import_module("bot.store.database").Database(self._url)
                self._close = database.close
                self._opened = importlib.import_module("bot.store.views").SqlArticleViews(database)
            return self._opened
