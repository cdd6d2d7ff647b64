"""citedesk doctor: what is wrong with this installation and how to mend it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import typer

from bot.cli.options import HomeOption, JsonOption, read_settings
from bot.cli.output import out, print_json
from bot.settings import Settings
from bot.wiring import open_database, open_live, open_store, stuck_deliveries
from corpus.errors import CitedeskError, NoReleaseError, StoreError
from embeddings.home import Home
from embeddings.model_files import locate_model
from embeddings.release import load_release

_LEAST_FREE_BYTES = 500_000_000


State = Literal["ok", "warning", "broken"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; where that is not ok, the text ends with a remedy."""

    check: str
    state: State
    text: str


def doctor(home: HomeOption = None, json: JsonOption = False) -> None:
    """Check this installation; exits with 1 when something is broken."""
    settings = read_settings(home=home)
    checks = (_packages, _configuration, _encoder, _home, _release, _database, _deliveries)
    findings = [finding for check in checks for finding in check(settings)]
    if json:
        print_json({"findings": [asdict(finding) for finding in findings]})
    else:
        marks = {"ok": "[green]ok     [/green]", "warning": "[yellow]warning[/yellow]", "broken": "[red]broken [/red]"}
        for finding in findings:
            out.print(f"{marks[finding.state]} {finding.check}: ", end="")
            out.print(finding.text, markup=False, soft_wrap=True)
    if any(finding.state == "broken" for finding in findings):
        raise typer.Exit(1)


def _packages(_settings: Settings) -> Iterator[Finding]:
    serving = [
        name for name in ("faiss", "onnxruntime", "tokenizers", "bm25s", "fastapi", "uvicorn") if not find_spec(name)
    ]
    if serving:
        yield Finding("packages", "broken", f"not installed: {', '.join(serving)}. Reinstall Citedesk.")
    else:
        yield Finding("packages", "ok", "everything that serving needs is installed")
    publishing = [name for name in ("torch", "sentence_transformers", "onnx") if not find_spec(name)]
    if publishing:
        text = f"not installed: {', '.join(publishing)}. This machine can serve but not sync; for that install"
        yield Finding("publish extra", "warning", f"{text} 'citedesk[publish]'.")
    else:
        yield Finding("publish extra", "ok", "everything that syncing needs is installed")


def _configuration(settings: Settings) -> Iterator[Finding]:
    from bot.wiring.application import open_server  # the web framework, which other verbs do without

    def check() -> str:
        open_server(settings, open_live(settings), open_store(settings))
        return "'citedesk serve' can work with these settings"

    yield _checked("configuration", check, failed="broken")


def _encoder(settings: Settings) -> Iterator[Finding]:
    def check() -> str:
        files = locate_model(settings.model)
        return f"{files.name}, fingerprint {files.fingerprint}, window {files.max_tokens} tokens"

    yield _checked("encoder", check, failed="warning")


def _home(settings: Settings) -> Iterator[Finding]:
    home = settings.home.absolute()
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    if not os.access(existing, os.W_OK):
        yield Finding("home", "broken", f"'{home}' cannot be written to. Choose another with --home or CITEDESK_HOME.")
        return
    free = shutil.disk_usage(existing).free
    state: State = "ok" if free >= _LEAST_FREE_BYTES else "warning"
    yield Finding("home", state, f"'{home}', {free / 1e9:.1f} GB free" + _leftovers(home))


def _release(settings: Settings) -> Iterator[Finding]:
    home = Home(settings.home)

    def check() -> str:
        release = load_release(home.folder(home.current()))
        manifest = release.manifest
        return f"{release.name}: {manifest.articles} articles, {manifest.passages} passages, all digests right"

    try:
        home.current()
    except NoReleaseError as error:
        yield Finding("index", "warning", str(error))
    except CitedeskError as error:
        yield Finding("index", "broken", str(error))
    else:
        yield _checked("index", check, failed="broken")


def _database(settings: Settings) -> Iterator[Finding]:
    yield _checked("database", lambda: open_database(settings).examine(), failed="broken")


def _deliveries(settings: Settings) -> Iterator[Finding]:
    """What other programs should have been told by now; nothing is said where nobody is to be told."""
    if not (settings.webhook_url or settings.chatwoot_url):
        return
    try:
        stuck = stuck_deliveries(settings)
    except StoreError:  # which the check of the database tells of
        return
    for one in stuck:
        what = "given up" if one.is_given_up else "waiting to be sent"
        text = f"{one.count} {what} since {one.oldest:%Y-%m-%d %H:%M} UTC. {one.error or 'No server sends them.'}"
        yield Finding(f"deliveries to {one.target}", "warning", text)
    if not stuck:
        yield Finding("deliveries", "ok", "nothing is stuck")


def _leftovers(home: Path) -> str:
    stale = [folder.name for folder in home.glob("releases/.staging-*")]
    return f"; left over from an interrupted sync: {', '.join(stale)} (may be deleted)" if stale else ""


def _checked(name: str, check: Callable[[], str], failed: State) -> Finding:
    try:
        return Finding(name, "ok", check())
    except CitedeskError as error:
        return Finding(name, failed, str(error))
