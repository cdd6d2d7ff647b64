"""The figures that an evaluation is judged by, each with how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from eval.curves import expected_calibration_error, reliability
from eval.measures import FALSE_ANSWERS_ALLOWED, MEASURES, Scores
from eval.results import QuestionResult
from eval.significance import Estimate, Floats, estimate, resamples
from eval.systems import System


class Measured(Protocol):
    """What a figure is worked out from: one judged question, of this evaluation or of one that was saved."""

    @property
    def answerable(self) -> bool:
        """Whether an article answers it."""
        ...

    @property
    def scores(self) -> Scores:
        """The ranking measures; empty where no article answers it."""
        ...

    @property
    def answered(self) -> bool:
        """Whether the bot answered."""
        ...

    @property
    def right(self) -> bool:
        """Whether the top article is relevant."""
        ...

    @property
    def confidence(self) -> float:
        """The probability that the top article answers it."""
        ...

    @property
    def answer_f1(self) -> float | None:
        """What the quoted answer shares with the reference answer; None where that was not measured."""
        ...


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by its name; `higher_is_better` says which way is up.

    One that is the mean of a `value` of each question it counts is given by that value, None for one it doesn't count.
    """

    name: str
    label: str
    higher_is_better: bool = True
    value: Callable[[Measured], float | None] | None = None


def _ranking_measure(name: str) -> Callable[[Measured], float | None]:
    return lambda one: one.scores.get(name)


AUROC, RIGHT_AT_5, ECE = "AUROC", "right_at_5", "ECE"
_FIGURES = (
    *(Figure(name, name, value=_ranking_measure(name)) for name in MEASURES),
    Figure("answered", "answered", value=lambda one: float(one.answered) if one.answerable else None),
    Figure(
        "answered_right",
        "answered rightly",
        value=lambda one: float(one.answered and one.right) if one.answerable else None,
    ),
    Figure(
        "false_answers",
        "false answers",
        higher_is_better=False,
        value=lambda one: None if one.answerable else float(one.answered),
    ),
    Figure(AUROC, "AUROC of confidence"),
    Figure(RIGHT_AT_5, "answered rightly at 5 % false answers"),
    Figure(ECE, "calibration error", higher_is_better=False),
    Figure("answer_F1", "F1 of what is quoted", value=lambda one: one.answer_f1),
)
FIGURES: Mapping[str, Figure] = {figure.name: figure for figure in _FIGURES}


def figure_values(questions: Sequence[Measured]) -> dict[str, float]:
    """Every figure that these questions have, by name, in the order of FIGURES.

    Shares of unanswerable questions need one of them, AUROC and what hangs on it both sorts.
    """
    found = {name: float(values.mean()) for name in FIGURES if len(values := values_of(name, questions))}
    found[ECE] = _calibration_error(questions)
    told = _Confidences.of(questions)
    if told:
        once = np.ones((1, len(told.positives))), np.ones((1, len(told.negatives)))
        found[AUROC], found[RIGHT_AT_5] = float(told.auroc(*once)[0]), float(told.right_at_5(*once)[0])
    return {name: found[name] for name in FIGURES if name in found}


def figures(questions: Sequence[Measured]) -> dict[str, Estimate]:
    """The figures with their intervals, of at least one question.

    Answerable and unanswerable questions are resampled apart, since their numbers were chosen by whoever made the set.
    The calibration error has no interval: resampling adds noise to every bin and so shifts it upwards.
    """
    bootstrap = _Bootstrap()
    found = {name: Estimate(value) for name, value in figure_values(questions).items()}
    for name, one in found.items():
        values = values_of(name, questions)
        if len(values):
            found[name] = estimate(one.value, bootstrap.means(values))
    told = _Confidences.of(questions)
    if told:
        drawn = bootstrap.draws(len(told.positives)), bootstrap.draws(len(told.negatives), stream=1)
        found[AUROC] = estimate(found[AUROC].value, told.auroc(*drawn))
        found[RIGHT_AT_5] = estimate(found[RIGHT_AT_5].value, told.right_at_5(*drawn))
    return found


