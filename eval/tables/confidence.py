"""What was fitted to labelled questions, as a person or a program reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.retrieval.confidence import FEATURES
from eval.calibrate import Behaviour, Calibration
from eval.tables.cells import literal, share, table_of
from eval.train import Trained


def calibration_to_dict(found: Calibration) -> dict[str, Any]:
    """The calibration as JSON values."""
    return asdict(found)


def show_calibration(found: Calibration, release: str | None, home: Path, out: Console) -> None:
    """Prints what a calibration does; `release` is the one that now carries it, None where nothing was stored."""
    table = table_of(f"{found.answerable} answerable questions, {found.unanswerable} not", "as shipped", "calibrated")
    rows: tuple[tuple[str, Callable[[Behaviour], float | None]], ...] = (
        ("answerable questions answered rightly", lambda one: one.answered_right),
        (f"unanswerable ones answered ({found.max_error * 100:g} % allowed)", lambda one: one.false_answers),
        ("AUROC of confidence", lambda one: one.judged.auroc),
        ("answered rightly at 5 % false answers", lambda one: one.judged.right_at_5),
        ("expected calibration error", lambda one: one.judged.calibration_error),
    )
    for name, value in rows:
        table.add_row(name, *(share(value(one)) for one in (found.shipped, found.calibrated)))
    out.print(table)
    bounds = f"answers from a confidence of {found.model.answer_at:.4f}, asks back from {found.model.clarify_at:.4f}"
    stored = f"Release {release} of '{home}', now live," if release else "Not stored: it"
    told = "Calibrated: on questions that the coefficients were not fitted to."
    out.print(f"\n{told} {stored} {bounds}.", markup=False, soft_wrap=True)


def trained_to_dict(found: Trained) -> dict[str, Any]:
    """What was trained as JSON values."""
    return asdict(found) | {"features": list(FEATURES)}


def show_trained(found: Trained, out: Console) -> None:
    """Prints default coefficients, and how good those are that did not see a set."""
    table = table_of("fitted to the other sets", "AUROC", "right at 5 %", "calibration error")
    for name, judged in found.left_out.items():
        table.add_row(literal(name), *map(share, (judged.auroc, judged.right_at_5, judged.calibration_error)))
    out.print(table)
    intercept, *weights = found.coefficients
    named = ", ".join(f"{name} {weight}" for name, weight in zip(FEATURES, weights, strict=True))
    out.print(f"\nFitted to all: intercept {intercept}, {named}", markup=False, soft_wrap=True)
