"""What became of each question, and of all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.answer import Outcome
from eval.results import QuestionResult


class Verdict(StrEnum):
    """What became of a question, in the words of the report; `tone` says which colour it has there."""

    ANSWERED_RIGHTLY = "answered rightly"
    OFFERED_RIGHT = "asked back, right article offered"
    OFFERED_WRONG = "asked back, right article not offered"
    REFUSED = "refused, though an article answers"
    ANSWERED_WRONGLY = "answered from a wrong article"
    RIGHTLY_REFUSED = "rightly refused"
    ASKED_BACK = "asked back, though no article answers"
    FALSE_ANSWER = "answered, though no article answers"

    @property
    def tone(self) -> str:
        """The class of its colour: good, fair, idle, poor or bad."""
        return _TONES[self]


_TONES = {
    Verdict.ANSWERED_RIGHTLY: "good",
    Verdict.OFFERED_RIGHT: "fair",
    Verdict.OFFERED_WRONG: "poor",
    Verdict.REFUSED: "idle",
    Verdict.ANSWERED_WRONGLY: "bad",
    Verdict.RIGHTLY_REFUSED: "good",
    Verdict.ASKED_BACK: "poor",
    Verdict.FALSE_ANSWER: "bad",
}
_OF_ANSWERABLE = tuple(Verdict)[:5]
_OF_UNANSWERABLE = tuple(Verdict)[5:]


def verdict_on(question: QuestionResult) -> Verdict:
    """What became of the question."""
    if not question.answerable:
        by_outcome = {Outcome.ANSWERED: Verdict.FALSE_ANSWER, Outcome.CLARIFY: Verdict.ASKED_BACK}
        return by_outcome.get(question.outcome, Verdict.RIGHTLY_REFUSED)
    if question.outcome is Outcome.ANSWERED:
        return Verdict.ANSWERED_RIGHTLY if question.right else Verdict.ANSWERED_WRONGLY
    if question.outcome is Outcome.CLARIFY:
        offered = not set(question.relevant).isdisjoint(question.offered)
        return Verdict.OFFERED_RIGHT if offered else Verdict.OFFERED_WRONG
    return Verdict.REFUSED


@dataclass(frozen=True, slots=True)
class Part:
    """The questions of one verdict: how many, as a share of the group, and where they begin in a bar of all."""

    verdict: Verdict
    count: int
    share: float
    begin: float


def parts_of_answerable(questions: Iterable[QuestionResult]) -> tuple[Part, ...]:
    """The verdicts on the questions that an article answers, from the best to the worst; those without one left out."""
    return _parts([verdict_on(one) for one in questions if one.answerable], _OF_ANSWERABLE)


def parts_of_unanswerable(questions: Iterable[QuestionResult]) -> tuple[Part, ...]:
    """The same for the questions that no article answers."""
    return _parts([verdict_on(one) for one in questions if not one.answerable], _OF_UNANSWERABLE)


def _parts(verdicts: Sequence[Verdict], order: Sequence[Verdict]) -> tuple[Part, ...]:
    counts = Counter(verdicts)
    parts, begin = [], 0.0
    for verdict in order:
        share = counts[verdict] / len(verdicts) if verdicts else 0.0
        if share:
            parts.append(Part(verdict, counts[verdict], share, begin))
        begin += share
    return tuple(parts)
