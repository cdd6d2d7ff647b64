"""A benchmark as a person or a program reads it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Console

from eval.bench import Bench
from eval.tables.cells import NONE, table_of


def bench_to_dict(found: Bench) -> dict[str, Any]:
    """The benchmark as JSON values, ratios included."""
    publish, serve = found.publish, found.serve
    ratios = {"encode_ratio": publish.encode_ratio, "sync_ratio": publish.sync_ratio}
    return {
        "cpu": found.cpu,
        "cores": found.cores,
        "measured_at": found.measured_at.isoformat(timespec="seconds"),
        "source": found.source,
        "publish": {**asdict(publish), **ratios},
        "serve": {**asdict(serve), "p50_ratio": serve.p50_ratio},
        "rules": asdict(found.rules),
    }


def show_bench(found: Bench, out: Console) -> None:
    """Prints the tables of a benchmark."""
    publish, serve = found.publish, found.serve
    when = found.measured_at.strftime("%Y-%m-%d %H:%M UTC")
    out.print(f"{found.cpu}, {found.cores} cores, {when}", markup=False, soft_wrap=True)
    out.print(
        f"{found.source}: {publish.articles} articles, {publish.texts} texts encoded\n", markup=False, soft_wrap=True
    )
    table = table_of("publishing", "seconds", "texts/s", "of the bare speed")
    for name, seconds, ratio in (
        ("bare SentenceTransformer.encode", publish.bare_seconds, 1.0),
        ("our encoding of the same texts", publish.encode_seconds, publish.encode_ratio),
        ("whole sync, loading the encoder included", publish.sync_seconds, publish.sync_ratio),
    ):
        table.add_row(name, f"{seconds:.1f}", f"{publish.texts / seconds:.1f}", f"{ratio:.0%}")
    table.add_row("second sync, nothing changed", f"{publish.unchanged_seconds:.1f}", "", "")
    out.print(table)
    out.print()
    table = table_of(f"serving {serve.questions} questions", "p50 ms", "p95 ms", "of the bare encoding")
    table.add_row("bare ONNX encoding", f"{serve.encode_p50_ms:.1f}", f"{serve.encode_p95_ms:.1f}", "1.0 ×")
    answers = (f"{serve.answer_p50_ms:.1f}", f"{serve.answer_p95_ms:.1f}", f"{serve.p50_ratio:.1f} ×")
    table.add_row("POST /v1/chat", *answers)
    out.print(table)
    memory = NONE if serve.resident_mb is None else f"{serve.resident_mb:.0f} MB"
    out.print(
        f"\nFirst answer after {serve.first_answer_seconds:.2f} s; the server holds {memory} of memory.", soft_wrap=True
    )
    rules = found.rules
    out.print(
        f"{rules.rules} rules with {rules.examples} examples take {rules.match_p50_ms:.2f} ms a question "
        f"(p95 {rules.match_p95_ms:.2f} ms).",
        soft_wrap=True,
    )
