"""Options that several verbs share, and how they become settings."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from bot.answer import Filters
from bot.settings import PREFIX, VARIABLES, Settings, unknown_variables
from corpus.article import Kind
from corpus.errors import ConfigurationError

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="The folder that holds releases, cache and database.", show_default=".citedesk"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
KindOption = Annotated[
    str | None, typer.Option("--kind", help="Only articles of this kind: faq, announcement or product.")
]
LocaleOption = Annotated[str | None, typer.Option("--locale", help="Only articles in this language, e.g. en or pt-BR.")]

_PASSWORD = re.compile("//.*@")  # in an address


def read_settings(**overrides: Any) -> Settings:
    """The settings of the environment, with every override that is not None; they are options of the verb.

    Raises ConfigurationError.
    """
    if unknown := unknown_variables(os.environ):
        close = get_close_matches(unknown[0].upper().removeprefix(PREFIX), map(str.upper, Settings.model_fields), n=1)
        remedy = f"Did you mean {PREFIX}{close[0]}?" if close else f"There are {', '.join(VARIABLES)}."
        raise ConfigurationError(f"The environment variable {unknown[0]} is no setting. {remedy} Correct or unset it.")
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        option = f"--{name.replace('_', '-')} or " if name in overrides else ""
        raise ConfigurationError(
            f"The setting '{name}' is {_PASSWORD.sub('//***@', repr(first.get('input')))}: {first['msg']}. "
            f"Correct {option}the environment variable CITEDESK_{name.upper()}."
        ) from error


def read_kind(kind: str | None) -> Kind | None:
    """The kind an option names. Raises ConfigurationError when there is no such kind."""
    if kind is None:
        return None
    try:
        return Kind.parse(kind)
    except ValueError as error:
        raise ConfigurationError(f"--kind: {error}.") from error


def read_filters(kind: str | None, locale: str | None) -> Filters:
    """The filters the options ask for."""
    return Filters(read_kind(kind), locale)
