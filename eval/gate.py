"""The gate: what may not go live because it got worse, or is not good enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import ConfigurationError, EvaluationError, RegressionError
from eval.baseline import FLOOR_NAMES, SavedEvaluation, read_baseline, saved
from eval.compare import Comparison, compare_evaluations
from eval.figures import FIGURES, figure_values
from eval.results import Evaluation


@dataclass(frozen=True, slots=True)
class GateSettings:
    """What an evaluation has to pass: a baseline that it may not fall below by more than chance, and floors.

    `kept` are the floors of the file that the evaluation is to replace: they go on into it, but are not held here.
    """

    baseline: SavedEvaluation | None = None
    floors: Mapping[str, float] = field(default_factory=dict)
    kept: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gate:
    """What came of it: each of `failures` is a sentence that speaks against going live."""

    saved: SavedEvaluation
    comparison: Comparison | None
    floors: Mapping[str, float]
    failures: tuple[str, ...]


def read_gate(baseline: Path | None, save: Path | None, floors: Iterable[str]) -> GateSettings:
    """What the options ask for; floors given by hand stand in for those of the files.

    Raises ConfigurationError when the baseline would be replaced by what is compared with it, and EvaluationError for
    a file that is no evaluation.
    """
    if baseline and save and baseline.resolve() == save.resolve():
        raise ConfigurationError(
            f"--baseline and --save both name '{save}': a drop would become the new baseline. To accept the new "
            "figures, run it again without --baseline."
        )
    given = read_floors(floors)
    found = read_baseline(baseline) if baseline else None
    replaced = read_baseline(save).floors if save and save.exists() else {}
    return GateSettings(found, {**(found.floors if found else {}), **given}, replaced)


def hold_gate(settings: GateSettings, evaluation: Evaluation) -> Gate:
    """Whether the evaluation passes.

    Raises EvaluationError when it shares no question with the baseline, and for a floor of a figure that it lacks.
    """
    found = saved(evaluation, {**settings.kept, **settings.floors})
    texts = {one.id: one.text for one in evaluation.questions}
    comparison = compare_evaluations(settings.baseline, found, texts) if settings.baseline else None
    failures = gate_failures(comparison, figure_values(evaluation.questions), settings.floors)
    return Gate(found, comparison, settings.floors, failures)


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
                f"The floor of {name} cannot be checked: these questions do not have that figure. false_answers needs "
                "questions that no article answers, answer_F1 reference answers, AUROC and right_at_5 questions of "
                "both sorts, all others questions that an article answers. Take the floor away, or add such questions."
            )
        if value < floor and FIGURES[name].higher_is_better:
            failures.append(f"{name} is {value:.3f}, below its floor of {floor:g}")
        if value > floor and not FIGURES[name].higher_is_better:
            failures.append(f"{name} is {value:.3f}, above its limit of {floor:g}")
    return tuple(failures)


def pass_gate(failures: Sequence[str]) -> None:
    """Nothing, where nothing speaks against going live. Raises RegressionError otherwise."""
    if failures:
        raise RegressionError(failures)


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
            raise ConfigurationError(f"--floor {text}: There is no figure '{name}'. {FLOOR_NAMES}")
        floors[figure] = _number(text, number)
    return floors


def _number(text: str, number: str) -> float:
    try:
        value = float(number)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ConfigurationError(f"--floor {text}: '{number}' is not a number from 0 to 1. Write it as nDCG@10=0.75.")
    return value
