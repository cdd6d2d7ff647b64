"""Two results on the same questions: which figures differ by more than chance, and which questions make them differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.answer import Outcome
from corpus.errors import EvaluationError
from eval.baseline import SavedEvaluation, SavedQuestion
from eval.figures import AUROC, FIGURES, figure_values
from eval.significance import ALPHA, Floats, auroc_differences, randomisation_p_values

CHANGES_BY = "nDCG@10"
_NOTHING = 1e-9
# How much is answered is neither good nor bad by itself.
_COMPARED = tuple(name for name in FIGURES if name != "answered")


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure on the questions that both results hold; `count` says how many of them it counts.

    `p` is the two-sided p-value of the paired randomisation test, None for a figure that is not a mean over questions
    or pairs of them. Each figure is tested by itself, without a correction for their number: they measure nearly the
    same thing, so that a correction would let real drops through; and where a drop goes live unseen, customers pay,
    while a false alarm costs a look at the list of questions.
    """

    figure: str
    count: int
    before: float
    after: float
    p: float | None

    @property
    def gain(self) -> float:
        """By how much the figure got better; negative where it got worse."""
        return (self.after - self.before) * (1 if FIGURES[self.figure].higher_is_better else -1)

    @property
    def significant(self) -> bool:
        """Whether so large a difference is rare among systems that are equally good."""
        return self.p is not None and self.p < ALPHA

    @property
    def dropped(self) -> bool:
        """Whether the figure got significantly worse."""
        return self.significant and self.gain < 0


@dataclass(frozen=True, slots=True)
class State:
    """How one question fared; `right` is whether the top article answers it.

    `ndcg` is None where no article answers it, `outcome` for a bare run.
    """

    ndcg: float | None
    top_article_id: str | None
    right: bool
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A question that got better or worse.

    `gain` is what nDCG@10 gained, and 1 more where the bot now does what it should and did not before (answer from the
    right article, or refuse what no article answers), 1 less where it no longer does.
    """

    id: str
    text: str
    before: State
    after: State
    gain: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two results: the questions both hold, and how many only one of them holds.

    `changed` counts questions of the same id that were asked or judged otherwise, `unjudged` those that nobody judged:
    they are not compared. `better` and `worse` list every question that changed, the greatest change first. `settings`
    are those that differ, as name → (before, after).
    """

    before: str
    after: str
    shared: int
    only_before: int
    only_after: int
    changed: int
    differences: tuple[Difference, ...]
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    unjudged: int = 0
    settings: Mapping[str, tuple[object, object]] = field(default_factory=dict)

    @property
    def drops(self) -> tuple[Difference, ...]:
        """The figures that got significantly worse."""
        return tuple(one for one in self.differences if one.dropped)

    @property
    def verdict(self) -> str:
        """'worse' when a figure dropped significantly, else 'better' when one rose so, else 'no significant change'."""
        if self.drops:
            return "worse"
        return "better" if any(one.significant for one in self.differences) else "no significant change"


def compare_evaluations(before: SavedEvaluation, after: SavedEvaluation, texts: Mapping[str, str]) -> Comparison:
    """The comparison of an evaluation with a baseline; `texts` are the questions' own.

    Raises EvaluationError when they share no question.
    """
    old = {one.id: one for one in before.questions}
    new = {one.id: one for one in after.questions}
    common = [one for one in new if one in old]
    shared = [one for one in common if old[one].digest == new[one].digest]
    if not shared:
        raise EvaluationError(
            f"'{before.name}' was measured on the data set '{before.dataset}' and {after.name} on '{after.dataset}': "
            "they share no question, so that there is nothing to compare. Name a baseline of the same questions."
        )
    changes = [_change(old[one], new[one], texts.get(one, "")) for one in shared]
    names = dict.fromkeys([*before.settings, *after.settings])
    settings = {name: (before.settings.get(name), after.settings.get(name)) for name in names}
    return Comparison(
        before=before.name,
        after=after.name,
        shared=len(shared),
        only_before=len(old) - len(common),
        only_after=len(new) - len(common),
        changed=len(common) - len(shared),
        differences=tested(_columns([old[one] for one in shared], [new[one] for one in shared])),
        better=in_order(changes, better=True),
        worse=in_order(changes, better=False),
        settings={name: values for name, values in settings.items() if values[0] != values[1]},
    )


