"""Arguments and options that several verbs share, and how they become an index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import read_settings
from bot.cli.output import ConsoleProgress, err
from bot.knowledge import today_utc
from eval.datasets import Dataset
from eval.index import Index, open_index

DatasetArgument = Annotated[
    Path, typer.Argument(metavar="DATASET", help="A BEIR-like folder, or golden questions as .jsonl.")
]
QueriesOption = Annotated[
    Path | None,
    typer.Option(
        "--queries", metavar="FILE", help="Ask the queries of this file, e.g. a part, not those of queries.jsonl."
    ),
]
QrelsOption = Annotated[
    Path | None, typer.Option("--qrels", metavar="FILE", help="Read the judgements from here instead of qrels.tsv.")
]
UnreadQrelsOption = Annotated[
    Path | None, typer.Option("--qrels", metavar="FILE", help="Taken as 'run' takes it, but not read: not needed here.")
]
CorpusOption = Annotated[
    str | None,
    typer.Option("--corpus", metavar="SOURCE", help="Articles to index for this, instead of the folder's or home's."),
]
TodayOption = Annotated[
    datetime | None,
    typer.Option(
        "--today", formats=["%Y-%m-%d"], help="The day on which the questions are asked.", show_default="today"
    ),
]
DISPLAY = ConsoleProgress()


def open_dataset_index(
    dataset: Dataset, corpus: str | None, today: datetime | None, home: Path | None, calibrated: bool = True
) -> Index:
    """The index for a data set, as these options ask for it; what could not be indexed is told on stderr."""
    index = open_index(read_settings(home=home), dataset, DISPLAY, corpus, _clock(today), calibrated)
    if index.empty:
        count = f"{len(index.empty)} article{'s' if len(index.empty) > 1 else ''}"
        err.print(f"{count} without title and text passed over: {index.empty[0]}", markup=False, soft_wrap=True)
    return index


def _clock(today: datetime | None) -> Callable[[], date]:
    if today is None:
        return today_utc
    day = today.date()
    return lambda: day
