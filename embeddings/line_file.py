"""A file of JSON objects, one a line, that several processes and a person with an editor add to and take from."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.errors import ConfigurationError

Values = Mapping[str, Any]


class LineFile:
    """The file at a path, which need not exist; a link is followed, so that it stays one.

    Every change replaces the file as a whole, under a lock on its folder: nobody sees half a line, and nobody's line is
    lost. Lines that are not touched stay as they are, to the byte, even those that are no JSON.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def rows(self) -> Iterator[tuple[int, Values]]:
        """The objects with the numbers of their lines, from 1; blank lines are passed over.

        Raises ConfigurationError for a line that holds no object.
        """
        for number, line in enumerate(self._lines(), start=1):
            if line.strip():
                values = _object(line)
                if values is None:
                    raise ConfigurationError(f"{self.path}:{number}: Not a JSON object. Mend the line, or take it out.")
                yield number, values

    def put(self, rows: Sequence[Values], instead_of: Callable[[Values], bool]) -> None:
        """Adds the rows at the end and takes out those that they stand instead of. Raises ConfigurationError."""
        with self._locked():
            lines = self._lines()
            kept = [line for line in lines if (values := _object(line)) is None or not instead_of(values)]
            added = [json.dumps(row, ensure_ascii=False).encode() for row in rows]
            if added or len(kept) < len(lines):
                self._write([*kept, *added])

    def remove(self, which: Callable[[Values], bool]) -> None:
        """Takes out the rows of which `which` holds. Raises ConfigurationError."""
        if self.path.exists():
            self.put((), which)

    def _lines(self) -> list[bytes]:
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._unusable("read", error) from error
        return text.removesuffix(b"\n").split(b"\n") if text else []

    def _write(self, lines: Sequence[bytes]) -> None:
        target = self.path.resolve()
        unfinished = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with unfinished.open("wb") as file:
                file.writelines(line + b"\n" for line in lines)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                unfinished.chmod(target.stat().st_mode & 0o777)
            unfinished.replace(target)
        except OSError as error:
            raise self._unusable("written", error) from error
        finally:
            unfinished.unlink(missing_ok=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        # The folder, not a file beside it, which would lie about in the team's repository.
        folder = self.path.resolve().parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(folder, os.O_RDONLY)
        except OSError as error:
            raise self._unusable("written", error) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _unusable(self, done: str, error: OSError) -> ConfigurationError:
        return ConfigurationError(
            f"'{self.path}' could not be {done}: {error.strerror or error}. Check the path and who may write there."
        )


def _object(line: bytes) -> Values | None:
    try:
        values = json.loads(line)
    except ValueError:
        return None
    return values if isinstance(values, dict) else None
