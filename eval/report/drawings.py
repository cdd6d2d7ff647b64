"""The four charts of a report with what a reader has to know to read them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from eval.curves import Flags, Floats, expected_calibration_error, latency, recall_curve, reliability, risk_coverage
from eval.measures import FALSE_ANSWERS_ALLOWED
from eval.report import charts
from eval.report.words import share
from eval.results import Evaluation
from eval.systems import System


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as an <svg>, with its title and caption."""

    title: str
    caption: str
    svg: Markup


def drawings(found: Evaluation) -> tuple[Drawing, ...]:
    """The charts: recall by depth, risk by coverage, reliability, latency; the first two need what articles answer."""
    of_answerable = (_recall(found), _risk(found)) if found.judged else ()
    return (*of_answerable, _reliability(found), _latency(found))


def _recall(found: Evaluation) -> Drawing:
    judged = [one for one in found.questions if one.answerable]
    depth = max(1, *(len(one.ranking) for one in judged))
    curve = recall_curve([one.ranking for one in judged], [frozenset(one.relevant) for one in judged], depth)
    others = {system.value: one["Recall@5"] for system, one in found.systems.items() if system is not System.FULL}
    return Drawing(
        "How far down the right article stands",
        f"The share of the right articles among the first k; {share(curve[-1])} are among the first {depth}. "
        "The dots are the systems that the bot is held against, at k = 5.",
        Markup(charts.recall_chart(curve, others)),
    )


def _risk(found: Evaluation) -> Drawing:
    confidence, right = _confidence(found)
    curve = risk_coverage(confidence, np.array([one.answerable for one in found.questions]), right)
    now = curve.at(found.settings.answer_at)
    marked = {"now": now}
    caption = (
        "The more of the answerable questions the bot dares to answer, the more of its answers are wrong. With the "
        f"threshold at {now.threshold:.2f}, as it is now, {share(now.coverage, 0)} get an answer and "
        f"{share(now.risk, 0)} of all answers are wrong."
    )
    if found.unanswerable:
        allowed = curve.with_false_answers(FALSE_ANSWERS_ALLOWED)
        marked["5 % false answers"] = allowed
        caption += (
            f" At {allowed.threshold:.2f}, where at most 5 % of the unanswerable questions get an answer, it would be "
            f"{share(allowed.coverage, 0)} and {share(allowed.risk, 0)}."
        )
    return Drawing("What answering more would cost", caption, Markup(charts.risk_chart(curve, marked)))


def _reliability(found: Evaluation) -> Drawing:
    bins = reliability(*_confidence(found))
    return Drawing(
        "Whether the confidence can be trusted",
        "Of the questions with a confidence of 60 to 70 %, 60 to 70 % should have the right article on top: bars that "
        "end on the dashed line keep their word, lower ones promise too much. The numbers count the questions. On "
        f"average they are {share(expected_calibration_error(bins))} apart.",
        Markup(charts.reliability_chart(bins)),
    )


def _latency(found: Evaluation) -> Drawing:
    times = latency(np.array([one.retrieve_ms + one.answer_ms for one in found.questions]))
    lie = "one lies" if times.slower == 1 else "ones lie"
    slower = f" {times.slower:,} slower {lie} beyond the right edge." if times.slower else ""
    return Drawing(
        "How long a question takes",
        f"Retrieving and quoting, on the machine that made this report; encoding a question, which is done in batches "
        f"here, took {found.timings.encode_ms:.1f} ms more.{slower}",
        Markup(charts.latency_chart(times)),
    )


def _confidence(found: Evaluation) -> tuple[Floats, Flags]:
    return (
        np.array([one.confidence for one in found.questions], dtype=np.float64),
        np.array([one.right for one in found.questions], dtype=np.bool_),
    )
