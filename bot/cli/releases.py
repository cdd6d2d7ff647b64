"""citedesk releases and citedesk rollback: what was published, and going back to it."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from bot.cli.options import HomeOption, JsonOption, read_settings
from bot.cli.output import out, print_json
from corpus.errors import NoReleaseError, ReleaseError
from embeddings.home import Home
from embeddings.release import load_release, read_manifest


def releases(home: HomeOption = None, json: JsonOption = False) -> None:
    """List the releases of the index, oldest first, and which one is live."""
    place = Home(read_settings(home=home).home)
    names = place.releases()
    if not names:
        raise NoReleaseError(place.path)
    current = place.current()
    manifests = [read_manifest(place.folder(name)) for name in names]
    if json:
        rows = [
            {
                "release": m.release, "live": m.release == current, "created_at": m.created_at, "articles": m.articles,
                "passages": m.passages, "encoder": m.encoder_name, "encoder_fingerprint": m.encoder_fingerprint,
            }
            for m in manifests
        ]  # fmt: skip
        print_json({"releases": rows, "live": current})
        return
    table = Table(box=None, pad_edge=False)
    for column in ("", "release", "articles", "passages", "encoder"):
        table.add_column(column, no_wrap=True)
    for m in manifests:
        mark = "live" if m.release == current else ""
        table.add_row(mark, m.release, str(m.articles), str(m.passages), m.encoder_name)
    out.print(table)


def rollback(
    release: Annotated[
        str | None, typer.Argument(metavar="[RELEASE]", help="The release to go back to. [default: the one before]")
    ] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Make an earlier release the live one; servers that are running take it over by themselves."""
    place = Home(read_settings(home=home).home)
    with place.lock():
        before = place.current()
        target = release or _previous(place, before)
        # A release that can't be loaded must not go live, least of all in an emergency.
        load_release(place.folder(target))
        place.point_to(target)
    if json:
        print_json({"release": target, "before": before})
    else:
        out.print(f"{target} is live (before: {before}).")


def _previous(place: Home, current: str) -> str:
    earlier = place.releases()[: place.releases().index(current)]
    if not earlier:
        raise ReleaseError(f"There is no release before {current} under '{place.path}' to go back to.")
    return earlier[-1]
