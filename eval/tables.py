"""An evaluation as a person or a program reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.confidence import FEATURES
from eval.answer_quality import AnswerQuality, Compared, Quality
from eval.bench import Bench
from eval.calibrate import Behaviour, Calibration
from eval.compare import Comparison, Difference, State
from eval.figures import AUROC, ECE, RIGHT_AT_5, baseline_figures, figures
from eval.measures import MEASURES
from eval.results import Evaluation
from eval.runs import RunScores
from eval.significance import Estimate
from eval.slices import SliceScores, slices
from eval.systems import System
from eval.train import Trained

_NONE = "–"
LISTED = 10


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
    out.print(
        "In brackets: the 95 % bootstrap interval over questions. Rightly: answerable questions answered from the "
        "right article. Falsely: unanswerable questions answered.",
        soft_wrap=True,
    )
    out.print(
        f"Milliseconds a question: encode {times.encode_ms:.1f} (in batches), retrieve {times.retrieve_ms:.1f}, "
        f"answer {times.answer_ms:.1f}"
    )


def comparison_to_dict(found: Comparison) -> dict[str, Any]:
    """The comparison as JSON values, every question that got better or worse included."""
    differences = [
        {**asdict(one), "gain": one.gain, "significant": one.significant, "dropped": one.dropped}
        for one in found.differences
    ]
    return {**asdict(found), "verdict": found.verdict, "differences": differences}


def show_comparison(found: Comparison, out: Console) -> None:
    """Prints what differs between two results, and the questions that changed most."""
    out.print(f"{found.after} against {found.before}: {found.verdict}", markup=False, soft_wrap=True)
    for line in _not_compared(found):
        out.print(line, markup=False, soft_wrap=True)
    out.print()
    out.print(_differences(found.differences))
    for title, changes in (("got better", found.better), ("got worse", found.worse)):
        which = "" if len(changes) <= LISTED else f", the {LISTED} that changed most"
        out.print(f"\n{len(changes)} of {found.shared} questions {title}{which}{':' if changes else ''}")
        for one in changes[:LISTED]:
            out.print(f"  {one.id}  {one.text}".rstrip(), markup=False, soft_wrap=True)
            out.print(f"      {_change(one.before, one.after)}", markup=False, soft_wrap=True)


def show_run(found: RunScores, out: Console) -> None:
    """Prints the scores of one run."""
    table = _table(f"{len(found.scores)} judged queries", _literal(found.name))
    for name, mean in found.means.items():
        table.add_row(name, _estimate(mean))
    out.print(table)


def run_to_dict(found: RunScores) -> dict[str, Any]:
    """The scores of one run as JSON values."""
    return {**asdict(found), "judged": len(found.scores)}


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


def calibration_to_dict(found: Calibration) -> dict[str, Any]:
    """The calibration as JSON values."""
    return asdict(found)


def show_calibration(found: Calibration, release: str | None, out: Console) -> None:
    """Prints what a calibration changes; `release` is the one that now carries it, None where nothing was stored."""
    table = _table(f"{found.answerable} answerable questions, {found.unanswerable} not", "before", "after")
    rows: tuple[tuple[str, Callable[[Behaviour], float | None]], ...] = (
        ("answerable questions answered rightly", lambda one: one.answered_right),
        (f"unanswerable ones answered ({found.max_error:.1%} allowed)", lambda one: one.false_answers),
        ("AUROC of confidence", lambda one: one.judged.auroc),
        ("answered rightly at 5 % false answers", lambda one: one.judged.right_at_5),
        ("expected calibration error", lambda one: one.judged.calibration_error),
    )
    for name, value in rows:
        table.add_row(name, *(_share(value(one)) for one in (found.before, found.after)))
    out.print(table)
    bounds = f"answers from a confidence of {found.model.answer_at:.4f}, asks back from {found.model.clarify_at:.4f}"
    stored = f"Release {release}" if release else "Not stored: it"
    out.print(f"\nAfter: on questions that it was not fitted to. {stored} {bounds}.", markup=False, soft_wrap=True)


def trained_to_dict(found: Trained) -> dict[str, Any]:
    """What was trained as JSON values."""
    return asdict(found) | {"features": list(FEATURES)}


def show_trained(found: Trained, out: Console) -> None:
    """Prints default coefficients, and how good those are that did not see a set."""
    table = _table("fitted to the other sets", "AUROC", "right at 5 %", "calibration error")
    for name, judged in found.left_out.items():
        table.add_row(_literal(name), *map(_share, (judged.auroc, judged.right_at_5, judged.calibration_error)))
    out.print(table)
    intercept, *weights = found.coefficients
    named = ", ".join(f"{name} {weight}" for name, weight in zip(FEATURES, weights, strict=True))
    out.print(f"\nFitted to all: intercept {intercept}, {named}", markup=False, soft_wrap=True)


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
    table = _table(f"against {found.measured} of {asked} reference answers", "F1", "recall", "numbers", "words")
    for name, quality in (*_compared(found, "quoted from the right article"), *_at_same_length(found)):
        table.add_row(name, *_quality(quality))
    table.add_section()
    for name, quality in _compared(found.retrieved, f"all {asked}: quoted from what was found"):
        table.add_row(name, *_quality(quality))
    return table


def _compared(found: Compared, quoted: str) -> tuple[tuple[str, Quality], ...]:
    own, start, passage = found.extracts, found.passage_starts, found.passages
    return (quoted, own), ("  start of its passage", start), ("  its whole passage", passage)


def _at_same_length(found: Compared) -> Iterator[tuple[str, Quality]]:
    for words, (own, passage) in found.cut.items():
        yield f"cut to {words} words: quoted", own
        yield "  its passage", passage


def _quality(quality: Quality) -> tuple[str, ...]:
    return f"{quality.f1:.3f}", f"{quality.recall:.3f}", _share(quality.number_recall), f"{quality.words:.0f}"


def _not_compared(found: Comparison) -> list[str]:
    counts = (
        (found.changed, "of the same id were asked or judged otherwise, and are not compared"),
        (found.only_before, f"only in {found.before}"),
        (found.only_after, f"only in {found.after}"),
        (found.unjudged, "passed over, because nobody judged them"),
    )
    left_out = [f"{count} {what}" for count, what in counts if count]
    lines = [f"{found.shared} questions compared" + "".join(f"; {what}" for what in left_out)]
    return lines + [f"{name}: {before} before, {after} now" for name, (before, after) in found.settings.items()]


def _differences(differences: Sequence[Difference]) -> Table:
    table = _table("figure", "questions", "before", "after", "change", "p", "")
    for one in differences:
        p = _NONE if one.p is None else f"{one.p:.4f}"
        verdict = ("worse" if one.dropped else "better") if one.significant else ""
        figures = (f"{one.before:.3f}", f"{one.after:.3f}", f"{one.after - one.before:+.3f}")
        table.add_row(one.figure, str(one.count), *figures, p, verdict)
    return table


def _change(before: State, after: State) -> str:
    """What became of a question before and after, once where it is the same."""
    pairs = [(_found(before), _found(after))]
    if before.outcome and after.outcome:
        pairs.insert(0, (before.outcome.value, after.outcome.value))
    if before.ndcg != after.ndcg:
        pairs.append((f"nDCG@10 {_share(before.ndcg)}", _share(after.ndcg)))
    return "; ".join(old if old == new else f"{old} → {new}" for old, new in pairs)


def _found(state: State) -> str:
    top = state.top_article_id or "nothing found"
    return top if state.ndcg is None else f"{top} ({'right' if state.right else 'wrong'})"


def _literal(text: str) -> str:
    return text.replace("[", r"\[")


def _slice(dimension: str, values: Mapping[str, SliceScores]) -> Table:
    table = _table(dimension, "questions", "Success@1", "nDCG@10", "answered", "rightly", "falsely")
    for value, one in values.items():
        ranking = (one.scores["Success@1"], one.scores["nDCG@10"]) if one.scores else (None, None)
        shares = (*ranking, one.answered, one.answered_right, one.false_answers)
        table.add_row(_literal(value), str(one.count), *map(_share, shares))
    return table


def _share(value: float | None) -> str:
    return _NONE if value is None else f"{value:.3f}"


def _table(first: str, *columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    return table
