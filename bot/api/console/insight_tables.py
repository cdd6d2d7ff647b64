"""The tables of the insights page, as they are shown and as they are exported."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.api.console import wording as say
from bot.conversation import Rating
from bot.insights.articles import ArticleFigures
from bot.insights.gaps.gap import Gaps
from bot.insights.overview import Overview

Value = str | int | float | date | None
# What spreadsheets take for the beginning of a formula, in any width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds, how it reads, and where it leads."""

    value: Value
    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: columns by name, those of numbers in `numbers`, and its rows."""

    name: str
    title: str
    columns: tuple[str, ...]
    numbers: frozenset[str]
    rows: Sequence[Sequence[Cell]]


def as_csv(table: Table) -> bytes:
    """The table as UTF-8 with a byte order mark: without one Excel reads it as the machine's old encoding.

    Text that a spreadsheet would take for a formula begins with an apostrophe, as OWASP advises; customers write some
    of it. Numbers stand as they are, without units.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(table.columns)
    writer.writerows([_exported(cell.value) for cell in row] for row in table.rows)
    return written.getvalue().encode("utf-8-sig")


def outcomes(found: Overview) -> Table:
    """What became of questions, by part of the period."""
    columns = ("From", "To", "Questions", *say.OUTCOMES.values(), "Small talk")
    rows = [
        (
            _day(point.first),
            _day(point.last),
            *map(
                _count,
                (
                    point.outcomes.questions,
                    *(getattr(point.outcomes, outcome.value) for outcome in say.OUTCOMES),
                    point.outcomes.small_talk,
                ),
            ),
        )
        for point in found.points
    ]
    return Table("outcomes", "What became of questions", columns, frozenset(columns[2:]), rows)


def speed(found: Overview) -> Table:
    """Latency and confidence, by part of the period."""
    columns = ("From", "To", "Median ms", "95th percentile ms", "Median confidence")
    rows = [
        (
            _day(point.first),
            _day(point.last),
            _figure(point.p50_ms, say.milliseconds),
            _figure(point.p95_ms, say.milliseconds),
            _figure(point.confidence, say.share),
        )
        for point in found.points
    ]
    return Table("speed", "Latency and confidence", columns, frozenset(columns[2:]), rows)


def reasons(found: Overview) -> Table:
    """Why questions were not simply answered."""
    total = sum(one.count for one in found.reasons)
    rows = [
        (_text(say.OUTCOMES[one.outcome]), _text(say.reason(one.reason)), _count(one.count), _share(one.count, total))
        for one in found.reasons
    ]
    columns = ("Outcome", "Reason", "Questions", "Share")
    return Table("reasons", "Why questions were not answered", columns, frozenset(columns[2:]), rows)


def people(found: Overview) -> Table:
    """Why people were asked for."""
    waiting = found.now.waiting
    rows = [(_text(say.reason(why)), _count(count), _share(count, waiting.asked)) for why, count in waiting.reasons]
    columns = ("Reason", "Times", "Share")
    return Table("people", "Why a person was asked for", columns, frozenset(columns[1:]), rows)


def calibration(found: Overview) -> Table:
    """Confidence against what customers said."""
    rows = [
        (
            Cell(f"{band.low:.1f} to {band.high:.1f}", f"{say.share(band.low)} – {say.share(band.high)}"),
            _figure(band.confidence, say.share),
            _count(band.rated),
            _count(band.up),
            _figure(band.share, say.share),
            _figure(band.least, say.share),
            _figure(band.most, say.share),
        )
        for band in found.bands
    ]
    columns = ("Confidence", "On average", "Rated", "Thumbs up", "Liked", "At least (95%)", "At most (95%)")
    return Table("calibration", "Confidence against what customers said", columns, frozenset(columns[1:]), rows)


def feedback(found: Overview) -> Table:
    """What customers said, by outcome, and of what they complained."""
    rated = [
        (_text(say.OUTCOMES[one.outcome]), _text(""), _count(one.rated), _count(one.up), _figure(one.share, say.share))
        for one in found.now.opinions
    ]
    complaints = [
        (
            _text(f"Thumbs {Rating.DOWN}"),
            _text(one.reason or "no reason given"),
            _count(one.count),
            _count(0),
            _text(""),
        )
        for one in found.complaints
    ]
    columns = ("Of", "Why", "Ratings", "Thumbs up", "Liked")
    return Table("feedback", "What customers said", columns, frozenset(columns[2:]), [*rated, *complaints])


