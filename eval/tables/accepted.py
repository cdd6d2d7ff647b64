"""The figures with the questions accepted from use and without them, as a person or a program reads them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Console

from eval.figures import FIGURES, figures
from eval.results import Evaluation
from eval.tables.cells import share, table_of


def accepted_to_dict(found: Evaluation) -> dict[str, Any] | None:
    """What the accepted questions do, as JSON values; None where there is none in the index."""
    if found.accepted is None:
        return None
    without = figures(found.accepted.without.questions)
    return {
        "alternatives": found.accepted.count,
        "left_out": found.accepted.left_out,
        "figures_without": {name: asdict(one) for name, one in without.items()},
    }


def show_accepted(found: Evaluation, out: Console) -> None:
    """Prints the figures with and without, if there is a question accepted from use in the index."""
    if found.accepted is None:
        return
    out.print(in_words(found), soft_wrap=True)
    table = table_of("accepted questions", "with", "without", "change")
    own, without = figures(found.questions), figures(found.accepted.without.questions)
    for name in own:
        change = own[name].value - without[name].value
        table.add_row(FIGURES[name].label, share(own[name].value), share(without[name].value), f"{change:+.3f}")
    out.print(table)
    out.print()


def in_words(found: Evaluation) -> str:
    """How many accepted questions there are, and how many of the data set were left out for it, in a sentence."""
    if found.accepted is None:
        return ""
    count, left_out = found.accepted.count, found.accepted.left_out
    standing = "question accepted from use stands" if count == 1 else "questions accepted from use stand"
    if not left_out:
        return f"{count} {standing} in the index, none of them a question of this set."
    asked = "one question of this set is" if left_out == 1 else f"{left_out} questions of this set are"
    return f"{count} {standing} in the index; {asked} among them and not scored."
