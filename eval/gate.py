"""The gate: what may not go live because it got worse, or is not good enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from corpus.errors import ConfigurationError, EvaluationError
from eval.compare import Comparison
from eval.figures import FIGURES


def read_floors(texts: Iterable[str]) -> dict[str, float]:
    """The floors that a person gave as 'nDCG@10=0.75', by figure; a name may be written in any case.

    Raises ConfigurationError for a figure that doesn't exist and for what is no number from 0 to 1.
    """
    names = {name.casefold(): name for name in FIGURES}
    floors = {}
    for text in texts:
        name, _, number = text.partition("=")
        figure = names.get(name.strip().casefold())
        if figure is None:
            raise ConfigurationError(
                f"--floor {text}: There is no figure '{name}'. Floors are for {', '.join(FIGURES)}."
            )
        floors[figure] = _number(text, number)
    return floors


def gate_failures(
    comparison: Comparison | None, figures: Mapping[str, float], floors: Mapping[str, float]
) -> tuple[str, ...]:
    """What speaks against going live, a sentence each: figures that dropped significantly, and missed floors.

    For a figure of which less is better, the floor is what it may not exceed. Raises EvaluationError for a floor of a
    figure that the questions do not have.
    """
    failures = [
        f"{one.figure} got worse, {one.before:.3f} → {one.after:.3f} (p = {one.p:.4f})"
        for one in (comparison.drops if comparison else ())
    ]
    for name, floor in floors.items():
        value = figures.get(name)
        if value is None:
            raise EvaluationError(
                f"The floor of {name} cannot be checked: these questions do not have that figure. AUROC, right_at_5 "
                "and false_answers need questions that no article answers, answer_F1 needs reference answers. Take "
                "the floor away, or add such questions."
            )
        if value < floor and FIGURES[name].higher_is_better:
            failures.append(f"{name} is {value:.3f}, below its floor of {floor:g}")
        if value > floor and not FIGURES[name].higher_is_better:
            failures.append(f"{name} is {value:.3f}, above its limit of {floor:g}")
    return tuple(failures)


def _number(text: str, number: str) -> float:
    try:
        value = float(number)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ConfigurationError(f"--floor {text}: '{number}' is not a number from 0 to 1. Write it as nDCG@10=0.75.")
    return value