def baseline_figures(questions: Sequence[QuestionResult]) -> dict[System, dict[str, Estimate]]:
    """The ranking measures of the systems that the full one is held against."""
    judged = [one for one in questions if one.answerable]
    return {
        system: mean_figures({name: [one.baseline_scores[system][name] for one in judged] for name in MEASURES})
        for system in (judged[0].baseline_scores if judged else ())
    }


def mean_figures(columns: Mapping[str, Sequence[float]]) -> dict[str, Estimate]:
    """The mean of each column over the same questions, of which there is at least one."""
    bootstrap = _Bootstrap()
    arrays = {name: np.array(column, dtype=np.float64) for name, column in columns.items()}
    return {name: estimate(float(values.mean()), bootstrap.means(values)) for name, values in arrays.items()}


def values_of(name: str, questions: Sequence[Measured]) -> Floats:
    """The values whose mean is the figure, of the questions that it counts, in their order; empty if it is no mean."""
    value = FIGURES[name].value
    found = [] if value is None else [value(one) for one in questions]
    return np.array([one for one in found if one is not None], dtype=np.float64)


class _Bootstrap:
    """Draws the questions anew; as many of the same sort are drawn only once, since drawing is what takes time."""

    def __init__(self) -> None:
        self._drawn: dict[tuple[int, int], Floats] = {}

    def draws(self, count: int, stream: int = 0) -> Floats:
        """How often each question is in each resample: (resamples, count)."""
        found = self._drawn.get((count, stream))
        if found is None:
            found = self._drawn[count, stream] = resamples(count, stream=stream)
        return found

    def means(self, values: Floats) -> Floats:
        """The mean of at least one value in each resample."""
        means: Floats = self.draws(len(values)) @ values / len(values)
        return means


def _calibration_error(questions: Sequence[Measured]) -> float:
    confidence = np.array([one.confidence for one in questions], dtype=np.float64)
    right = np.array([one.right for one in questions], dtype=np.bool_)
    return expected_calibration_error(reliability(confidence, right))


@dataclass(frozen=True, slots=True)
class _Confidences:
    """Of the answerable questions with whether the top article is right, and of the unanswerable ones, ascending.

    Its measures are those of `eval.measures`, for many samples at once: `drawn` (samples, positives) and `others`
    (samples, negatives) say how often each question is in each sample.
    """

    positives: Floats
    right: npt.NDArray[np.bool_]
    negatives: Floats

    @classmethod
    def of(cls, questions: Sequence[Measured]) -> _Confidences | None:
        """Those of the questions; None unless there are both sorts."""
        answerable = [one for one in questions if one.answerable]
        negatives = np.sort([one.confidence for one in questions if not one.answerable])
        if not answerable or not len(negatives):
            return None
        positives = np.array([one.confidence for one in answerable], dtype=np.float64)
        return cls(positives, np.array([one.right for one in answerable], dtype=np.bool_), negatives)

    def auroc(self, drawn: Floats, others: Floats) -> Floats:
        """The AUROC of each sample."""
        running = _running(others)
        below, not_above = (np.searchsorted(self.negatives, self.positives, side=side) for side in ("left", "right"))
        won: Floats = (drawn * (running[:, below] + running[:, not_above])).sum(axis=1) / 2
        return won / (len(self.positives) * len(self.negatives))

    def right_at_5(self, drawn: Floats, others: Floats) -> Floats:
        """The share answered rightly in each sample at the threshold that lets 5 % of its unanswerable ones through."""
        allowed = int(FALSE_ANSWERS_ALLOWED * len(self.negatives))
        # The first unanswerable question of each sample that must not get an answer, counted from the surest.
        first = (_running(others) < len(self.negatives) - allowed).sum(axis=1) - 1
        order = np.argsort(self.positives[self.right])
        surer = np.searchsorted(self.positives[self.right][order], self.negatives[first], side="right")
        running = _running(drawn[:, self.right][:, order])
        answered: Floats = running[:, -1] - running[np.arange(len(running)), surer]
        return answered / len(self.positives)


def _running(drawn: Floats) -> Floats:
    """How many of each sample come before each question, and all of them: (samples, questions + 1)."""
    return np.concatenate([np.zeros((len(drawn), 1)), np.cumsum(drawn, axis=1)], axis=1)
