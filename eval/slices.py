"""Groups of questions beside each other: where the bot is good, and where it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from eval.measures import Scores, mean_scores
from eval.results import QuestionResult

# The lower end of each group of question lengths in words, the longest first.
_LENGTHS = ((16, "16+ words"), (8, "8–15 words"), (4, "4–7 words"), (0, "1–3 words"))
_IN_ORDER = ("1–3 words", "4–7 words", "8–15 words", "16+ words", "yes", "no")


@dataclass(frozen=True, slots=True)
class SliceScores:
    """The full system on a group of questions.

    `answered`, `scores` and `answered_right` are of the answerable ones, `false_answers` of the others: None where
    there are none.
    """

    count: int
    answered: float | None
    scores: Scores | None
    answered_right: float | None
    false_answers: float | None


Slices = Mapping[str, Mapping[str, SliceScores]]


def slices(questions: Sequence[QuestionResult]) -> Slices:
    """The groups of each dimension: kind, locale, tag, question length, origin, has history, answerable.

    A question is in as many groups of a dimension as it has values there, none for an unknown kind or locale. A
    dimension that has one group of all questions is left out: it says nothing. Tags, kinds and locales come in order of
    how many questions they have, the others in their own.
    """
    found = {}
    for dimension, values_of in _DIMENSIONS.items():
        groups: dict[str, list[QuestionResult]] = {}
        for question in questions:
            for value in values_of(question):
                groups.setdefault(value, []).append(question)
        if len(groups) > 1 or any(len(group) < len(questions) for group in groups.values()):
            found[dimension] = {value: _scores(groups[value]) for value in sorted(groups, key=_order(groups))}
    return found


def _order(groups: Mapping[str, Sequence[QuestionResult]]) -> Callable[[str], tuple[int, int, str]]:
    return lambda value: (_IN_ORDER.index(value) if value in _IN_ORDER else -1, -len(groups[value]), value)


def _scores(group: Sequence[QuestionResult]) -> SliceScores:
    answerable = [one for one in group if one.answerable]
    unanswerable = [one for one in group if not one.answerable]
    return SliceScores(
        count=len(group),
        answered=fmean(one.answered for one in answerable) if answerable else None,
        scores=mean_scores(one.scores for one in answerable) if answerable else None,
        answered_right=fmean(one.answered and one.right for one in answerable) if answerable else None,
        false_answers=fmean(one.answered for one in unanswerable) if unanswerable else None,
    )


def _length(question: QuestionResult) -> str:
    words = len(question.text.split())
    return next(name for least, name in _LENGTHS if words >= least)


def _flag(holds: bool) -> tuple[str]:
    return ("yes" if holds else "no",)


_DIMENSIONS: Mapping[str, Callable[[QuestionResult], Iterable[str]]] = {
    "kind": lambda one: (one.kind.value,) if one.kind else (),
    "locale": lambda one: (one.locale,) if one.locale else (),
    "tag": lambda one: dict.fromkeys(one.tags),
    "question length": lambda one: (_length(one),),
    "origin": lambda one: dict.fromkeys(one.origins),
    "has history": lambda one: _flag(one.has_history),
    "answerable": lambda one: _flag(one.answerable),
}
