"""citedesk agent: the accounts of those who answer customers."""

from __future__ import annotations

import getpass
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from bot.accounts.team import EMAIL_PATTERN, MAX_EMAIL_CHARS, MAX_NAME_CHARS, Agent, AgentRole, folded_email
from bot.cli.options import HomeOption, JsonOption, read_settings
from bot.cli.output import err, out, print_json
from bot.wiring import open_sessions, open_store
from corpus.errors import ConfigurationError, NotFoundError

if TYPE_CHECKING:
    from bot.accounts.sessions import Sessions

EmailArgument = Annotated[str, typer.Argument(metavar="EMAIL", help="The address the agent signs in with.")]
StdinOption = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from the first line of the standard input.")
]

agent = typer.Typer(
    help="Look after the accounts of those who answer customers.", no_args_is_help=True, pretty_exceptions_enable=False
)


@agent.command("add")
def add(
    email: EmailArgument,
    name: Annotated[str, typer.Option("--name", help="The name that customers and colleagues see.")],
    role: Annotated[
        str, typer.Option("--role", help="agent answers customers; admin looks after team and rules as well.")
    ] = AgentRole.AGENT,
    password_stdin: StdinOption = False,
    home: HomeOption = None,
) -> None:
    """Make an account; its password is asked for."""
    if len(email) > MAX_EMAIL_CHARS or not re.fullmatch(EMAIL_PATTERN, email.strip()):
        raise ConfigurationError(f"'{email}' is no e-mail address. Write it as in lena@shop.example.")
    if not 0 < len(name.strip()) <= MAX_NAME_CHARS:
        raise ConfigurationError(f"--name: take 1 to {MAX_NAME_CHARS} characters.")
    if role not in list(AgentRole):
        raise ConfigurationError(f"--role: there is no role '{role}'. Take one of: {', '.join(AgentRole)}.")
    with _sessions(home) as sessions:
        added = sessions.add_agent(email, name, AgentRole(role), _password(password_stdin))
    err.print(f"{added.name} <{added.email}> can sign in now, as {added.role}.", markup=False, soft_wrap=True)


@agent.command("list")
def list_agents(home: HomeOption = None, json: JsonOption = False) -> None:
    """List the accounts."""
    with _sessions(home) as sessions:
        agents = sessions.team.agents()
    if json:
        rows = [{"number": one.number, "email": one.email, "name": one.name, "role": one.role} for one in agents]
        print_json({"agents": rows})
        return
    if not agents:
        err.print("There is no account yet. Make one with 'citedesk agent add EMAIL --name NAME'.", soft_wrap=True)
        return
    table = Table(box=None, pad_edge=False)
    for column in ("number", "name", "e-mail", "role"):
        table.add_column(column, no_wrap=True)
    for one in agents:
        table.add_row(str(one.number), Text(one.name), Text(one.email), one.role)
    out.print(table)


@agent.command("remove")
def remove(email: EmailArgument, home: HomeOption = None) -> None:
    """Remove an account; whoever is signed in with it is signed out at once."""
    with _sessions(home) as sessions:
        one = _found(sessions, email)
        sessions.team.remove(one.number)
    err.print(f"{one.name} <{one.email}> can't sign in any more.", markup=False, soft_wrap=True)


@agent.command("password")
def password(email: EmailArgument, password_stdin: StdinOption = False, home: HomeOption = None) -> None:
    """Give an account another password; whoever is signed in with it is signed out at once."""
    with _sessions(home) as sessions:
        one = _found(sessions, email)
        sessions.set_password(one.number, _password(password_stdin))
    err.print(f"{one.name} <{one.email}> has another password now.", markup=False, soft_wrap=True)


@contextmanager
def _sessions(home: HomeOption) -> Iterator[Sessions]:
    settings = read_settings(home=home)
    store = open_store(settings)
    try:
        yield open_sessions(settings, store)
    finally:
        store.database.close()


def _found(sessions: Sessions, email: str) -> Agent:
    known = sessions.team.credentials(folded_email(email))
    if known is None:
        raise NotFoundError(f"There is no account of '{email}'. 'citedesk agent list' shows those there are.")
    return known.agent


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise ConfigurationError("There is no terminal to ask for the password at. Send it with --password-stdin.")
    given = getpass.getpass("Password: ", stream=None)
    if given != getpass.getpass("The same again: ", stream=None):
        raise ConfigurationError("The two passwords differ; nothing was changed. Try again.")
    return given
