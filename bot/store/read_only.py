"""Reads a database that is there already: nothing is made, migrated or written."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.store.database import Database, is_current
from corpus.errors import StoreError


class ReadOnlyDatabase(Database):
    """A database to be looked into by a command that is not to change it."""

    def _open(self) -> Engine:
        engine = self._connectable()
        try:
            with engine.connect() as connection:
                if not is_current(connection):
                    remedy = "The next 'citedesk serve' brings it up to date."
                    raise StoreError(f"The database {self.name} is empty or has an older schema. {remedy}")
        except BaseException:
            engine.dispose()
            raise
        return engine

    def _connectable(self) -> Engine:
        if not self.is_sqlite:
            return super()._connectable()
        path = quote(str(Path(str(self._url.database)).absolute()))
        engine = create_engine(
            self._url.set(database=f"file:{path}", query={"mode": "ro", "uri": "true"}), hide_parameters=True
        )
        event.listen(engine, "connect", self._wait_for_others)
        return engine

    def _wait_for_others(self, connection: DBAPIConnection, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {self._busy_timeout_ms}")
        cursor.close()
