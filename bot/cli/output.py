"""How the command line shows results and progress."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from embeddings.encoder import Progress as Advance

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def print_json(values: Mapping[str, Any]) -> None:
    """Prints values as indented JSON on stdout, whatever the width of the terminal."""
    out.file.write(json.dumps(values, indent=2, ensure_ascii=False) + "\n")


class ConsoleProgress:
    """Progress on stderr: bars on a terminal, one line a stage elsewhere."""

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Advance]:
        """A callback that is told how many more of `total` are done; None where that is not known."""
        started = monotonic()
        if err.is_terminal:
            columns = [SpinnerColumn(), TextColumn("{task.description}")]
            counted = [BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()] if total else []
            with Progress(*columns, *counted, console=err, transient=True) as progress:
                task = progress.add_task(name, total=total)
                yield lambda done: progress.advance(task, done)
        else:
            yield _lines(name, total)
        count = f" ({total})" if total else ""
        err.print(f"{name}{count}: {monotonic() - started:.1f} s")


def _lines(name: str, total: int | None) -> Advance:
    """A callback that prints a line at every tenth of the way, for logs."""
    done = tenths = 0

    def advance(more: int) -> None:
        nonlocal done, tenths
        done += more
        if total and total >= 500 and done * 10 // total > tenths:
            tenths = done * 10 // total
            if tenths < 10:
                err.print(f"{name}: {done} of {total}")

    return advance
