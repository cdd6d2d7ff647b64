"""citedesk eval: measure retrieval and answers, and the machine they run on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import HomeOption, JsonOption, read_settings
from bot.cli.output import ConsoleProgress, err, out, print_json
from bot.confidence import ConfidenceModel
from bot.knowledge import today_utc
from corpus.errors import ConfigurationError, RegressionError
from embeddings.home import Home
from embeddings.recalibrate import publish_calibration
from eval.answers import answer_all, answer_to_dict
from eval.baseline import write_baseline
from eval.bench import bench as run_bench
from eval.bench import sample_articles
from eval.calibrate import calibrate as refit
from eval.datasets import Dataset, Query, read_dataset, read_questions
from eval.figures import FIGURES
from eval.files import check_run_ids, check_writable, json_lines, run_lines, write_lines
from eval.gate import gate_failures, hold_gate, read_gate
from eval.index import Index, open_index
from eval.labelled import label
from eval.report import write_report
from eval.run import evaluate
from eval.runs import compare_runs, score_run
from eval.systems import encode, ranking_of
from eval.systems import retrieve as retrieve_hits
from eval.tables import (
    bench_to_dict,
    calibration_to_dict,
    comparison_to_dict,
    evaluation_to_dict,
    run_to_dict,
    show_bench,
    show_calibration,
    show_comparison,
    show_evaluation,
    show_run,
    show_trained,
    trained_to_dict,
)
from eval.train import train as fit_default
from eval.trec import read_qrels, read_run

HELP = (
    "Measure how well questions find their articles, how good the answers are, and how fast it all is.\n\n"
    "A DATASET is a BEIR-like folder (corpus.jsonl, queries.jsonl, qrels.tsv, perhaps oos_queries.jsonl), whose "
    "articles are indexed in a home of their own under --home; or a .jsonl file of golden questions (question, "
    "relevant_article_ids, answerable, …) about the articles published in --home.\n\n"
    "Begin with 'citedesk eval run DATASET'."
)

app = typer.Typer(
    help=HELP,
    no_args_is_help=True,
)

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
_DISPLAY = ConsoleProgress()


@app.command()
def run(
    dataset: DatasetArgument,
    queries: QueriesOption = None,
    qrels: QrelsOption = None,
    corpus: CorpusOption = None,
    today: TodayOption = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE.html", help="Write everything as a page to look at.")
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE.json", help="Compare with this one; exit 1 on a significant drop."),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE.json", help="Write what became of every question, as a later baseline."),
    ] = None,
    floor: Annotated[
        list[str] | None,
        typer.Option(
            "--floor",
            metavar="FIGURE=VALUE",
            help=f"Exit 1 below this, e.g. nDCG@10=0.75; may be given again. Figures: {', '.join(FIGURES)}; of those "
            "of which less is better, it is the most allowed.",
        ),
    ] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Score rankings, answers and refusals, with dense vectors alone and BM25 alone beside the full system.

    Rankings are judged on articles: nDCG@10, MRR@10, Recall@5 and Success@1, with 95 % bootstrap intervals. Where some
    questions have no answer, it also says how well the bot knows; where some have a reference answer, how much of it is
    quoted, and how little else. Tags, kinds, locales and lengths of questions get a line each.

    With --baseline it is a gate: a paired randomisation test for each figure, the questions that got better and worse,
    and exit code 1 when a figure dropped significantly (p < 0.05) or misses its floor. --save keeps the floors of the
    file it replaces and those given by --floor, which then hold whenever the file is the baseline.
    """
    asked = read_gate(baseline, save, floor or ())
    for path in filter(None, (report, save)):
        check_writable(path)
    judged = read_dataset(dataset, queries, qrels)
    if judged.passed_over:
        err.print(
            f"{judged.passed_over} judgements are passed over: their questions are not among those asked",
            soft_wrap=True,
        )
    index = _open_index(judged, corpus, today, home)
    found = evaluate(index, judged, _DISPLAY)
    gate = hold_gate(asked, found)
    comparison = gate.comparison
    if json:
        compared = comparison_to_dict(comparison) if comparison else None
        held = {"floors": dict(gate.floors), "failures": list(gate.failures)}
        print_json({**evaluation_to_dict(found), "comparison": compared, "gate": held})
    else:
        show_evaluation(found, out)
        if comparison:
            out.print()
            show_comparison(comparison, out)
    if report:
        write_report(found, index, report, comparison, gate.failures)
    if save:
        write_baseline(save, gate.saved)
    _pass(gate.failures)


