"""How long work tells how far it has come."""

from __future__ import annotations

from collections.abc import Callable

# Told how many more are done.
Progress = Callable[[int], None]


def no_progress(_done: int) -> None:
    """A progress callback that shows nothing."""
