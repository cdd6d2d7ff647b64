from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from bot.store.database import MIGRATIONS, Database, default_url
from bot.store.tables import HEAD, metadata
from corpus.errors import ConfigurationError


def test_head_is_the_last_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_migrations_make_the_tables_that_the_code_names(tmp_path: Path) -> None:
    database = Database(default_url(tmp_path))
    with database.engine().connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


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


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
