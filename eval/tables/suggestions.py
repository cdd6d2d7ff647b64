"""An evaluation of suggested replies as a person or a program reads it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Console

from eval.suggestions import MEASURES, SuggestionsEvaluation
from eval.tables.cells import estimate, table_of

# Of these, less is better.
_COSTS = frozenset({"wrongly_missing", "repeated"})


def suggestions_to_dict(found: SuggestionsEvaluation) -> dict[str, Any]:
    """The evaluation as JSON values, case by case too."""
    return {
        "dataset": found.dataset,
        "release": found.release,
        "cases": len(found.cases),
        "mean_drafts": found.mean_drafts,
        "median_ms": found.median_ms,
        "measures": {name: {"label": MEASURES[name], **asdict(one)} for name, one in found.measures.items()},
        "results": [
            {
                "id": one.case.id,
                "questions": list(one.questions),
                "missing": list(one.missing),
                "drafts": [{"cited": sorted(draft.cited), "text": draft.text} for draft in one.drafts],
                "own": dict(one.own),
                "baseline": dict(one.baseline),
                "total_ms": one.total_ms,
            }
            for one in found.cases
        ],
    }


def show_suggestions(found: SuggestionsEvaluation, out: Console) -> None:
    """Prints the table of an evaluation of suggested replies."""
    out.print(
        f"{found.dataset} on release {found.release}: {len(found.cases)} replies, {found.mean_drafts:.1f} drafts "
        "each\n",
        markup=False,
        soft_wrap=True,
    )
    table = table_of("measure", "replies", "drafts", "first three passages", "p")
    table.columns[0].no_wrap = False  # figures are never cut off, names go on in a second line
    for name, one in found.measures.items():
        label = f"{MEASURES[name]}{' (less is better)' if name in _COSTS else ''}"
        table.add_row(label, str(one.count), estimate(one.own), estimate(one.baseline), f"{one.p_value:.3f}")
    out.print(table)
    out.print(
        "\nIn brackets: the 95 % bootstrap interval over replies. p: paired randomisation test of the difference. The "
        "first three passages: each as it is, as a draft of its own.",
        soft_wrap=True,
    )
    out.print(f"Milliseconds a conversation, median: {found.median_ms:.0f}")
