"""citedesk eval calibrate and train: fit confidence to labelled questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import HomeOption, JsonOption, read_settings
from bot.cli.output import err, out, print_json
from embeddings.home import Home
from embeddings.recalibrate import publish_calibration
from eval.calibrate import calibrate as refit
from eval.calibrate import check_questions
from eval.cli.options import (
    DISPLAY,
    CorpusOption,
    DatasetArgument,
    QrelsOption,
    QueriesOption,
    TodayOption,
    open_dataset_index,
)
from eval.datasets import read_dataset
from eval.labelled import label
from eval.tables.confidence import calibration_to_dict, show_calibration, show_trained, trained_to_dict
from eval.train import train as fit_default


def calibrate(
    dataset: DatasetArgument,
    max_error: Annotated[
        float,
        typer.Option(
            "--max-error",
            min=0.001,
            max=0.5,
            help="The share of questions without an answer that may be answered all the same.",
        ),
    ] = 0.05,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what it would do.")] = False,
    queries: QueriesOption = None,
    qrels: QrelsOption = None,
    corpus: CorpusOption = None,
    today: TodayOption = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Refit confidence, and the threshold from which the bot answers, to your own labelled questions.

    The data set must hold questions that no article answers. The result becomes part of the live index (that of a
    folder's own articles where it brings some), as a release of its own that 'citedesk rollback' takes back; the next
    syncs keep it. What is told of it is measured on questions that its coefficients were not fitted to.
    """
    judged = read_dataset(dataset, queries, qrels)
    check_questions(judged, max_error)
    index = open_dataset_index(judged, corpus, today, home, calibrated=False)
    found = refit(label(index, judged, DISPLAY), max_error)
    values = {**index.release.calibration, **found.to_dict(judged.name)}
    release = None if dry_run else publish_calibration(Home(index.home), index.release.name, values)
    if json:
        print_json({"release": release, "home": str(index.home), **calibration_to_dict(found)})
    else:
        show_calibration(found, release, index.home, out)
    _warn_of_threshold(read_settings(home=home).threshold)


def train(
    datasets: Annotated[
        list[Path], typer.Argument(metavar="DATASET…", help="Three or more, each as the other verbs take it.")
    ],
    today: TodayOption = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Fit the confidence that Citedesk ships with to several data sets, for those who develop it.

    Prints the coefficients for bot/retrieval/confidence.py, and for each set how good those are that were fitted to the
    others alone. Nothing is stored.
    """
    read = [read_dataset(path) for path in datasets]
    found = fit_default(
        [label(open_dataset_index(one, None, today, home, calibrated=False), one, DISPLAY) for one in read]
    )
    if json:
        print_json(trained_to_dict(found))
    else:
        show_trained(found, out)


def _warn_of_threshold(threshold: float | None) -> None:
    if threshold is not None:
        err.print(
            f"warning: CITEDESK_THRESHOLD is {threshold:g}, which overrides the threshold of every release. Unset it "
            "to answer from where the calibration says.",
            soft_wrap=True,
        )