@app.command()
def compare(
    run_a: Annotated[Path, typer.Argument(metavar="RUN_A", help="The TREC run to compare with.")],
    run_b: Annotated[Path, typer.Argument(metavar="RUN_B", help="The TREC run that must not be worse.")],
    qrels: Annotated[
        Path, typer.Option("--qrels", metavar="FILE", help="Judgements: BEIR's three columns, or TREC's four.")
    ],
    json: JsonOption = False,
) -> None:
    """Compare two TREC runs, of 'eval retrieve' or of any other tool, on the same judgements.

    Prints the mean of each measure with the p-value of a paired randomisation test, and the queries that got better and
    worse. The exit code is 1 when RUN_B is significantly worse (p < 0.05) by any measure. All judged queries count: one
    that a run does not rank scores 0.
    """
    found = compare_runs(read_run(run_a), read_run(run_b), read_qrels(qrels))
    if json:
        print_json(comparison_to_dict(found))
    else:
        show_comparison(found, out)
    _pass(gate_failures(found, {}, {}))


@app.command()
def retrieve(
    dataset: DatasetArgument,
    out_file: Annotated[
        Path | None, typer.Option("--out", metavar="RUN.trec", help="The file to write.", show_default=False)
    ] = None,
    score: Annotated[
        Path | None,
        typer.Option("--score", metavar="RUN.trec", help="Score this run instead of making one.", show_default=False),
    ] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=10_000, help="How many articles a query at most.")] = 100,
    queries: QueriesOption = None,
    qrels: Annotated[
        Path | None, typer.Option("--qrels", metavar="FILE", help="With --score: judgements instead of qrels.tsv.")
    ] = None,
    corpus: CorpusOption = None,
    today: TodayOption = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Write the ranked articles of every query as a TREC run, or score a run that any tool wrote.

    --out writes one, for trec_eval, ir-measures and their like: a line is 'query-id Q0 article-id rank score citedesk',
    and questions of oos_queries.jsonl have no place in it. --score reads one and prints what it is worth on the
    judgements of the data set; nothing is retrieved or indexed for that.
    """
    if (out_file is None) == (score is None):
        raise ConfigurationError("Give either --out RUN.trec, to write a run, or --score RUN.trec, to score one.")
    if score:
        _score(score, read_dataset(dataset, queries, qrels), json)
    elif out_file:
        check_writable(out_file)
        questions = read_questions(dataset, queries)
        check_run_ids(questions.queries)
        _retrieve(out_file, questions.queries, k, _open_index(questions, corpus, today, home), json)


@app.command()
def answers(
    dataset: DatasetArgument,
    out_file: Annotated[Path, typer.Option("--out", metavar="ANSWERS.jsonl", help="The file to write.")],
    queries: QueriesOption = None,
    qrels: UnreadQrelsOption = None,  # noqa: ARG001 (verbs on a data set take the same files)
    corpus: CorpusOption = None,
    today: TodayOption = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Write the answer to every question, with its confidence and citations, as JSON Lines.

    The questions of oos_queries.jsonl follow the others. Greetings are not treated as such: answers come from articles.
    """
    check_writable(out_file)
    questions = read_questions(dataset, queries)
    index = _open_index(questions, corpus, today, home)
    found = answer_all(index, encode(index, questions.all_queries, _DISPLAY), _DISPLAY)
    write_lines(out_file, json_lines(map(answer_to_dict, found)))
    _report(out_file, len(found), "questions", index, json)