@dataclass(frozen=True, slots=True)
class Column:
    """A figure of two results with what each shared question adds to their difference; None where that is not known."""

    figure: str
    count: int
    before: float
    after: float
    parts: Floats | None

    @classmethod
    def of_means(cls, figure: str, before: Sequence[float | None], after: Sequence[float | None]) -> Column | None:
        """That of a mean over questions: those that have a value in both results count, in their order."""
        pairs = np.array([(a, b) for a, b in zip(before, after, strict=True)], dtype=np.float64)  # None becomes nan
        counted = ~np.isnan(pairs).any(axis=1) if len(pairs) else np.zeros(0, dtype=np.bool_)
        if not counted.any():
            return None
        old, new = pairs[counted].mean(axis=0)
        parts = np.where(counted, pairs[:, 1] - pairs[:, 0], 0.0)
        return cls(figure, int(counted.sum()), float(old), float(new), parts)


def tested(columns: Sequence[Column]) -> tuple[Difference, ...]:
    """The columns as differences, each with its p-value; `parts` must belong to the same questions in all."""
    with_parts = [one for one in columns if one.parts is not None]
    parts = [one.parts for one in with_parts if one.parts is not None]
    p_values = randomisation_p_values(np.stack(parts, axis=1)) if parts else ()
    p_of: dict[str, float] = {one.figure: float(p) for one, p in zip(with_parts, p_values, strict=True)}
    return tuple(Difference(one.figure, one.count, one.before, one.after, p_of.get(one.figure)) for one in columns)


def in_order(changes: Iterable[Change], better: bool) -> tuple[Change, ...]:
    """Those that got better, or those that got worse, the greatest change first."""
    sign = 1 if better else -1
    kept = [one for one in changes if sign * one.gain > _NOTHING]
    return tuple(sorted(kept, key=lambda one: (-sign * one.gain, one.id)))


def _columns(old: Sequence[SavedQuestion], new: Sequence[SavedQuestion]) -> list[Column]:
    values = figure_values(old), figure_values(new)
    found = []
    for name in _COMPARED:
        value = FIGURES[name].value
        if value is not None:
            column = Column.of_means(name, [value(one) for one in old], [value(one) for one in new])
            found += [column] if column else []
        elif all(name in one for one in values):
            parts = _auroc_parts(old, new) if name == AUROC else None
            found.append(Column(name, len(old), values[0][name], values[1][name], parts))
    return found


def _auroc_parts(old: Sequence[SavedQuestion], new: Sequence[SavedQuestion]) -> Floats:
    answerable = np.array([one.answerable for one in old], dtype=np.bool_)
    before, after = (np.array([one.confidence for one in side], dtype=np.float64) for side in (old, new))
    parts = np.zeros(len(old))
    parts[answerable], parts[~answerable] = auroc_differences(
        (before[answerable], before[~answerable]), (after[answerable], after[~answerable])
    )
    return parts


def _change(old: SavedQuestion, new: SavedQuestion, text: str) -> Change:
    gain = new.scores.get(CHANGES_BY, 0.0) - old.scores.get(CHANGES_BY, 0.0)
    return Change(old.id, text, _state(old), _state(new), gain + _as_it_should(new) - _as_it_should(old))


def _as_it_should(one: SavedQuestion) -> bool:
    """Whether the bot did what it should: answer from the right article, or refuse what no article answers."""
    return one.answered and one.right if one.answerable else not one.answered


def _state(one: SavedQuestion) -> State:
    return State(one.scores.get(CHANGES_BY), one.top_article_id, one.right, one.outcome)
