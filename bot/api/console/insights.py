"""/console/insights: what the conversations say about the help centre, and every table of it as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from bot.accounts.team import Agent
from bot.api.console import insight_tables as tables
from bot.api.console import wording as say
from bot.api.console.charts import About, Series, bar, lines, reliability, sparkline, stacked_bars
from bot.api.console.headlines import headlines
from bot.api.console.pages import CONSOLE_PATH, base_of, render
from bot.api.services import Services
from bot.api.sign_in import page_agent
from bot.insights.overview import Overview
from bot.insights.period import Period, last_days
from bot.insights.team_insights import TeamInsights
from corpus.errors import NotFoundError

DEFAULT_DAYS = 30
PRESETS = (7, 30, 90)
GAPS_WAIT_SECONDS = 0.1
CSV_WAIT_SECONDS = 60.0
_MOST_DAYS = 3660
_FIRST_YEAR, _LAST_YEAR = 1970, 9000  # beyond, there is no period before it, or no day after it


@dataclass(frozen=True, slots=True)
class Choice:
    """A period to choose: its name, its address, and whether it is the one that is shown."""

    name: str
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The period that an address names, and what to tell about what it could not name."""

    period: Period
    query: str
    problem: str = ""


def insights_page(services: Services) -> APIRouter:
    """The page and its tables; without insights in the services there is neither."""
    router = APIRouter(prefix=CONSOLE_PATH, include_in_schema=False)
    signed_in = page_agent(services)

    @router.get("/insights")
    def insights(request: Request, agent: Agent = signed_in) -> Response:
        found = _insights(services)
        everything = found.everything()
        if everything is None:
            return render(request, agent, "insights.html", is_empty=True, problem="", choices=(), period=None)
        asked = _asked(request, found, everything)
        shown, gaps = found.overview(asked.period), found.gaps(asked.period, GAPS_WAIT_SECONDS)
        found.prepare([*(last_days(days, found.now(), found.zone) for days in PRESETS), everything])
        base = base_of(request.url.path)
        return render(
            request,
            agent,
            "insights.html",
            is_empty=False,
            problem=asked.problem,
            period=asked.period,
            query=asked.query,
            choices=_choices(asked),
            found=shown,
            figures=headlines(shown),
            gaps=gaps,
            tables={name: make(shown, base) for name, make in tables.OF_OVERVIEW.items()},
            charts=_charts(shown),
            at=shown.at.astimezone(found.zone),
            gaps_at=gaps.at.astimezone(found.zone) if gaps else None,
            zone=str(found.zone),
            say=say,
            inks={name: say.INKS[outcome] for outcome, name in say.OUTCOMES.items()},
            bar=bar,
            sparkline=sparkline,
        )

    @router.get("/insights/{name}.csv")
    def table(request: Request, name: str, agent: Agent = signed_in) -> Response:  # noqa: ARG001 (must be signed in)
        found = _insights(services)
        everything = found.everything() or last_days(1, found.now(), found.zone)
        period = _asked(request, found, everything).period
        exported = _table(found, name, period)
        file = f"citedesk-{name}-{period.first}-{period.last}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"}
        return Response(tables.as_csv(exported), media_type="text/csv; charset=utf-8", headers=headers)

    return router


def _insights(services: Services) -> TeamInsights:
    if services.insights is None:
        raise NotFoundError("This server keeps no conversations to tell figures from.")
    return services.insights


def _table(found: TeamInsights, name: str, period: Period) -> tables.Table:
    if name in tables.OF_OVERVIEW:
        return tables.OF_OVERVIEW[name](found.overview(period), "")
    if name != "gaps":
        known = ", ".join((*tables.OF_OVERVIEW, "gaps"))
        raise NotFoundError(f"There is no table '{name}'; there are {known}.")
    gaps = found.gaps(period, CSV_WAIT_SECONDS)
    if gaps is None:
        raise NotFoundError("The content gaps are still being worked out; try again in a minute.")
    return tables.gaps(gaps, "")


def _asked(request: Request, found: TeamInsights, everything: Period) -> Asked:
    """The period of `period=7|30|90|all`, or of `from` and `to`; what can't be read gives the last 30 days."""
    values, zone = request.query_params, found.zone
    first, last = values.get("from", ""), values.get("to", "")
    if first or last:
        try:
            begins = date.fromisoformat(first) if first else everything.first
            ends = date.fromisoformat(last) if last else everything.last
            if not _FIRST_YEAR <= begins.year <= ends.year <= _LAST_YEAR or not 0 <= (ends - begins).days <= _MOST_DAYS:
                raise ValueError
        except ValueError:
            problem = "Choose a first day that is not after the last one, at most ten years before it."
            return Asked(last_days(DEFAULT_DAYS, found.now(), zone), f"period={DEFAULT_DAYS}", problem)
        return Asked(Period(begins, ends, zone), urlencode({"from": begins, "to": ends}))
    name = values.get("period", "")
    if name == "all":
        return Asked(everything, "period=all")
    days = int(name) if name in map(str, PRESETS) else DEFAULT_DAYS
    return Asked(last_days(days, found.now(), zone), f"period={days}")


def _choices(asked: Asked) -> Sequence[Choice]:
    named = [*((f"{days} days", f"period={days}") for days in PRESETS), ("All", "period=all")]
    return [Choice(name, query, query == asked.query) for name, query in named]


def _charts(found: Overview) -> dict[str, Any]:
    points, step = found.points, found.period.step
    labels = [say.short_day(point.first, step) for point in points]
    over_time = f"by {step}, {say.span(found.period.first, found.period.last)}"
    outcomes = [
        Series(name, say.INKS[outcome], [getattr(point.outcomes, outcome.value) for point in points])
        for outcome, name in say.OUTCOMES.items()
    ]
    total = found.now.outcomes
    told = ", ".join(f"{name.lower()} {getattr(total, outcome.value):,}" for outcome, name in say.OUTCOMES.items())
    speeds = [
        Series("95 of 100 within", "ink-3", [point.p95_ms for point in points]),
        Series("Half within", "ink-1", [point.p50_ms for point in points]),
    ]
    sure = [Series("Median confidence", "ink-2", [point.confidence for point in points])]
    return {
        "outcomes": stacked_bars(
            About("outcomes", "What became of questions", f"Stacked bars {over_time}: {told}."),
            labels,
            outcomes,
            say.count,
        ),
        "latency": lines(
            About("latency", "How long answers took", f"Lines {over_time}: median and 95th percentile."),
            labels,
            speeds,
            say.milliseconds,
        ),
        "confidence": lines(
            About("confidence", "How sure the bot was", f"A line {over_time}: the median confidence."),
            labels,
            sure,
            say.share,
            top=1,
        ),
        "reliability": reliability(
            About(
                "reliability",
                "Confidence against thumbs-up",
                "The share of rated answers with a thumbs-up, with its 95% interval, by the confidence they had.",
            ),
            found.bands,
            say.share,
        ),
    }
