"""citedesk serve: the API, the widget and the help centre."""

from __future__ import annotations

import resource
import signal
import socket
import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HomeOption, read_settings
from bot.cli.output import err
from bot.knowledge import LiveReleases
from bot.log_masking import log_masked
from bot.outbox import Outbox
from bot.retention import Retention
from bot.settings import Settings
from bot.wiring import open_live, open_store
from corpus.errors import CitedeskError, ConfigurationError, NoReleaseError, StoreError

if TYPE_CHECKING:
    from bot.store.store import Store

OPEN_FILES = 4096


def serve(
    host: Annotated[
        str | None, typer.Option("--host", help="The address to listen on.", show_default="127.0.0.1")
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", help="The port; 0 takes a free one.", show_default="8000")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Serve the chat, the API and the help centre.

    The published index is loaded at the start and swapped without a pause whenever a sync or rollback publishes
    another one.
    """
    settings = read_settings(home=home, host=host, port=port)
    _allow_open_files()
    listening = _listen(settings)
    # The server finishes what it is answering and then raises the signal again: that is how it is meant to end.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, _end)
    live = open_live(settings)
    loading = threading.Thread(target=_load, args=(live,), name="load-release")
    loading.start()
    _run(settings, live, listening, loading)


def _run(settings: Settings, live: LiveReleases, listening: socket.socket, loading: threading.Thread) -> None:
    import uvicorn  # with the application, it overlaps the loading of the release

    from bot.wiring.application import open_outbox, open_server

    store = open_store(settings)
    retention = Retention(store.conversations, settings.retention_days)
    outbox = open_outbox(settings, store)
    config = open_server(settings, live, store, outbox)
    loading.join()
    live.follow(settings.release_poll_seconds)
    # Libraries are heard when something is wrong; what Citedesk itself does is worth a line. Without a configuration of
    # its own, uvicorn logs through the same handler, which masks.
    log_masked()
    server = uvicorn.Server(config)
    address = listening.getsockname()
    site = settings.public_url or f"http://{_shown_host(settings.host)}:{address[1]}"
    # On a thread of its own: neither the help centre nor /healthz waits for a database that is away.
    threading.Thread(target=_open, args=(store, retention, outbox, site), name="open-store", daemon=True).start()
    try:
        server.run(sockets=[listening])
    finally:
        live.stop()
        retention.stop()
        outbox.stop()
        store.database.close()


def _open(store: Store, retention: Retention, outbox: Outbox, site: str) -> None:
    """Opens the database before it is needed, and says what is served; whoever needs the database tries again."""
    state = "Citedesk is ready"
    try:
        store.database.engine()
    except StoreError as error:
        state = f"Citedesk runs without its database, so the chat cannot answer until it is back: {error}"
    err.print(
        f"{state}\n  chat         {site}/\n  help centre  {site}/help\n  console      {site}/console\n"
        f"  API          {site}/openapi.json",
        markup=False,
        soft_wrap=True,
    )
    retention.start()
    outbox.start()


def _allow_open_files() -> None:
    """Every open stream is a file, and 1,024 is what many systems start a process with."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _load(live: LiveReleases) -> None:
    try:
        live.refresh()
    except NoReleaseError as error:
        err.print(f"No answers yet: {error}", markup=False, soft_wrap=True)
    except CitedeskError as error:
        err.print(f"The index could not be loaded: {error}", markup=False, soft_wrap=True)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen()  # whoever connects from now on waits until the release is loaded, and is never refused
    except OSError as error:
        listening.close()
        raise ConfigurationError(
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror or error}. "
            "Choose another with --port or CITEDESK_PORT (0 takes a free one), or end the program that uses it."
        ) from error
    return listening


def _shown_host(host: str) -> str:
    if host in {"0.0.0.0", "::"}:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
