"""Opens the database: connections that share well, and a schema that is up to date."""

from __future__ import annotations

import importlib
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError

from bot.store.tables import HEAD
from corpus.errors import ConfigurationError

MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_TIMEOUT_MS = 2000
_EXAMPLES = "Use e.g. sqlite:////var/lib/citedesk/citedesk.db or postgresql+psycopg://user:password@host/citedesk."


class Database:
    """A database by its URL, opened and migrated on first use and not before.

    SQLite runs in WAL mode, so that readers never wait for a writer, and a writer waits up to `busy_timeout_ms` for
    another one.
    """

    def __init__(self, url: str, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
        self._url = _parse(url)
        self._busy_timeout_ms = busy_timeout_ms
        self._engine: Engine | None = None
        self._opening = Lock()

    def engine(self) -> Engine:
        """The engine of the opened database. Raises SQLAlchemyError when it can't be opened; the next call retries."""
        with self._opening:
            if self._engine is None:
                self._engine = self._open()
            return self._engine

    def close(self) -> None:
        """Closes every connection; a later use opens the database again."""
        with self._opening:
            if self._engine is not None:
                self._engine.dispose()
            self._engine = None

    def _open(self) -> Engine:
        if self._url.get_backend_name() == "sqlite" and self._url.database:
            Path(self._url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(self._url)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", self._set_up_sqlite)
        try:
            with engine.connect() as connection:
                _migrate(connection)
                connection.commit()
        except BaseException:
            engine.dispose()
            raise
        return engine

    def _set_up_sqlite(self, connection: DBAPIConnection, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {self._busy_timeout_ms}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.close()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError(f"'{url}' is not the URL of a database. {_EXAMPLES}") from error
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise ConfigurationError(f"'{parsed.get_backend_name()}' is not a database Citedesk can use. {_EXAMPLES}")
    return parsed


def _migrate(connection: Connection) -> None:
    """Brings the schema to the newest revision; two processes that open a new database at once take turns."""
    if _revision(connection) == HEAD:
        return
    if connection.dialect.name == "sqlite":
        connection.commit()
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('citedesk schema'))"))
    if _revision(connection) == HEAD:
        return
    # Alembic takes 0.1 s and 10 MB to import, and all but the first start have no use for it.
    command = importlib.import_module("alembic.command")
    config = importlib.import_module("alembic.config").Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
