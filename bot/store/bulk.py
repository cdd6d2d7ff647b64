"""Many rows at once, faster than one statement each: for tests of size, not for what people say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select, text

from bot.store.database import Database
from bot.store.settled import note_all
from bot.store.tables import metadata
from bot.store.words import index_all

# Those that others refer to come first.
_ORDER = ("conversations", "messages", "answers", "suggestions")


def insert_rows(database: Database, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Adds rows to tables by their names, in one transaction; values are as they stand in the columns.

    The rows of a table all have the same columns.
    """
    names = [name for name in _ORDER if rows.get(name)] + [name for name in rows if name not in _ORDER and rows[name]]
    with database.writing() as connection:
        for name in names:
            _insert(connection, name, list(rows[name][0]), rows[name])


def finish(database: Database) -> None:
    """Lets the database know what it holds: words can be searched, numbers go on, statistics are up to date."""
    with database.writing() as connection:
        index_all(connection)
        note_all(connection)
    with database.writing() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("ANALYZE")
            return
        for table in metadata.sorted_tables:
            if "number" in table.c:
                highest = connection.execute(select(func.max(table.c.number))).scalar()
                if highest:
                    sequence = func.pg_get_serial_sequence(table.name, "number")
                    connection.execute(select(func.setval(sequence, highest)))
    with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE)"))


def _insert(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    quoted = ", ".join(f'"{column}"' for column in columns)
    values = ([row[column] for column in columns] for row in rows)
    cursor: Any = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", values)
        return
    with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)
