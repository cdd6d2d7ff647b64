"""How the command line shows results and progress."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderableType, RenderHook, RenderResult
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.segment import Segment

from corpus.sources.values import without_controls
from embeddings.encoder import Progress as Advance

_ESCAPED_IN_JSON = re.compile("[\x7f-\x9f\ud800-\udfff]")
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")  # which no encoding can write


@dataclass(frozen=True)
class _Harmless:
    """What is to be shown, without the control and half characters that texts and file names may bring."""

    shown: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for part in console.render(self.shown, options):
            yield part if part.control else Segment(_harmless(part.text), part.style)


class _HarmlessHook(RenderHook):
    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        return [_Harmless(one) for one in renderables]


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, highlight=False)
    console.push_render_hook(_HarmlessHook())
    return console


out = _console(stderr=False)
err = _console(stderr=True)


def print_json(values: Mapping[str, Any]) -> None:
    """Prints values as indented JSON on stdout, whatever the width of the terminal."""
    text = json.dumps(values, indent=2, ensure_ascii=False)
    out.file.write(_ESCAPED_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def _harmless(text: str) -> str:
    return _HALF_CHARACTERS.sub("\ufffd", without_controls(text))


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
        err.print(f"{name}{count}: {monotonic() - started:.1f} s", soft_wrap=True)


def _lines(name: str, total: int | None) -> Advance:
    """A callback that prints a line at every tenth of the way, for logs."""
    done = tenths = 0

    def advance(more: int) -> None:
        nonlocal done, tenths
        done += more
        if total and total >= 500 and done * 10 // total > tenths:
            tenths = done * 10 // total
            if tenths < 10:
                err.print(f"{name}: {done} of {total}", soft_wrap=True)

    return advance
