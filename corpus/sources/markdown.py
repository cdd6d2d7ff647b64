"""Articles as Markdown files with YAML front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from corpus.clean import plain_text
from corpus.errors import BadArticlesError, Problem
from corpus.sources.fields import Fields
from corpus.sources.files import FileRecord, load_files, read_text
from corpus.sources.source import NO_DEFAULTS, Defaults, Place, Progress, SourceBatch, no_progress

MARKDOWN_SUFFIXES = (".md", ".markdown")
# The base loader makes every value a string: YAML 1.1 would read the id 0123 as 83 and the title No as false.
_YAML_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# Front matter is a few lines; libyaml crashes on tens of thousands of nested brackets.
_MAX_FRONT_MATTER_CHARS = 20_000
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.M | re.S)
_KEY = re.compile(r"([A-Za-z_]\w*)[ \t]*:")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_TITLE_LINE = re.compile(r" {0,3}#[ \t]+\S")
_NOT_AN_ARTICLE = re.compile(r"(?:readme|licen[cs]e|contributing|code_of_conduct)\..*", re.I)


@dataclass(frozen=True, slots=True)
class MarkdownSource:
    """One Markdown file, or a folder of them and its subfolders."""

    root: Path
    defaults: Defaults = NO_DEFAULTS

    def load(self, progress: Progress = no_progress) -> SourceBatch:
        """Every article and every problem, sorted by path; README, LICENSE and the like are no articles."""
        return load_files(self.root, MARKDOWN_SUFFIXES, _read, self.defaults, progress)


def _read(path: Path) -> FileRecord | None:
    text, place = read_text(path), Place(str(path))
    if not re.match(r"---[ \t]*\n", text):
        return None if _NOT_AN_ARTICLE.fullmatch(path.name) else FileRecord(_with_title({}, text))
    match = _FRONT_MATTER.match(text)
    if match is None:
        problem = place.problem("The front matter has no end.", "Close it with a line of three hyphens: '---'.", 1)
        raise BadArticlesError([problem])
    header, body = match[1], text[match.end() :]
    keys = ((number, _KEY.match(line)) for number, line in enumerate(header.split("\n"), start=2))
    return FileRecord(_with_title(_parsed(header, place), body), {key[1]: number for number, key in keys if key})


def _parsed(header: str, place: Place) -> dict[str, Any]:
    """The fields of front matter. Raises BadArticlesError with the line in the file."""
    remedy = "Correct the front matter; a text with a colon, a quote or a bracket in it goes in quotes."
    if len(header) > _MAX_FRONT_MATTER_CHARS:
        what = f"The front matter has {len(header):,} characters; the most is {_MAX_FRONT_MATTER_CHARS:,}."
        raise BadArticlesError([place.problem(what, "Move the text below the closing '---'.", 1)])
    try:
        fields = yaml.load(header, _YAML_LOADER)
    except yaml.MarkedYAMLError as error:
        raise BadArticlesError([_yaml_problem(error, header, place, remedy)]) from error
    except yaml.reader.ReaderError as error:
        line = header.count("\n", 0, error.position) + 2
        what = f"The front matter holds the control character {error.character!r}."
        raise BadArticlesError([place.problem(what, "Take it out.", line)]) from error
    except RecursionError as error:
        raise BadArticlesError([place.problem("The front matter is nested too deeply.", remedy, 1)]) from error
    if fields is None or fields == "":
        return {}
    if not isinstance(fields, dict):
        raise BadArticlesError([place.problem("The front matter is not a list of 'field: value' lines.", remedy, 1)])
    return fields


def _yaml_problem(error: yaml.MarkedYAMLError, header: str, place: Place, remedy: str) -> Problem:
    mark = error.problem_mark
    # What is never closed is noticed at the end; the reader wants to know where it began.
    if error.context_mark and (mark is None or mark.line >= header.count("\n")):
        mark = error.context_mark
    what = f"The front matter is not valid YAML: {error.problem or error.context}."
    return place.problem(what, remedy, mark.line + 2 if mark else 1)


def _with_title(fields: Fields, body: str) -> dict[str, Any]:
    """The fields with the body, whose first top heading becomes the title, or goes where it only repeats it."""
    title = fields.get("title")
    start, fence = 0, ""
    for line in body.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and _TITLE_LINE.match(line):
            heading = plain_text(line)
            if not title or heading.casefold() == str(title).strip().casefold():
                return {**fields, "title": title or heading, "body": body[:start] + body[start + len(line) :]}
        if title and line.strip():
            break
        start += len(line)
    return {**fields, "body": body}
