"""citedesk eval suggest: what suggested replies are worth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import HomeOption, JsonOption
from bot.cli.output import out, print_json
from eval.cli.options import DISPLAY, CorpusOption, TodayOption, open_dataset_index
from eval.conversations import Half, read_cases
from eval.suggestions import evaluate_suggestions
from eval.tables.suggestions import show_suggestions, suggestions_to_dict


def suggest(
    dataset: Annotated[
        Path,
        typer.Argument(metavar="DATASET", help="Conversations as .jsonl, or a folder that holds conversations.jsonl."),
    ],
    half: Annotated[
        Half | None, typer.Option("--half", help="Only the conversations at even or odd places of the file.")
    ] = None,
    corpus: CorpusOption = None,
    today: TodayOption = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Measure suggested replies against the replies that people wrote, beside the first three passages as they are.

    A conversation is one with what is open in it, the articles that answer it and a good reply; or a recorded one whose
    agents named the passages they used: then every answerable question of it is a case.
    """
    cases = read_cases(dataset, half)
    index = open_dataset_index(cases.dataset, corpus, today, home)
    found = evaluate_suggestions(index, cases, DISPLAY)
    if json:
        print_json(suggestions_to_dict(found))
    else:
        show_suggestions(found, out)
