"""What the tables are made of: columns, shares, intervals, and text that is no markup."""

from __future__ import annotations

from rich.table import Table

from eval.significance import Estimate

NONE = "–"


def table_of(first: str, *columns: str) -> Table:
    """An empty table: the first column holds names, the others numbers."""
    table = Table(box=None, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def share(value: float | None) -> str:
    """A figure to three decimals; a dash where there is none."""
    return NONE if value is None else f"{value:.3f}"


def estimate(found: Estimate) -> str:
    """A figure with its interval in brackets, where it has one."""
    if found.low is None or found.high is None:
        return share(found.value)
    return rf"{found.value:.3f} \[{found.low:.3f}, {found.high:.3f}]"


def literal(text: str) -> str:
    """The text as rich prints it word for word."""
    return text.replace("[", r"\[")
