"""citedesk eval run: everything about a data set in one go, and the gate that blocks what got worse."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import HomeOption, JsonOption
from bot.cli.output import err, out, print_json
from eval.baseline import write_baseline
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
from eval.figures import FIGURES
from eval.files import check_writable
from eval.gate import hold_gate, pass_gate, read_gate
from eval.report import check_drawable, write_report
from eval.run import evaluate
from eval.tables.comparison import comparison_to_dict, show_comparison
from eval.tables.evaluation import evaluation_to_dict, show_evaluation


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

    The rules of the team are not asked: what is measured is what the articles answer.

    Rankings are judged on articles: nDCG@10, MRR@10, Recall@5 and Success@1, with 95 % bootstrap intervals. Where some
    questions have no answer, it also says how well the bot knows; where some have a reference answer, how much of it is
    quoted, and how little else. Tags, kinds, locales and lengths of questions get a line each.

    With --baseline it is a gate: a paired randomisation test for each figure, the questions that got better and worse,
    and exit code 1 when a figure dropped significantly (p < 0.05) or misses its floor. --save keeps the floors of the
    file it replaces and those given by --floor, which then hold whenever the file is the baseline.
    """
    if report:
        check_drawable()
    asked = read_gate(baseline, save, floor or ())
    for path in filter(None, (report, save)):
        check_writable(path)
    judged = read_dataset(dataset, queries, qrels)
    if judged.passed_over:
        err.print(
            f"{judged.passed_over} judgements are passed over: their questions are not among those asked",
            soft_wrap=True,
        )
    index = open_dataset_index(judged, corpus, today, home)
    found = evaluate(index, judged, DISPLAY)
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
    pass_gate(gate.failures)
