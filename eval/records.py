"""JSON Lines with places: every complaint about a record names its file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import EvaluationError


@dataclass(frozen=True, slots=True)
class Record:
    """One JSON object of a file; `line` counts from 1."""

    path: Path
    line: int
    values: Mapping[str, Any]

    @property
    def place(self) -> str:
        """File and line, as a person would jump to them."""
        return f"{self.path}:{self.line}"

    def refuse(self, what: str, remedy: str) -> EvaluationError:
        """The error that says what is wrong with this record."""
        return EvaluationError(f"{self.place}: {what} {remedy}")

    def text(self, name: str) -> str:
        """A field that has to be there. Raises EvaluationError when it is missing or not a text."""
        value = self.values.get(name)
        if isinstance(value, str):
            return value
        what = f"The field '{name}' is missing." if value is None else f"'{name}' is {value!r}, not a text."
        raise self.refuse(what, f'Write "{name}": "…" into the record.')

    def identifier(self, name: str) -> str:
        """An id: a text that is not blank, or a whole number as text."""
        value = self.values.get(name)
        found = str(value) if isinstance(value, int) and not isinstance(value, bool) else self.text(name)
        if not found.strip():
            raise self.refuse(f"'{name}' is empty.", "Give the record an id of its own.")
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty where the field is absent."""
        value = self.values.get(name)
        if value is None:
            return ()
        if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, str) for one in value):
            raise self.refuse(f"'{name}' is {value!r}, not a list of texts.", f'Write "{name}": ["…"].')
        return tuple(value)

    def flag(self, name: str, default: bool) -> bool:
        """A field that is true or false; `default` where it is absent."""
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise self.refuse(f"'{name}' is {value!r}.", "Write true or false.")
        return value

    def optional_text(self, name: str) -> str | None:
        """A field that may be absent."""
        return None if self.values.get(name) is None else self.text(name)


def read_records(path: Path) -> Iterator[Record]:
    """The objects of a JSON Lines file, blank lines passed over. Raises EvaluationError for what is not an object."""
    for number, line in read_lines(path):
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            # The library counts lines too, but it is given only one of them.
            why = f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
            raise EvaluationError(f"{path}:{number}: Not JSON: {why}. Write one JSON object a line.") from error
        if not isinstance(values, dict):
            raise EvaluationError(
                f"{path}:{number}: Holds a {type(values).__name__}, not an object. Write one JSON object a line."
            )
        yield Record(path, number, values)


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1. Raises EvaluationError for a file it can't read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise EvaluationError(f"'{path}' could not be read: {error.strerror or error}. Check the path.") from error
    for number, line in enumerate(raw.split(b"\n"), start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r")
        except UnicodeDecodeError as error:
            raise EvaluationError(f"{path}:{number}: Not UTF-8: {error}. Save the file as UTF-8.") from error
        if text.strip():
            yield number, text
