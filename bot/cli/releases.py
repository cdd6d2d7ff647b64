"""citedesk releases and citedesk rollback: what was published, and going back to it."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from bot.cli.options import HomeOption, JsonOption, read_settings
from bot.cli.output import err, out, print_json
from corpus.errors import NoReleaseError, ReleaseError
from embeddings.home import Home
from embeddings.release import Manifest, load_release, read_manifest


def releases(home: HomeOption = None, json: JsonOption = False) -> None:
    """List the releases of the index, oldest first, and which one is live."""
    place = Home(read_settings(home=home).home)
    names = place.releases()
    if not names:
        raise NoReleaseError(place.path)
    current = _current(place)
    manifests = {name: _manifest(place, name) for name in names}
    if json:
        rows = [
            {
                "release": name, "live": name == current, "damaged": m is None, "created_at": m and m.created_at,
                "articles": m and m.articles, "passages": m and m.passages, "encoder": m and m.encoder_name,
                "encoder_fingerprint": m and m.encoder_fingerprint,
            }
            for name, m in manifests.items()
        ]  # fmt: skip
        print_json({"releases": rows, "live": current})
        return
    table = Table(box=None, pad_edge=False)
    for column in ("", "release", "articles", "passages", "encoder"):
        table.add_column(column, no_wrap=True)
    for name, m in manifests.items():
        shown = (str(m.articles), str(m.passages), m.encoder_name) if m else ("damaged", "", "")
        table.add_row("live" if name == current else "", name, *shown)
    out.print(table)


def rollback(
    release: Annotated[
        str | None,
        typer.Argument(metavar="RELEASE", help="The release to go back to.", show_default="the one before"),
    ] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Make an earlier release the live one; servers that are running take it over by themselves."""
    place = Home(read_settings(home=home).home)
    with place.lock():
        # Which one is before another needs to be known; one that is named can be gone to from anywhere.
        before = _current(place) if release else place.current()
        target = release or _previous(place)
        # A release that can't be loaded must not go live, least of all in an emergency.
        load_release(place.folder(target))
        place.point_to(target)
    if json:
        print_json({"release": target, "before": before})
    else:
        out.print(f"{target} is live (before: {before or 'none'}).", soft_wrap=True)


def _current(place: Home) -> str | None:
    """The live release; None, with a warning, where that cannot be told though there are releases."""
    try:
        return place.current()
    except ReleaseError as error:
        if place.releases():
            err.print(f"warning: {error}", markup=False, soft_wrap=True)
        return None


def _manifest(place: Home, name: str) -> Manifest | None:
    """The manifest of a release; None, with a warning, where it cannot be read."""
    try:
        return read_manifest(place.folder(name))
    except ReleaseError as error:
        err.print(f"warning: {error}", markup=False, soft_wrap=True)
        return None


def _previous(place: Home) -> str:
    current = place.current()
    earlier = place.releases()[: place.releases().index(current)]
    if not earlier:
        raise ReleaseError(f"There is no release before {current} under '{place.path}' to go back to.")
    return earlier[-1]
