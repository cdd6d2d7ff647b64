"""citedesk suggest: what an agent would be offered as a reply."""

from __future__ import annotations

import json as json_text
import re
import sys
from dataclasses import replace
from typing import Annotated, Any

import typer
from rich.markdown import Markdown
from rich.rule import Rule

from bot.api.outgoing_drafts import drafts_as_sent
from bot.api.schemas.suggestions import Suggestions
from bot.api.text import readable
from bot.cli.options import HomeOption, JsonOption, read_settings
from bot.cli.output import err, out, print_json
from bot.suggest import MOST_DRAFTS, Suggested, Suggester
from bot.suggest.reading import FORM, read_conversation
from bot.suggest.voice import VOICES, has_voice
from bot.wiring import open_live, open_rules
from corpus.errors import ConfigurationError

_LOCALE = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*")


def suggest(
    k: Annotated[int, typer.Option("-k", min=1, max=MOST_DRAFTS, help="How many drafts at most.")] = MOST_DRAFTS,
    locale: Annotated[
        str | None, typer.Option("--locale", help="The language of the agent's own words, e.g. en or pt-BR.")
    ] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Draft replies to the open questions of a conversation, which is read from standard input as JSON.

    It is a list of messages, each with role (user, bot or agent) and text, oldest first; or an object with such a list
    as 'messages'. Nothing is sent or stored.
    """
    settings = read_settings(home=home)
    if locale is not None:
        _check(locale)
    messages = [replace(one, text=readable(one.text)) for one in read_conversation(_read_json())]
    live = open_live(settings)
    found = Suggester(live, open_rules(settings)).suggest(messages, k, locale)
    sent = drafts_as_sent(found, live.current().articles, settings.public_url)
    if json:
        print_json(Suggestions.of(sent, [None] * len(sent.suggestions)).model_dump(mode="json"))
    else:
        _show(sent)


def _check(locale: str) -> None:
    """Says so when the words beside quotes will be English ones. Raises ConfigurationError for what is no locale."""
    known = ", ".join(sorted(VOICES))
    if not _LOCALE.fullmatch(locale):
        raise ConfigurationError(f"--locale is '{locale}', which is no language tag. Give one like en or pt-BR.")
    if not has_voice(locale):
        words = f"There are no words of an agent in '{locale}', only in {known}: what is not quoted will be English."
        err.print(words, markup=False, soft_wrap=True)


def _read_json() -> Any:
    """What standard input holds. Raises ConfigurationError when it is not JSON in UTF-8."""
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"The conversation is not UTF-8: {error}. Save it as UTF-8.") from error
    if not text.strip():
        raise ConfigurationError(f"No conversation came on standard input. {FORM}")
    try:
        return json_text.loads(text)
    except json_text.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ConfigurationError(f"The conversation is not JSON: {error.msg} at {where}. {FORM}") from error
    except RecursionError as error:
        raise ConfigurationError(f"The conversation is nested too deep to be read. {FORM}") from error


def _show(found: Suggested) -> None:
    if not found.questions:
        out.print("No question is open.")
        return
    for question in found.questions:
        mark = "  (no article)" if question in found.missing else ""
        out.print(f"? {question}{mark}", markup=False, soft_wrap=True)
    for number, draft in enumerate(found.suggestions, 1):
        out.print(Rule(f"{number} · confidence {draft.confidence:.2f}", align="left"))
        # A terminal that opens links is not everywhere, and its text is copied: addresses are written out.
        out.print(Markdown(draft.text, hyperlinks=False))
