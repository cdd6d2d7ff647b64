"""The verbs, put together; `eval` and others join through the entry points of installed packages."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import entry_points

import typer

from bot.cli.agents import agent
from bot.cli.answers import ask, search
from bot.cli.doctor import doctor
from bot.cli.releases import releases, rollback
from bot.cli.serve import serve
from bot.cli.suggest import suggest
from bot.cli.sync import sync

HELP = """A support chatbot that answers from a help centre and shows where every sentence came from.

Begin with 'citedesk sync SOURCE' to index your articles, then 'citedesk serve' to chat with them.
Settings also come from CITEDESK_* environment variables (CITEDESK_HOME, CITEDESK_PORT, CITEDESK_MODEL, …).
"""
VERBS = (sync, serve, ask, search, suggest, releases, rollback, doctor)


def build_app(arguments: Sequence[str]) -> typer.Typer:
    """The command line for these arguments: verbs of other packages are loaded unless one of this package is called."""
    app = typer.Typer(help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    for verb in VERBS:
        app.command()(verb)
    app.add_typer(agent, name="agent")
    if not arguments or arguments[0] not in {"agent", *(verb.__name__ for verb in VERBS)}:
        for point in entry_points(group="citedesk.commands"):
            app.add_typer(point.load(), name=point.name)
    return app
