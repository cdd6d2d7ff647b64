"""An evaluation as a person or a program reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.answer_quality import AnswerQuality, Compared, Quality
from eval.figures import AUROC, ECE, RIGHT_AT_5, baseline_figures, figures
from eval.measures import MEASURES
from eval.results import Evaluation
from eval.significance import Estimate
from eval.slices import SliceScores, slices
from eval.systems import System
from eval.tables.accepted import accepted_to_dict, show_accepted
from eval.tables.cells import estimate, literal, share, table_of


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
        "accepted": accepted_to_dict(found),
    }


def show_evaluation(found: Evaluation, out: Console) -> None:
    """Prints the tables of an evaluation."""
    own = figures(found.questions)
    counts = f"{found.judged} answerable questions, {found.unanswerable} that no article answers"
    left_out = f", {found.unjudged} left out because nobody judged them" if found.unjudged else ""
    out.print(f"{found.dataset} on release {found.release}: {counts}{left_out}\n", markup=False, soft_wrap=True)
    tables: list[Table] = [_systems(own, baseline_figures(found.questions))] if found.judged else []
    tables.append(_answering(own, found))
    if found.answers:
        tables.append(_answers(found.answers))
    tables += [_slice(dimension, values) for dimension, values in slices(found.questions).items()]
    for table in tables:
        out.print(table)
        out.print()
    show_accepted(found, out)
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


def _systems(own: Mapping[str, Estimate], others: Mapping[System, Mapping[str, Estimate]]) -> Table:
    table = table_of("ranking", System.FULL.value, *(system.value for system in others))
    for name in MEASURES:
        table.add_row(name, estimate(own[name]), *(estimate(figures[name]) for figures in others.values()))
    return table


def _answering(own: Mapping[str, Estimate], found: Evaluation) -> Table:
    refusals, clarify = found.refusals, found.clarifying
    rows: list[tuple[str, Estimate | float | None]] = []
    if found.judged:
        rows += [
            ("answerable questions answered", own["answered"]),
            ("  … with the right article", own["answered_right"]),
            ("  … asked back on (clarify)", clarify.share),
            ("      … offering the right article", clarify.helped),
        ]
    if found.unanswerable:
        rows.append(("unanswerable questions answered (false answers)", own["false_answers"]))
    if refusals:
        rows += [
            ("refusal precision", refusals.precision),
            ("refusal recall", refusals.recall),
            ("AUROC of confidence", own[AUROC]),
            ("answered rightly at 5 % false answers", own[RIGHT_AT_5]),
        ]
    rows.append(("expected calibration error", own[ECE]))
    table = table_of("answering and refusing", "share")
    for name, value in rows:
        table.add_row(name, estimate(value) if isinstance(value, Estimate) else share(value))
    return table


def _answers(found: AnswerQuality) -> Table:
    asked = found.measured + found.not_retrieved
    table = table_of(f"against {found.measured} of {asked} reference answers", "F1", "recall", "numbers", "words")
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
    return f"{quality.f1:.3f}", f"{quality.recall:.3f}", share(quality.number_recall), f"{quality.words:.0f}"


def _slice(dimension: str, values: Mapping[str, SliceScores]) -> Table:
    table = table_of(dimension, "questions", "Success@1", "nDCG@10", "answered", "rightly", "falsely")
    for value, one in values.items():
        ranking = (one.scores["Success@1"], one.scores["nDCG@10"]) if one.scores else (None, None)
        shares = (*ranking, one.answered, one.answered_right, one.false_answers)
        table.add_row(literal(value), str(one.count), *map(share, shares))
    return table
