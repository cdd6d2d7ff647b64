"""citedesk eval bench: how fast this machine publishes and answers, and how a full store fares."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.options import HomeOption, JsonOption, read_settings
from bot.cli.output import out, print_json
from eval.bench import bench as run_bench
from eval.bench import sample_articles
from eval.cli.options import DISPLAY
from eval.store_bench.bench import bench_store
from eval.tables.bench import bench_to_dict, show_bench
from eval.tables.store_bench import show_store_bench, store_bench_to_dict

CONVERSATIONS = 100_000


def bench(
    source: Annotated[
        str | None,
        typer.Argument(metavar="SOURCE", help="Articles to measure with.", show_default="the sample articles"),
    ] = None,
    store: Annotated[
        bool, typer.Option("--store", help="Measure a store full of made-up conversations instead.")
    ] = False,
    conversations: Annotated[
        int, typer.Option("--conversations", min=100, help="With --store: how many there are in it.")
    ] = CONVERSATIONS,
    database_url: Annotated[
        str,
        typer.Option("--database-url", help="With --store: an empty database.", show_default="a temporary SQLite file"),
    ] = "",
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Measure this machine: publishing, a sync without changes, the start of the server, answers and memory.

    Everything is compared with the bare encoder, on the same texts in the same run. It works in a folder of its own
    under --home, which it deletes; the published index is left alone.

    With --store: the inbox, its filters and search, opening a conversation, and every section of the insights, among
    a year of made-up conversations about the sample help centre.
    """
    if store:
        full = bench_store(conversations, database_url, DISPLAY)
        if json:
            print_json(store_bench_to_dict(full))
        else:
            show_store_bench(full, out)
        return
    found = run_bench(source or str(sample_articles()), read_settings(home=home), DISPLAY)
    if json:
        print_json(bench_to_dict(found))
    else:
        show_bench(found, out)