@app.command()
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

    The data set must hold questions that no article answers. The result becomes part of the live index, as a release of
    its own that 'citedesk rollback' takes back; the next syncs keep it. What it promises is measured on questions that
    it was not fitted to.
    """
    index = _open_index(judged := read_dataset(dataset, queries, qrels), corpus, today, home)
    model = ConfidenceModel.from_calibration(index.release.calibration)
    found = refit(label(index, judged, _DISPLAY), model, max_error)
    values = {**index.release.calibration, **found.to_dict(judged.name)}
    release = None if dry_run else publish_calibration(Home(index.home), index.release.name, values)
    if json:
        print_json({"release": release, **calibration_to_dict(found)})
    else:
        show_calibration(found, release, out)


@app.command()
def train(
    datasets: Annotated[
        list[Path], typer.Argument(metavar="DATASET…", help="Three or more, each as the other verbs take it.")
    ],
    today: TodayOption = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Fit the confidence that Citedesk ships with to several data sets, for those who develop it.

    Prints the coefficients for bot/confidence.py, and for each set how good those are that were fitted to the others
    alone. Nothing is stored.
    """
    read = [read_dataset(path) for path in datasets]
    found = fit_default([label(_open_index(one, None, today, home), one, _DISPLAY) for one in read])
    if json:
        print_json(trained_to_dict(found))
    else:
        show_trained(found, out)


@app.command()
def bench(
    source: Annotated[
        str | None,
        typer.Argument(metavar="SOURCE", help="Articles to measure with.", show_default="the sample articles"),
    ] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Measure this machine: publishing, a sync without changes, the start of the server, answers and memory.

    Everything is compared with the bare encoder, on the same texts in the same run. It works in a folder of its own
    under --home, which it deletes; the published index is left alone.
    """
    found = run_bench(source or str(sample_articles()), read_settings(home=home), _DISPLAY)
    if json:
        print_json(bench_to_dict(found))
    else:
        show_bench(found, out)


def _retrieve(path: Path, queries: Sequence[Query], k: int, index: Index, json: bool) -> None:
    lines: list[str] = []
    encoded = encode(index, queries, _DISPLAY)
    with _DISPLAY.stage("Retrieving", len(encoded)) as progress:
        for one in encoded:
            lines += run_lines(one.query.id, ranking_of(retrieve_hits(index, one, k)))
            progress(1)
    write_lines(path, lines)
    _report(path, len(encoded), "queries", index, json)


def _score(path: Path, dataset: Dataset, json: bool) -> None:
    found = score_run(read_run(path), dataset.qrels)
    if json:
        print_json(run_to_dict(found))
    else:
        show_run(found, out)


def _pass(failures: Sequence[str]) -> None:
    """Raises RegressionError unless nothing speaks against going live."""
    if failures:
        raise RegressionError(failures)


def _open_index(dataset: Dataset, corpus: str | None, today: datetime | None, home: Path | None) -> Index:
    index = open_index(read_settings(home=home), dataset, _DISPLAY, corpus, _clock(today))
    if index.empty:
        count = f"{len(index.empty)} article{'s' if len(index.empty) > 1 else ''}"
        err.print(f"{count} without title and text passed over: {index.empty[0]}", markup=False, soft_wrap=True)
    return index


def _clock(today: datetime | None) -> Callable[[], date]:
    if today is None:
        return today_utc
    day = today.date()
    return lambda: day


def _report(path: Path, count: int, what: str, index: Index, json: bool) -> None:
    if json:
        print_json({"out": str(path), what: count, "release": index.release.name})
    else:
        err.print(f"{path}: {count} {what} on release {index.release.name}", markup=False, soft_wrap=True)
