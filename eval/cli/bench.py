"""citedesk eval bench: how fast this machine publishes and answers."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.options import HomeOption, JsonOption, read_settings
from bot.cli.output import out, print_json
from eval.bench import bench as run_bench
from eval.bench import sample_articles
from eval.cli.options import DISPLAY
from eval.tables.bench import bench_to_dict, show_bench


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
    found = run_bench(source or str(sample_articles()), read_settings(home=home), DISPLAY)
    if json:
        print_json(bench_to_dict(found))
    else:
        show_bench(found, out)
