"""What the questions accepted from use do, as a table of figures with and without them."""

from __future__ import annotations

from dataclasses import dataclass

from eval.figures import figures
from eval.report.headlines import title_of
from eval.report.words import share
from eval.results import Evaluation
from eval.tables.accepted import in_words


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """One figure with and without the accepted questions, and what they change in points."""

    title: str
    with_them: str
    without: str
    points: str


@dataclass(frozen=True, slots=True)
class AcceptedTable:
    """How many questions there are, in a sentence, and what they do to each figure."""

    sentence: str
    rows: tuple[AcceptedRow, ...]


def accepted_table(found: Evaluation) -> AcceptedTable | None:
    """The table; None where no question accepted from use is in the index."""
    if found.accepted is None:
        return None
    own, without = figures(found.questions), figures(found.accepted.without.questions)
    rows = tuple(
        AcceptedRow(
            title=title_of(name),
            with_them=share(own[name].value),
            without=share(without[name].value),
            points=f"{(own[name].value - without[name].value) * 100:+.1f}".replace("-", "\u2212"),
        )
        for name in own
    )
    return AcceptedTable(in_words(found), rows)
