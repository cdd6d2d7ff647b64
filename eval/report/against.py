"""The evaluation held against a baseline, and what the gate says: may this go live?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Outcome
from eval.compare import Change, Comparison, Difference, State
from eval.index import Index
from eval.report.headlines import title_of
from eval.report.words import clipped, number, share

MOST_LISTED = 10
_MOST_CHARS = 200
_LEAST_P = 0.001
_OUTCOMES = {
    Outcome.ANSWERED: "answered from",
    Outcome.CLARIFY: "asked back, on top",
    Outcome.ABSTAINED: "refused, on top",
    Outcome.HANDED_OFF: "handed off, on top",
}


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A figure before and after; `change` is in points, `verdict` says what is to be made of it."""

    title: str
    count: int
    before: str
    after: str
    change: str
    p: str
    verdict: str
    tone: str


@dataclass(frozen=True, slots=True)
class ChangedQuestion:
    """A question that fares otherwise than before, in words."""

    text: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Against:
    """What a person who decides reads first; `rows` and the lists of questions are empty without a baseline."""

    title: str
    tone: str
    sentences: tuple[str, ...]
    rows: tuple[DifferenceRow, ...] = ()
    better: tuple[ChangedQuestion, ...] = ()
    better_count: int = 0
    worse: tuple[ChangedQuestion, ...] = ()
    worse_count: int = 0


def against(index: Index, found: Comparison | None, failures: Sequence[str]) -> Against | None:
    """The verdict; None where there is neither a baseline nor a floor that was missed."""
    if found is None:
        return Against("Should not go live", "bad", _failed(failures)) if failures else None
    title, tone = ("Should not go live", "bad") if failures else _verdict(found)
    return Against(
        title=title,
        tone=tone,
        sentences=(*_failed(failures), *_compared(found)),
        rows=tuple(_row(one) for one in found.differences),
        better=_changed(index, found.better),
        better_count=len(found.better),
        worse=_changed(index, found.worse),
        worse_count=len(found.worse),
    )


def _verdict(found: Comparison) -> tuple[str, str]:
    if found.drops:
        return "Worse than the baseline", "bad"
    if any(one.significant for one in found.differences):
        return "Better than the baseline", "good"
    return "No significant change", "idle"


def _failed(failures: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{failure}." for failure in failures)


def _compared(found: Comparison) -> tuple[str, ...]:
    sentences = [
        f"Compared with {found.before} on {found.shared:,} questions: {len(found.better):,} fare better, "
        f"{len(found.worse):,} worse."
    ]
    passed_over = (
        (found.only_after, "are new"),
        (found.only_before, "are only in the baseline"),
        (found.changed, "have been changed"),
    )
    told = [f"{count:,} {what}" for count, what in passed_over if count]
    if told:
        sentences.append(f"Not compared: {', '.join(told)}.")
    if found.settings:
        differing = (f"{name.replace('_', ' ')} {old} → {new}" for name, (old, new) in found.settings.items())
        sentences.append(f"Settings that differ: {'; '.join(differing)}.")
    return tuple(sentences)


def _row(one: Difference) -> DifferenceRow:
    verdict, tone = "may be chance", "idle"
    if one.significant:
        verdict, tone = ("better", "good") if one.gain > 0 else ("worse", "bad")
    if one.p is None:
        verdict = "not tested"
    elif one.before == one.after and one.p == 1:
        verdict = "the same"
    return DifferenceRow(
        title=title_of(one.figure),
        count=one.count,
        before=share(one.before),
        after=share(one.after),
        change=("+" if one.after > one.before else "") + number((one.after - one.before) * 100, 1),
        p=number(one.p) if one.p is None or one.p >= _LEAST_P else f"< {_LEAST_P}",
        verdict=verdict,
        tone=tone,
    )


def _changed(index: Index, changes: Sequence[Change]) -> tuple[ChangedQuestion, ...]:
    return tuple(
        ChangedQuestion(clipped(one.text or one.id, _MOST_CHARS), _state(index, one.before), _state(index, one.after))
        for one in changes[:MOST_LISTED]
    )


def _state(index: Index, one: State) -> str:
    article = index.knowledge.articles.get(one.top_article_id or "")
    top = article.title if article and article.title else one.top_article_id
    outcome = _OUTCOMES[one.outcome] if one.outcome else "on top"
    ranked = f" ({'right' if one.right else 'wrong'} article, nDCG@10 {number(one.ndcg, 2)})" if one.ndcg else ""
    return f"{outcome} “{top}”{ranked}" if top else outcome.split(",")[0]
