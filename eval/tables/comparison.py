"""Runs, and what differs between two results, as a person or a program reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.compare import Comparison, Difference, State
from eval.runs import RunScores
from eval.tables.cells import NONE, estimate, literal, share, table_of

LISTED = 10


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
    table = table_of(f"{len(found.scores)} judged queries", literal(found.name))
    for name, mean in found.means.items():
        table.add_row(name, estimate(mean))
    out.print(table)


def run_to_dict(found: RunScores) -> dict[str, Any]:
    """The scores of one run as JSON values."""
    return {**asdict(found), "judged": len(found.scores)}


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
    table = table_of("figure", "questions", "before", "after", "change", "p", "")
    for one in differences:
        p = NONE if one.p is None else f"{one.p:.4f}"
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
        pairs.append((f"nDCG@10 {share(before.ndcg)}", share(after.ndcg)))
    return "; ".join(old if old == new else f"{old} → {new}" for old, new in pairs)


def _found(state: State) -> str:
    top = state.top_article_id or "nothing found"
    return top if state.ndcg is None else f"{top} ({'right' if state.right else 'wrong'})"
