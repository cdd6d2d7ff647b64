"""citedesk sync: make the live index equal to the sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.cli.options import HomeOption, JsonOption, read_kind, read_settings
from bot.cli.output import ConsoleProgress, err, out, print_json
from bot.wiring import open_publisher
from corpus.errors import BadArticlesError
from corpus.sources import LoadedArticles, load_sources
from embeddings.alternatives import Alternative, Extended, read_alternatives, with_alternatives
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

    Questions that the team has accepted from use (alternatives.jsonl in the home) become further ways to ask for their
    articles.
    """
    settings = read_settings(home=home, model=model)
    display = ConsoleProgress()
    with display.stage("Reading articles"):
        loaded = load_sources(sources, kind=read_kind(kind))
    if loaded.problems and not skip_bad:
        raise BadArticlesError(loaded.problems)
    for problem in loaded.problems:
        err.print(f"skipped: {problem}", markup=False, soft_wrap=True)
    extended = with_alternatives(loaded.articles, read_alternatives(settings.home))
    report = open_publisher(settings, display).publish(extended.articles, allow_deletes)
    _tell_homeless(extended.homeless)
    if json:
        print_json(_as_json(report, loaded, extended))
    else:
        _show(report, _drafts(loaded), extended.added)


def _tell_homeless(homeless: Sequence[Alternative]) -> None:
    for one in homeless:
        err.print(
            f"{one.place}: left out, as there is no article '{one.article_id}' any more: {one.question}",
            markup=False,
            soft_wrap=True,
        )


def _as_json(report: PublishReport, loaded: LoadedArticles, extended: Extended) -> dict[str, object]:
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
        "accepted_questions": extended.added,
        "accepted_questions_left_out": len(extended.homeless),
        "added_ids": list(change.added),
        "changed_ids": list(change.changed),
        "removed_ids": list(change.removed),
    }


def _drafts(loaded: LoadedArticles) -> int:
    return sum(article.draft for article in loaded.articles)


def _show(report: PublishReport, drafts: int, accepted: int) -> None:
    change = report.diff
    counts = (
        f"{len(change.added)} added, {len(change.changed)} changed, {len(change.removed)} removed, "
        f"{len(change.unchanged)} unchanged"
    )
    out.print(counts + (f" ({drafts} drafts, shown to nobody)" if drafts else ""), soft_wrap=True)
    if accepted:
        plural = "s" if accepted > 1 else ""
        out.print(f"{accepted} question{plural} accepted from use among the ways to ask for articles", soft_wrap=True)
    if report.published:
        counts = f"{report.passages} passages, {report.texts_encoded} texts encoded"
        out.print(f"Published {report.release}: {counts}.", soft_wrap=True)
    else:
        out.print(f"Nothing to publish: {report.release} is up to date.", soft_wrap=True)
