"""An evaluation as a person or a program reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.answer_quality import AnswerQuality
from eval.bench import Bench
from eval.figures import AUROC, ECE, RIGHT_AT_5, baseline_figures, figures
from eval.measures import MEASURES
from eval.results import Evaluation
from eval.significance import Estimate
from eval.slices import SliceScores, slices
from eval.systems import System

_NONE = "–"


def evaluation_to_dict(found: Evaluation) -> dict[str, Any]:
    """The evaluation as JSON values."""
    groups = slices(found.questions)
    return {
        "dataset": found.dataset,
        "release": found.release,
        "settings": {**asdict(found.settings), "today": found.settings.today.isoformat()},
        "judged": found.judged,
        "unanswerable": found.unanswerable,
        "unjudged": found.unjudged,
        "systems": {system.value: dict(scores) for system, scores in found.systems.items()},
        "figures": {name: asdict(one) for name, one in figures(found.questions).items()},
        "baseline_figures": {
            system.value: {name: asdict(one) for name, one in own.items()}
            for system, own in baseline_figures(found.questions).items()
        },
        "refusal": asdict(found.refusals) if found.refusals else None,
        "answers": asdict(found.answers) if found.answers else None,
        "clarify": asdict(found.clarifying),
        "tags": {tag: asdict(scores) for tag, scores in groups.get("tag", {}).items()},
        "slices": {name: {value: asdict(one) for value, one in values.items()} for name, values in groups.items()},
        "timings": asdict(found.timings),
    }


def show_evaluation(found: Evaluation, out: Console) -> None:
    """Prints the tables of an evaluation."""
    own = figures(found.questions)
    counts = f"{found.judged} answerable questions, {found.unanswerable} that no article answers"
    left_out = f", {found.unjudged} left out because nobody judged them" if found.unjudged else ""
    out.print(f"{found.dataset} on release {found.release}: {counts}{left_out}\n", markup=False, soft_wrap=True)
    tables: list[Table] = [_systems(own, baseline_figures(found.questions)), _answering(own, found)]
    if found.answers:
        tables.append(_answers(found.answers))
    tables += [_slice(dimension, values) for dimension, values in slices(found.questions).items()]
    for table in tables:
        out.print(table)
        out.print()
    times = found.timings
    out.print("In brackets: the 95 % bootstrap interval over questions.")
    out.print(
        f"Milliseconds a question: encode {times.encode_ms:.1f} (in batches), retrieve {times.retrieve_ms:.1f}, "
        f"answer {times.answer_ms:.1f}"
    )


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
    }


def show_bench(found: Bench, out: Console) -> None:
    """Prints the tables of a benchmark."""
    publish, serve = found.publish, found.serve
    when = found.measured_at.strftime("%Y-%m-%d %H:%M UTC")
    out.print(f"{found.cpu}, {found.cores} cores, {when}", markup=False, soft_wrap=True)
    out.print(
        f"{found.source}: {publish.articles} articles, {publish.texts} texts encoded\n", markup=False, soft_wrap=True
    )
    table = _table("publishing", "seconds", "texts/s", "of the bare speed")
    for name, seconds, ratio in (
        ("bare SentenceTransformer.encode", publish.bare_seconds, 1.0),
        ("our encoding of the same texts", publish.encode_seconds, publish.encode_ratio),
        ("whole sync, loading the encoder included", publish.sync_seconds, publish.sync_ratio),
    ):
        table.add_row(name, f"{seconds:.1f}", f"{publish.texts / seconds:.1f}", f"{ratio:.0%}")
    table.add_row("second sync, nothing changed", f"{publish.unchanged_seconds:.1f}", "", "")
    out.print(table)
    out.print()
    table = _table(f"serving {serve.questions} questions", "p50 ms", "p95 ms", "of the bare encoding")
    table.add_row("bare ONNX encoding", f"{serve.encode_p50_ms:.1f}", f"{serve.encode_p95_ms:.1f}", "1.0 ×")
    answers = (f"{serve.answer_p50_ms:.1f}", f"{serve.answer_p95_ms:.1f}", f"{serve.p50_ratio:.1f} ×")
    table.add_row("POST /v1/chat", *answers)
    out.print(table)
    memory = _NONE if serve.resident_mb is None else f"{serve.resident_mb:.0f} MB"
    out.print(
        f"\nFirst answer after {serve.first_answer_seconds:.2f} s; the server holds {memory} of memory.", soft_wrap=True
    )


def _systems(own: Mapping[str, Estimate], others: Mapping[System, Mapping[str, Estimate]]) -> Table:
    table = _table("ranking", System.FULL.value, *(system.value for system in others))
    for name in MEASURES:
        table.add_row(name, _estimate(own[name]), *(_estimate(figures[name]) for figures in others.values()))
    return table


def _answering(own: Mapping[str, Estimate], found: Evaluation) -> Table:
    refusals, clarify = found.refusals, found.clarifying
    rows: list[tuple[str, Estimate | float | None]] = [
        ("answerable questions answered", own["answered"]),
        ("  … with the right article", own["answered_right"]),
        ("  … asked back on (clarify)", clarify.share),
        ("      … offering the right article", clarify.helped),
    ]
    if refusals:
        rows += [
            ("unanswerable questions answered (false answers)", own["false_answers"]),
            ("refusal precision", refusals.precision),
            ("refusal recall", refusals.recall),
            ("AUROC of confidence", own[AUROC]),
            ("answered rightly at 5 % false answers", own[RIGHT_AT_5]),
        ]
    rows.append(("expected calibration error", own[ECE]))
    table = _table("answering and refusing", "share")
    for name, value in rows:
        table.add_row(name, _estimate(value) if isinstance(value, Estimate) else _share(value))
    return table


def _estimate(found: Estimate) -> str:
    if found.low is None or found.high is None:
        return _share(found.value)
    return rf"{found.value:.3f} \[{found.low:.3f}, {found.high:.3f}]"


def _answers(found: AnswerQuality) -> Table:
    asked = found.measured + found.not_retrieved
    title = f"against {found.measured} of {asked} reference answers"
    table = _table(title, "F1", "recall", "numbers", "words")
    for name, quality in (
        ("quoted from the right article", found.extracts),
        ("start of its passage", found.passage_starts),
        ("its whole passage", found.passages),
    ):
        numbers = _NONE if quality.number_recall is None else f"{quality.number_recall:.3f}"
        table.add_row(name, f"{quality.f1:.3f}", f"{quality.recall:.3f}", numbers, f"{quality.words:.0f}")
    return table


def _slice(dimension: str, values: Mapping[str, SliceScores]) -> Table:
    table = _table(dimension, "questions", "Success@1", "nDCG@10", "answered", "rightly", "falsely")
    for value, one in values.items():
        ranking = (one.scores["Success@1"], one.scores["nDCG@10"]) if one.scores else (None, None)
        shares = (*ranking, one.answered, one.answered_right, one.false_answers)
        table.add_row(value.replace("[", r"\["), str(one.count), *map(_share, shares))
    return table


def _share(value: float | None) -> str:
    return _NONE if value is None else f"{value:.3f}"


def _table(first: str, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    return table