def top_articles(found: Overview, base: str) -> Table:
    """The articles that answers were grounded in."""
    rows = [
        (
            *_article(one, base),
            _count(one.use.grounded),
            _count(one.use.up),
            _count(one.use.down),
            _count(one.views),
            _day(one.changed_at),
        )
        for one in found.top
    ]
    columns = ("Article", "Id", "Answers", "Thumbs up", "Thumbs down", "Views ever", "Updated")
    return Table("articles", "Articles that answers stand on", columns, frozenset(columns[2:6]), rows)


def stale_articles(found: Overview, base: str) -> Table:
    """The articles that need a look."""
    rows = [
        (
            *_article(one, base),
            _day(one.changed_at),
            Cell(one.age_days, say.count(one.age_days or 0)),
            _count(one.use.grounded),
            _count(one.views),
            _count(one.use.down),
            _figure(one.disliked, say.share),
        )
        for one in found.stale
    ]
    columns = ("Article", "Id", "Updated", "Days ago", "Answers", "Views ever", "Thumbs down", "Disliked")
    return Table("stale", "Articles to look at again", columns, frozenset(columns[3:]), rows)


def unused_articles(found: Overview, base: str) -> Table:
    """The articles that came up for no question."""
    rows = [
        (*_article(one, base), _text(one.kind.label if one.kind else ""), _day(one.changed_at), _count(one.views))
        for one in found.unused
    ]
    columns = ("Article", "Id", "Kind", "Updated", "Views ever")
    return Table("unused", "Articles that came up for no question", columns, frozenset(columns[4:]), rows)


def drafts(found: Overview) -> Table:
    """What became of suggested replies."""
    its = found.drafts
    counted = (
        ("Sent as suggested", its.accepted),
        ("Sent with changes", its.edited),
        ("Rejected", its.rejected),
        ("Nothing said of it", its.undecided),
    )
    rows = [(_text(name), _count(value), _share(value, its.shown)) for name, value in counted]
    return Table(
        "suggestions", "Suggested replies", ("Became of it", "Times", "Share"), frozenset(("Times", "Share")), rows
    )


def gaps(found: Gaps, base: str) -> Table:
    """The content gaps, and after them the questions that stand alone."""
    rows: list[Sequence[Cell]] = [
        (
            Cell(one.question.text, one.question.text, f"{base}/console?c={one.question.conversation}"),
            _text(", ".join(one.terms)),
            _count(one.customers),
            _count(one.questions),
            _text("yes" if one.is_growing else ""),
            _text(say.COVERAGE[one.coverage]),
            _text(one.nearest.article_id if one.nearest else ""),
            _text(" | ".join(example.text for example in one.examples)),
        )
        for one in found.found
    ]
    rows += [
        (
            Cell(one.text, one.text, f"{base}/console?c={one.conversation}"),
            _text(""),
            _count(1),
            _count(1),
            *map(_text, ("", say.ALONE, "", "")),
        )
        for one in found.alone
    ]
    columns = (
        "Question",
        "Words",
        "Customers",
        "Times asked",
        "Growing",
        "Coverage",
        "Nearest article",
        "Also asked as",
    )
    return Table("gaps", "Content gaps", columns, frozenset(columns[2:4]), rows)


OF_OVERVIEW: Mapping[str, Callable[[Overview, str], Table]] = {
    "outcomes": lambda found, _: outcomes(found),
    "speed": lambda found, _: speed(found),
    "reasons": lambda found, _: reasons(found),
    "people": lambda found, _: people(found),
    "calibration": lambda found, _: calibration(found),
    "feedback": lambda found, _: feedback(found),
    "articles": top_articles,
    "stale": stale_articles,
    "unused": unused_articles,
    "suggestions": lambda found, _: drafts(found),
}


def _exported(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, str):
        return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value
    return round(value, 4) if isinstance(value, float) else value


def _article(one: ArticleFigures, base: str) -> tuple[Cell, Cell]:
    href = None if one.url is None else (base + one.url if one.url.startswith("/") else one.url)
    return Cell(one.title, one.title, href), _text(one.article_id)


def _text(value: str) -> Cell:
    return Cell(value, value)


def _count(value: int) -> Cell:
    return Cell(value, say.count(value))


def _share(part: int, whole: int) -> Cell:
    return _figure(part / whole if whole else None, say.share)


def _figure(value: float | None, shown: Callable[[float | None], str]) -> Cell:
    return Cell(value, shown(value))


def _day(value: date | None) -> Cell:
    return Cell(value, say.day(value))
