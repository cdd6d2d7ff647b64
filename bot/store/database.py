"""Opens the database: connections that share well, and a schema that is up to date."""

from __future__ import annotations

import importlib
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from bot.settings import DATABASE_FILE
from bot.store.tables import HEAD, answer_articles, answers, article_views, feedback, handoffs
from bot.store.tables.words import BEGIN_MERGE, END_MERGE, GO_ON_MERGING, MERGED_PAGES
from bot.store.telling import TOLD
from bot.store.turns import Turns
from corpus.errors import ConfigurationError, StoreError

MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_TIMEOUT_MS = 5000
# Nobody can write while the write-ahead log is emptied: a read that is in the way is waited for in small pieces.
EMPTYING_TIMEOUT_MS, EMPTYING_TRIES, EMPTYING_PAUSE_SECONDS = 20, 8, 0.03
SAMPLED_ROWS = 1000
LEAST_FREE_BYTES = 50_000_000
CONNECT_TIMEOUT_SECONDS = 5
RETRY_SECONDS = 2.0
LONG_MERGE_SECONDS = 0.1
MERGE_PAUSE = 50  # of the time a fiftieth at most goes into wiping deleted words
MERGE_STEP_PAUSE_SECONDS = 0.003  # for other processes, which find it free by chance
MOST_MERGE_STEPS = 10_000
_POOL = {"pool_size": 10, "max_overflow": 30, "pool_timeout": 10}
_EXAMPLES = "Use e.g. sqlite:////var/lib/citedesk/citedesk.db or postgresql://user:password@host/citedesk."
_WRITES = "citedesk_writes"
_DAMAGES = ("file is not a database", "database disk image is malformed")


def default_url(home: Path) -> str:
    """The URL of the SQLite file under the home."""
    return f"sqlite:///{home / DATABASE_FILE}"


