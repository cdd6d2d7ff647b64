"""What every source of articles is and gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from corpus.article import Article, Kind
from corpus.errors import Problem
from corpus.progress import Progress as Progress
from corpus.progress import no_progress as no_progress


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: a file and, in a file of many records, the line it begins at."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def problem(self, what: str, remedy: str, line: int | None = None) -> Problem:
        """A Problem at this place, or at another line of the same file."""
        return Problem(self.path, line or self.line, what, remedy)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What an article gets that does not say it itself; `locale` None means the Article's own default."""

    kind: Kind | None = None
    locale: str | None = None


NO_DEFAULTS = Defaults()


@dataclass(frozen=True, slots=True)
class SourceBatch:
    """Everything a source holds: articles with their places, and every problem found."""

    found: tuple[tuple[Article, Place], ...] = ()
    problems: tuple[Problem, ...] = ()


class Source(Protocol):
    """Where articles come from."""

    def load(self, progress: Progress = no_progress) -> SourceBatch:
        """Every article and every problem of the source, in its order; `progress` is told how many more were read.

        Raises SourceError when the source cannot be read at all.
        """
        ...
