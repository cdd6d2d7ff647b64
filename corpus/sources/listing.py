"""Articles as the text of a help centre's listing page, copied from the browser.

What follows the excerpt of an entry is glued together there, and the next entry's title to that:

    First title
    Its excerpt.Published on May 15, 2023Updated on Nov 17, 20251,021Second title
    Its excerpt.Published on …

A year has four digits; what follows it is the view count, if there is one, and the next title. A count of a thousand or
more has a comma at every third digit, so that without commas it has at most three. Where a title begins with a digit,
several counts fit. Of those that leave something a title can begin with, these win, in this order:

1. the longest that leaves a well-known opening such as "2FA", "3D Secure", "24/7" or "30 days" ("562FA" is 56 and 2FA);
2. the longest of all ("56How" is 56, "9972024 tax report" is 997 and 2024, "1211 tips" is 121 and 1 tips);
3. the whole run of digits, for listings without commas ("12993How" is 12993).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.clean import slug
from corpus.errors import BadArticlesError
from corpus.sources.fields import BatchBuilder
from corpus.sources.files import read_text
from corpus.sources.source import NO_DEFAULTS, Defaults, Place, Progress, SourceBatch, no_progress
from corpus.sources.values import kind_or_none

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)
_DAY = rf"({_MONTH})\.? (\d{{1,2}}), (\d{{4}})"
_DATES = re.compile(rf"Published on {_DAY}(?:\s*Updated on {_DAY})?|Updated on {_DAY}", re.I)
_COUNT = re.compile(r"0|[1-9]\d{0,2}(?:,\d{3})*")
_COUNT_ALONE = re.compile(r"\s*(\d[\d,]*)[ \t]*(?:\n|\Z)")
_WELL_KNOWN = re.compile(
    r"(?:2FA|2SV|2[- ](?:step|factor)|3DS?\b|4K\b|5G\b|24/7|(?:24|48|72)[- ]hours?\b|(?:7|14|30|60|90)[- ]days?\b)",
    re.I,
)
_NUMBERED_TITLE = re.compile(r"[1-9][\d,.]*(?:[ %+–-]|x\b)")
_CANNOT_OPEN = frozenset(" \t,.;:!?)]}/%+-–—*")


@dataclass(frozen=True, slots=True)
class ListingSource:
    """A text file with a help centre's listing; tab names on top of it are passed over."""

    path: Path
    defaults: Defaults = NO_DEFAULTS

    def load(self, progress: Progress = no_progress) -> SourceBatch:
        """Every entry as an article whose text is the excerpt, and every problem with the line of its title."""
        builder = BatchBuilder()
        try:
            text = read_text(self.path)
        except BadArticlesError as error:
            builder.refuse(error.problems)
            return builder.batch()
        for line, fields in _entries(text):
            place = Place(str(self.path), line)
            if fields is None:
                what = "No 'Published on May 15, 2023' or 'Updated on …' follows from here on."
                remedy = "Copy whole entries of the listing, or give articles as Markdown, HTML, CSV or JSON Lines."
                builder.refuse([place.problem(what, remedy)])
            else:
                builder.add(fields, place, self.defaults)
            progress(1)
        return builder.batch()


def _entries(text: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """The fields of each entry with the line of its title; None for text at the end that is no entry."""
    start = _end_of_tabs(text)
    line, counted = 1, 0
    for dates in [*_DATES.finditer(text, start), None]:
        head = text[start : dates.start() if dates else len(text)]
        start += len(head) - len(head.lstrip())
        line, counted = line + text.count("\n", counted, start), start
        if dates is None:
            if head.strip():
                yield line, None
            return
        title, _, excerpt = head.strip().partition("\n")
        views, start = _views(text, dates.end())
        yield (
            line,
            {
                "id": slug(title),
                "title": title,
                "body": excerpt.strip(),
                "published": _iso_day(dates, 1),
                "updated": _iso_day(dates, 4) or _iso_day(dates, 7),
                "views": views,
            },
        )


def _end_of_tabs(text: str) -> int:
    """Where the first line stands that is not the name of a tab."""
    end = 0
    for line in text.splitlines(keepends=True):
        name = line.strip()
        if name and name.casefold() != "all" and not kind_or_none(name):
            break
        end += len(line)
    return end


def _iso_day(dates: re.Match[str], group: int) -> str | None:
    month, day, year = dates.group(group, group + 1, group + 2)
    return f"{year}-{_MONTHS.index(month[:3].lower()) + 1:02}-{int(day):02}" if month else None


def _views(text: str, start: int) -> tuple[str | None, int]:
    """The view count that stands from `start` on, and where the next title begins."""
    end = text.find("\n", start)
    rest_of_line = text[start : end if end >= 0 else len(text)]
    if rest_of_line.strip():
        count = count_before_title(rest_of_line)
        return count or None, start + len(count)
    # Not glued: a line of its own is a count only if nothing else stands on it.
    alone = _COUNT_ALONE.match(text, start)
    return (alone[1], alone.end()) if alone else (None, start)


def count_before_title(glued: str) -> str:
    """The view count at the start of `glued`, by the rule on top of this file; "" where there is none."""
    digits = re.match(r"[\d,]*", glued)
    run = digits[0] if digits else ""
    if run == glued.rstrip():
        return run
    candidates = [run[:length] for length in range(len(run), -1, -1) if not length or _COUNT.fullmatch(run[:length])]
    fitting = [count for count in candidates if _can_open(glued[len(count) :])]
    known = [count for count in fitting if _WELL_KNOWN.match(glued, len(count))]
    if known or fitting:
        return (known or fitting)[0]
    return run if run.isdigit() and _can_open(glued[len(run) :]) else ""


def _can_open(title: str) -> bool:
    """Whether a title can begin like that."""
    if title[0].isdigit():
        return bool(_WELL_KNOWN.match(title) or _NUMBERED_TITLE.match(title))
    return title[0] not in _CANNOT_OPEN
