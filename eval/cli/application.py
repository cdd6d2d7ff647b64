"""The verbs of `citedesk eval`, put together."""

from __future__ import annotations

import typer

from eval.cli.bench import bench
from eval.cli.confidence import calibrate, train
from eval.cli.files import answers, compare, retrieve
from eval.cli.run import run
from eval.cli.suggest import suggest

HELP = (
    "Measure how well questions find their articles, how good the answers are, and how fast it all is.\n\n"
    "A DATASET is a BEIR-like folder (corpus.jsonl, queries.jsonl, qrels.tsv, perhaps oos_queries.jsonl), whose "
    "articles are indexed in a home of their own under --home; or a .jsonl file of golden questions (question, "
    "relevant_article_ids, answerable, …) about the articles published in --home.\n\n"
    "Begin with 'citedesk eval run DATASET'."
)
VERBS = (run, compare, retrieve, answers, suggest, calibrate, train, bench)

app = typer.Typer(help=HELP, no_args_is_help=True)
for _verb in VERBS:
    app.command()(_verb)
