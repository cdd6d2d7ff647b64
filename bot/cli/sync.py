"""citedesk sync: make the live index equal to the sources."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.options import HomeOption, JsonOption, read_kind, read_settings
from bot.cli.output import ConsoleProgress, err, out, print_json
from bot.wiring import open_publisher
from corpus.errors import BadArticlesError
from corpus.sources import LoadedArticles, load_sources
from embeddings.publish import PublishReport


def sync(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE…",
            help="Every source of the help centre: a folder of Markdown or HTML, a .csv, .jsonl or listing .txt, or a "
            "BEIR-like folder; or forced as TYPE:PATH (markdown:, html:, csv:, jsonl:, listing:).",
        ),
    ],
    home: HomeOption = None,
    allow_deletes: Annotated[
        bool, typer.Option("--allow-deletes", help="Publish even if more than a tenth of the live articles go.")
    ] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Publish without what cannot be used.")] = False,
    kind: Annotated[
        str | None,
        typer.Option("--kind", help="Kind of articles that name none: faq, announcement, product."),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option("--model", help="A sentence-transformers model: name or folder.", show_default="all-MiniLM-L6-v2"),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Load the sources, encode what changed and publish a new index.

    The index then holds exactly the articles of the sources named here: name all of them in one command. A server that
    is running takes the new index over by itself. When anything can't be read, nothing is published.
    """
    settings = read_settings(home=home, model=model)
    display = ConsoleProgress()
    with display.stage("Reading articles"):
        loaded = load_sources(sources, kind=read_kind(kind))
    if loaded.problems and not skip_bad:
        raise BadArticlesError(loaded.problems)
    for problem in loaded.problems:
        err.print(f"skipped: {problem}", markup=False, soft_wrap=True)
    report = open_publisher(settings, display).publish(loaded.articles, allow_deletes)
    if json:
        print_json(_as_json(report, loaded))
    else:
        _show(report, _drafts(loaded))


def _as_json(report: PublishReport, loaded: LoadedArticles) -> dict[str, object]:
    change = report.diff
    return {
        "release": report.release,
        "published": report.published,
        "added": len(change.added),
        "changed": len(change.changed),
        "removed": len(change.removed),
        "unchanged": len(change.unchanged),
        "passages": report.passages,
        "texts_encoded": report.texts_encoded,
        "articles": len(loaded.articles),
        "drafts": _drafts(loaded),
        "skipped": len(loaded.problems),
        "added_ids": list(change.added),
        "changed_ids": list(change.changed),
        "removed_ids": list(change.removed),
    }


def _drafts(loaded: LoadedArticles) -> int:
    return sum(article.draft for article in loaded.articles)


def _show(report: PublishReport, drafts: int) -> None:
    change = report.diff
    counts = (
        f"{len(change.added)} added, {len(change.changed)} changed, {len(change.removed)} removed, "
        f"{len(change.unchanged)} unchanged"
    )
    out.print(counts + (f" ({drafts} drafts, shown to nobody)" if drafts else ""), soft_wrap=True)
    if report.published:
        counts = f"{report.passages} passages, {report.texts_encoded} texts encoded"
        out.print(f"Published {report.release}: {counts}.", soft_wrap=True)
    else:
        out.print(f"Nothing to publish: {report.release} is up to date.", soft_wrap=True)
