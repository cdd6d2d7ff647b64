from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.rules.rule import RuleKind
from bot.settings import DATABASE_FILE
from bot.store.database import Database, default_url
from bot.store.read_only import ReadOnlyDatabase
from bot.store.rules import SqlRules
from bot.store.tables import HEAD
from corpus.errors import StoreError
from tests.bot.rules.kept import draft


def test_what_others_write_is_read(database: Database, url: str) -> None:
    made = SqlRules(database).add(draft(RuleKind.PIN, "a"), "Lena")
    reader = ReadOnlyDatabase(url)

    assert SqlRules(reader).all().rules == (made,)
    reader.close()


def test_nothing_can_be_written_to_sqlite(sqlite_url: str) -> None:
    Database(sqlite_url).engine().dispose()
    reader = ReadOnlyDatabase(sqlite_url)

    with pytest.raises(StoreError, match="readonly"):
        SqlRules(reader).add(draft(RuleKind.PIN, "a"), "Lena")
    reader.close()


def test_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="could not be opened"):
        ReadOnlyDatabase(default_url(tmp_path / "none")).engine()
    assert not list(tmp_path.iterdir())
    assert default_url(tmp_path).endswith(DATABASE_FILE)


def test_older_database_is_left_as_it_is(database: Database, url: str) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    reader = ReadOnlyDatabase(url)
    with pytest.raises(StoreError, match="older schema"):
        reader.engine()
    with database.writing() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0001"
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{HEAD}'"))
    reader.close()


def test_path_with_signs_of_addresses_is_read(tmp_path: Path) -> None:
    url = default_url(tmp_path / "a #b %20c")
    Database(url).engine().dispose()
    reader = ReadOnlyDatabase(url)

    assert SqlRules(reader).revision() == 0
    reader.close()
