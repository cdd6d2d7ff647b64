"""A benchmark of the store as a person or a program reads it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Console

from eval.store_bench.bench import StoreBench
from eval.tables.cells import table_of


def store_bench_to_dict(found: StoreBench) -> dict[str, Any]:
    """The benchmark as JSON values."""
    return {**asdict(found), "measured_at": found.measured_at.isoformat(timespec="seconds")}


def show_store_bench(found: StoreBench, out: Console) -> None:
    """Prints the table of a benchmark."""
    when = found.measured_at.strftime("%Y-%m-%d %H:%M UTC")
    out.print(f"{found.machine.cpu}, {found.machine.cores} cores, {when}", markup=False, soft_wrap=True)
    filled = "filled before" if found.filled_seconds is None else f"filled in {found.filled_seconds:.0f} s"
    out.print(f"{found.database}: {found.conversations:,} conversations, {filled}\n", markup=False, soft_wrap=True)
    table = table_of("milliseconds", "p50", "p95")
    for speed in found.speeds:
        table.add_row(speed.name, f"{speed.p50_ms:.1f}", f"{speed.p95_ms:.1f}")
    out.print(table)
