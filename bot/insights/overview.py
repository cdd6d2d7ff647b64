"""All figures of a period but its content gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.insights.articles import ArticleFigures, Library, stale, top, unused
from bot.insights.calibration import Band, Opinion, bands, opinions
from bot.insights.facts import Complaint, Conversed, Drafts, InsightFacts, Outcomes, Reasoned
from bot.insights.period import Period
from bot.insights.series import Point, overall, series
from bot.insights.waiting import Waiting, waiting

MOST_TIMINGS = 20_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures that one period is compared with another by."""

    conversed: Conversed
    outcomes: Outcomes
    waiting: Waiting
    opinions: Sequence[Opinion]
    p95_ms: float | None

    @property
    def liked(self) -> tuple[int, int]:
        """How many ratings there are, and how many of them are thumbs-up."""
        return sum(one.rated for one in self.opinions), sum(one.up for one in self.opinions)


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of a period as they were at `at`. `before` is the headline of the period before it.

    Latency and confidence are of about one answer in `timed_every`.
    """

    period: Period
    at: datetime
    now: Headline
    before: Headline | None
    points: Sequence[Point]
    timed_every: int
    reasons: Sequence[Reasoned]
    complaints: Sequence[Complaint]
    bands: Sequence[Band]
    top: Sequence[ArticleFigures]
    stale: Sequence[ArticleFigures]
    unused: Sequence[ArticleFigures]
    drafts: Drafts


def overview(facts: InsightFacts, library: Library, period: Period, at: datetime, threads: Executor) -> Overview:
    """The figures, read by several threads at once; nothing is before the first conversation."""
    start, end, before = period.start, period.end, period.before
    began = facts.began()
    compared = began is not None and began < start

    def ask(question: Callable[..., T], *arguments: object) -> Future[T]:
        return threads.submit(question, *arguments)

    timings = ask(facts.timings, start, end, MOST_TIMINGS)
    use, ratings = ask(facts.article_use, start, end), ask(facts.ratings, start, end)
    conversed, outcomes = ask(facts.conversed, start, end), ask(facts.outcomes, period.borders())
    waits, reasons = ask(facts.waits, start, end), ask(facts.reasons, start, end)
    complaints, drafts = ask(facts.complaints, start, end), ask(facts.drafts, start, end)
    never = ask(facts.never_retrieved, library.quotable(), start, end)
    earlier = ask(_headline, facts, before.start, before.end) if compared else None
    points = series(period, outcomes.result(), timings.result())
    return Overview(
        period=period,
        at=at,
        now=Headline(
            conversed.result(),
            _together(outcomes.result()),
            waiting(waits.result()),
            opinions(ratings.result()),
            overall(timings.result(), 95),
        ),
        before=earlier.result() if earlier else None,
        points=points,
        timed_every=timings.result().every,
        reasons=reasons.result(),
        complaints=complaints.result(),
        bands=bands(ratings.result()),
        top=top(use.result(), library),
        stale=stale(use.result(), library),
        unused=unused(never.result(), library),
        drafts=drafts.result(),
    )


def _headline(facts: InsightFacts, start: datetime, end: datetime) -> Headline:
    return Headline(
        facts.conversed(start, end),
        facts.outcomes((start, end))[0],
        waiting(facts.waits(start, end)),
        opinions(facts.ratings(start, end)),
        overall(facts.timings(start, end, MOST_TIMINGS), 95),
    )


def _together(counted: Sequence[Outcomes]) -> Outcomes:
    return Outcomes(
        answered=sum(one.answered for one in counted),
        clarify=sum(one.clarify for one in counted),
        abstained=sum(one.abstained for one in counted),
        handed_off=sum(one.handed_off for one in counted),
        small_talk=sum(one.small_talk for one in counted),
    )
