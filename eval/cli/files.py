"""citedesk eval compare, retrieve and answers: files that other tools of the field read and write."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import HomeOption, JsonOption
from bot.cli.output import err, out, print_json
from corpus.errors import ConfigurationError
from eval.answers import answer_all, answer_to_dict
from eval.cli.options import (
    DISPLAY,
    CorpusOption,
    DatasetArgument,
    QueriesOption,
    TodayOption,
    UnreadQrelsOption,
    open_dataset_index,
)
from eval.datasets import Dataset, Query, read_dataset, read_questions
from eval.files import check_run_ids, check_writable, json_lines, run_lines, write_lines
from eval.gate import gate_failures, pass_gate
from eval.index import Index
from eval.runs import compare_runs, score_run
from eval.systems import encode, ranking_of
from eval.systems import retrieve as retrieve_hits
from eval.tables.comparison import comparison_to_dict, run_to_dict, show_comparison, show_run
from eval.trec import read_qrels, read_run


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
    pass_gate(gate_failures(found, {}, {}))


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
        _retrieve(out_file, questions.queries, k, open_dataset_index(questions, corpus, today, home), json)


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
    index = open_dataset_index(questions, corpus, today, home)
    found = answer_all(index, encode(index, questions.all_queries, DISPLAY), DISPLAY)
    write_lines(out_file, json_lines(map(answer_to_dict, found)))
    _report(out_file, len(found), "questions", index, json)


def _retrieve(path: Path, queries: Sequence[Query], k: int, index: Index, json: bool) -> None:
    lines: list[str] = []
    encoded = encode(index, queries, DISPLAY)
    with DISPLAY.stage("Retrieving", len(encoded)) as progress:
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


def _report(path: Path, count: int, what: str, index: Index, json: bool) -> None:
    if json:
        print_json({"out": str(path), what: count, "release": index.release.name})
    else:
        err.print(f"{path}: {count} {what} on release {index.release.name}", markup=False, soft_wrap=True)
