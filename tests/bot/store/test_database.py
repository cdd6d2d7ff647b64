from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Engine, make_url, text

import bot.store.database
from bot.store.conversations import SqlConversations
from bot.store.database import MIGRATIONS, Database, default_url
from bot.store.tables import HEAD, metadata
from bot.store.tables.words import FULL_TEXT
from bot.store.views import SqlArticleViews
from corpus.errors import ConfigurationError, StoreError


def test_head_is_the_last_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_migrations_make_the_tables_that_the_code_names(database: Database) -> None:
    def is_known(_object: object, name: str | None, *_more: object) -> bool:
        # SQLite's virtual table with what it keeps for it, and PostgreSQL's index of the same purpose.
        return not str(name).startswith((FULL_TEXT, "conversation_words_by_word"))

    with database.engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_known})
        assert compare_metadata(context, metadata) == []


def test_home_is_made_and_sqlite_runs_in_wal_mode(tmp_path: Path) -> None:
    home = tmp_path / "50% new"
    database = Database(default_url(home), busy_timeout_ms=700)
    with database.engine().connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 700
    database.close()
    assert (home / "citedesk.db").is_file()


def test_many_that_open_a_new_database_at_once_take_turns(tmp_path: Path) -> None:
    databases = [Database(default_url(tmp_path)) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        engines = list(pool.map(Database.engine, databases))

    assert all(_revision(engine) == HEAD for engine in engines)
    for database in databases:
        database.close()


def test_second_opening_never_imports_alembic(tmp_path: Path) -> None:
    first = Database(default_url(tmp_path))
    first.engine()
    first.close()
    code = (
        "import sys; from bot.store.database import Database; "
        f"Database({default_url(tmp_path)!r}).engine().dispose(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("url", ["citedesk.db", "mysql://localhost/citedesk"])
def test_url_of_no_known_database_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(ConfigurationError, match="sqlite:///"):
        Database(url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2"])
def test_every_url_of_postgresql_is_taken_for_psycopgs(scheme: str) -> None:
    database = Database(f"{scheme}://desk:hush@db.example/desk?password=hush&sslmode=require")

    assert database.name == "postgresql+psycopg://desk:***@db.example/desk"
    assert not database.is_sqlite


def test_missing_postgres_extra_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.store.database, "find_spec", lambda name: None)

    with pytest.raises(ConfigurationError, match=r"pip install 'citedesk\[postgres\]'"):
        Database("postgresql://db.example/desk")


def test_url_that_cannot_be_read_is_not_repeated() -> None:
    with pytest.raises(ConfigurationError) as error:
        Database("postgresql:/desk:hush@db.example")

    assert "hush" not in str(error.value)


def test_locked_database_is_an_error_that_says_where_and_what_to_do(tmp_path: Path) -> None:
    database = Database(default_url(tmp_path), busy_timeout_ms=20)
    database.engine()
    lock = sqlite3.connect(tmp_path / "citedesk.db")
    lock.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"citedesk\.db could not be written: database is locked\. Check that"):
        SqlConversations(database, str).start()
    lock.close()

    assert SqlConversations(database, str).start()
    database.close()


def test_failed_statement_tells_nothing_of_what_was_written(database: Database) -> None:
    with pytest.raises(StoreError) as error, database.writing() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "hush hush"})

    assert "nowhere" in str(error.value)
    assert "hush" not in f"{error.value}{error.value.__cause__}"


def test_database_that_is_away_is_tried_once_for_all_who_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[URL] = []

    def refuse(url: URL, **_: object) -> Engine:
        tries.append(url)
        raise OSError("connection refused")

    monkeypatch.setattr(bot.store.database, "create_engine", refuse)
    database = Database("postgresql://db.example/desk")
    with ThreadPoolExecutor(8) as pool:
        failures = [pool.submit(database.engine).exception() for _ in range(8)]

    assert {type(failure) for failure in failures} == {StoreError}
    assert len(tries) == 1
    monkeypatch.setattr(bot.store.database, "RETRY_SECONDS", 0.0)
    with pytest.raises(StoreError, match="connection refused"):
        database.engine()
    assert len(tries) == 2


def test_home_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StoreError, match=r"file/citedesk\.db could not be opened"):
        Database(default_url(tmp_path / "file")).engine()


def test_database_without_tables_is_called_empty_and_left_so(tmp_path: Path, postgres_server: str) -> None:
    server = Database(postgres_server)
    with server.engine().execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("CREATE DATABASE nothing_yet"))
        new = make_url(postgres_server).set(database="nothing_yet").render_as_string(hide_password=False)
        (tmp_path / "citedesk.db").touch()
        for url in (new, default_url(tmp_path)):
            for _ in range(2):
                assert (
                    Database(url).examine().endswith("is empty; 'citedesk serve' makes its tables at the first start")
                )
        connection.execute(text("DROP DATABASE nothing_yet"))
    server.close()


def test_database_of_a_newer_version_is_left_alone(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    database.engine()
    database.close()
    monkeypatch.setattr(bot.store.database, "HEAD", "0000")

    with pytest.raises(StoreError, match=f"newer Citedesk .schema {HEAD}; this version knows 0000"):
        database.engine()


def test_older_database_is_brought_up_to_date_with_what_it_holds(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "citedesk.db") as old:
        old.execute("CREATE TABLE article_views (article_id VARCHAR(500) PRIMARY KEY, views INTEGER NOT NULL)")
        old.execute("INSERT INTO article_views VALUES ('fees', 3)")
        old.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        old.execute("INSERT INTO alembic_version VALUES ('0001')")
    old.close()
    database = Database(default_url(tmp_path))
    assert "has an older schema" in database.examine()

    assert SqlArticleViews(database).counts() == {"fees": 3}
    assert SqlConversations(database, str).start()
    database.close()


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