class Database:
    """A database by its URL, opened and migrated on first use and not before.

    SQLite runs in WAL mode, so that readers never wait for a writer, and a writer waits up to `busy_timeout_ms` for
    another one. Whatever fails is a StoreError that names the database, without its password. Raises ConfigurationError
    for a URL of no use.

    `told` names the targets of deliveries that are told of every change of a conversation.
    """

    def __init__(self, url: str, busy_timeout_ms: int = BUSY_TIMEOUT_MS, told: Collection[str] = ()) -> None:
        self._url = _parse(url)
        self._busy_timeout_ms = busy_timeout_ms
        self._told = frozenset(told)
        self._engine: Engine | None = None
        self._opening = Lock()
        self._failure: tuple[float, str] | None = None
        self._turn, self._merging = Turns(), Lock()
        self._merge_at = 0.0

    @property
    def name(self) -> str:
        """The URL as people may see it: without password and parameters."""
        return self._url.set(query={}).render_as_string(hide_password=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a SQLite file."""
        return self._url.get_backend_name() == "sqlite"

    def engine(self) -> Engine:
        """The engine of the opened database. Raises StoreError when it can't be opened; a later call tries again."""
        with self._opening:
            if self._engine is None:
                self._engine = self._opened()
            return self._engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with."""
        with self._failures_told("read"), self.engine().connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction, which an exception rolls back.

        In SQLite it holds the write lock from its start: what it reads stays true until it has written.
        """
        engine = self.engine().execution_options(**{_WRITES: True, TOLD: self._told})
        with self._failures_told("written"), self._its_turn(), engine.begin() as connection:
            yield connection

    def scrub(self) -> None:
        """Wipes what was deleted out of SQLite's index of words and write-ahead log, where it would stand for a while.

        Writers have their turn all the while. It gives way to a long read, such as a backup: the next call tries again.
        Where the index takes long to write, a call that comes soon after the last leaves it to a later one, or to the
        next deletion of old conversations.
        """
        if self.is_sqlite:
            with self._merging:
                self._merge_words()
            self._empty_log()

    def _merge_words(self) -> None:
        if time.monotonic() < self._merge_at:
            return
        taken = 0.0
        for step in range(MOST_MERGE_STEPS):
            with self.writing() as connection:
                started = time.monotonic()
                is_done = _merge_some(connection, is_first=step == 0)
                ended = time.monotonic()
            taken += ended - started
            if is_done:
                break
            time.sleep(MERGE_STEP_PAUSE_SECONDS)
        if taken >= LONG_MERGE_SECONDS:
            self._merge_at = ended + MERGE_PAUSE * taken

    def _empty_log(self) -> None:
        with self.reading() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")  # most of the work, in nobody's way
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {min(EMPTYING_TIMEOUT_MS, self._busy_timeout_ms)}")
            for _ in range(EMPTYING_TRIES):
                with self._its_turn():
                    is_busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
                if not is_busy:
                    break
                time.sleep(EMPTYING_PAUSE_SECONDS)
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {self._busy_timeout_ms}")

    def refresh_statistics(self) -> None:
        """Lets SQLite know how its tables have grown, by which it chooses indexes; PostgreSQL does so by itself.

        Only tables without words and ids of conversations are looked at, for samples of their keys are kept.
        """
        if self.is_sqlite:
            with self.writing() as connection:
                connection.exec_driver_sql(f"PRAGMA analysis_limit = {SAMPLED_ROWS}")
                for table in (answer_articles, answers, feedback, handoffs):
                    connection.exec_driver_sql(f"ANALYZE {table.name}")

    def examine(self) -> str:
        """What there is, in words, after a trial to write to it; nothing is made or changed. Raises StoreError."""
        if self.is_sqlite and not Path(str(self._url.database)).exists():
            return f"{self.name} does not exist yet; 'citedesk serve' makes it"
        if self.is_sqlite:
            free = shutil.disk_usage(Path(str(self._url.database)).parent).free
            if free < LEAST_FREE_BYTES:
                raise StoreError(self._described("used for long", f"its disk has only {free / 1e6:.0f} MB left"))
        with self._failures_told("used"):
            engine = self._connectable()
            try:
                with engine.connect() as connection:
                    return f"{self.name}, {_examined(connection)}"
            finally:
                engine.dispose()

    def close(self) -> None:
        """Closes every connection; a later use opens the database again."""
        with self._opening:
            if self._engine is not None:
                self._engine.dispose()
            self._engine = self._failure = None

    def _opened(self) -> Engine:
        # Whoever waited here while another thread tried in vain need not wait for a second try.
        if self._failure is not None and time.monotonic() - self._failure[0] < RETRY_SECONDS:
            raise StoreError(self._failure[1])
        try:
            with self._failures_told("opened"):
                return self._open()
        except StoreError as error:
            self._failure = (time.monotonic(), str(error))
            raise

    def _open(self) -> Engine:
        if self.is_sqlite:
            Path(str(self._url.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = self._connectable()
        try:
            with engine.connect() as connection:
                _migrate(connection)
                connection.commit()
        except BaseException:
            engine.dispose()
            raise
        return engine

    def _connectable(self) -> Engine:
        if self.is_sqlite:
            engine = create_engine(self._url, hide_parameters=True, **_POOL)
            event.listen(engine, "connect", self._set_up_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        timeout = {"connect_timeout": CONNECT_TIMEOUT_SECONDS}
        return create_engine(self._url, hide_parameters=True, connect_args=timeout, pool_pre_ping=True, **_POOL)

    def _set_up_sqlite(self, connection: DBAPIConnection, _: object) -> None:
        connection.isolation_level = None  # the driver begins no transaction by itself: _begin_sqlite does
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {self._busy_timeout_ms}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.close()

    @contextmanager
    def _its_turn(self) -> Iterator[None]:
        """Lines up the threads that write to SQLite; its own lock is polled, and may pass one over for long."""
        if not self.is_sqlite:
            yield
            return
        if not self._turn.acquire(timeout=self._busy_timeout_ms / 1000):
            raise StoreError(self._described("written", "database is locked"))
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def _failures_told(self, done: str) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            raise StoreError(self._described(done, str(cause).strip().partition("\n")[0])) from error

    def _described(self, done: str, why: str) -> str:
        if not self.is_sqlite:
            remedy = "Check that the server runs and that CITEDESK_DATABASE_URL is right"
        elif why in _DAMAGES:
            remedy = "Stop Citedesk and put a backup in its place, or move it away: then a new one is made"
        else:
            remedy = (
                "Check that its folder can be written to, that the disk has room and that no other program locks the "
                "file"
            )
        return f"The database {self.name} could not be {done}: {why}. {remedy}."


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        # Not named in the message: it may hold a password.
        raise ConfigurationError(f"CITEDESK_DATABASE_URL is not the URL of a database. {_EXAMPLES}") from error
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed.set(drivername="sqlite")
    if backend in ("postgresql", "postgres"):
        if not find_spec("psycopg"):
            raise ConfigurationError(
                "PostgreSQL needs a package that is not installed. Install Citedesk with its 'postgres' extra: "
                "pip install 'citedesk[postgres]'; or leave CITEDESK_DATABASE_URL empty to use SQLite."
            )
        return parsed.set(drivername="postgresql+psycopg")
    what = "SQLite in memory" if backend == "sqlite" else f"'{backend}'"
    raise ConfigurationError(f"{what} is not a database Citedesk can use. {_EXAMPLES}")


def _begin_sqlite(connection: Connection) -> None:
    # Not later, at the first write: what was read until then could be out of date, and SQLite would refuse to wait.
    if connection.get_execution_options().get(_WRITES):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _merge_some(connection: Connection, *, is_first: bool) -> bool:
    """Whether the index of words is written anew, some more of it by this."""
    before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
    for order in BEGIN_MERGE if is_first else (GO_ON_MERGING,):
        connection.exec_driver_sql(order)
    written = connection.exec_driver_sql("SELECT total_changes()").scalar_one() - before
    if written >= MERGED_PAGES:
        return False
    connection.exec_driver_sql(END_MERGE)
    return True


def _migrate(connection: Connection) -> None:
    """Brings the schema to the newest revision; two processes that open a new database at once take turns."""
    if is_current(connection):
        return
    if connection.dialect.name == "sqlite":
        connection.commit()
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('citedesk schema'))"))
    if is_current(connection):
        return
    # Alembic takes 0.1 s and 10 MB to import, and all but the first start have no use for it.
    command = importlib.import_module("alembic.command")
    config = importlib.import_module("alembic.config").Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _examined(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return "is empty; 'citedesk serve' makes its tables at the first start"
    if not is_current(connection):
        return "has an older schema; the next 'citedesk serve' brings it up to date"
    connection.commit()
    with connection.execution_options(**{_WRITES: True}).begin() as trial:
        connection.execute(insert(article_views), {"article_id": "citedesk doctor", "views": 0})
        trial.rollback()
    return f"schema {HEAD}, can be written to"


def is_current(connection: Connection) -> bool:
    """Whether the schema is the one this version needs. Raises StoreError for one from the future."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    revision = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
    if revision > HEAD:
        raise StoreError(
            f"The database is of a newer Citedesk (schema {revision}; this version knows {HEAD}). Update Citedesk, or "
            "let CITEDESK_DATABASE_URL name another database."
        )
    return revision == HEAD
