"""From what a person names as a source to articles: which type it is, and all of several sources together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article, Kind
from corpus.errors import ConfigurationError, Problem, SourceError
from corpus.sources.csv_file import CsvSource
from corpus.sources.files import find_files
from corpus.sources.html import HTML_SUFFIXES, HtmlSource
from corpus.sources.jsonl import JsonlSource
from corpus.sources.listing import ListingSource
from corpus.sources.markdown import MARKDOWN_SUFFIXES, MarkdownSource
from corpus.sources.source import Defaults, Place, Progress, Source, SourceBatch, no_progress

_CORPUS_FILE = "corpus.jsonl"
_TYPES: Mapping[str, Callable[[Path, Defaults], Source]] = {
    "markdown": MarkdownSource,
    "html": HtmlSource,
    "csv": CsvSource,
    "jsonl": JsonlSource,
    "listing": ListingSource,
}
_TYPE_OF_SUFFIX = {
    **dict.fromkeys(MARKDOWN_SUFFIXES, "markdown"),
    **dict.fromkeys(HTML_SUFFIXES, "html"),
    **dict.fromkeys((".csv", ".tsv"), "csv"),
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    ".txt": "listing",
}
_SUPPORTED = (
    "A source is a folder of Markdown or HTML, a folder with corpus.jsonl, or a file: .md, .html, .csv, .tsv, .jsonl "
    f"or .txt (a help centre's listing). TYPE:PATH forces a type: {', '.join(_TYPES)}."
)


@dataclass(frozen=True, slots=True)
class LoadedArticles:
    """The articles of all sources in their order, drafts among them, and every problem found."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Together:
    """Several sources read as one."""

    sources: Sequence[Source]

    def load(self, progress: Progress = no_progress) -> SourceBatch:
        batches = [source.load(progress) for source in self.sources]
        return SourceBatch(
            tuple(found for batch in batches for found in batch.found),
            tuple(problem for batch in batches for problem in batch.problems),
        )


def load_sources(
    specs: Sequence[str], *, kind: Kind | None = None, locale: str | None = None, progress: Progress = no_progress
) -> LoadedArticles:
    """Every article and every problem of several sources, in their order.

    `kind` and `locale` are for articles that have none. Where two articles have the same id the first stays and the
    second becomes a problem that names both places. `progress` is told how many more files or records were read.
    Raises ConfigurationError for a type that is not known; SourceError for a source that is not there or holds nothing.
    """
    sources = [(spec, open_source(spec, kind=kind, locale=locale)) for spec in specs]
    places: dict[str, Place] = {}
    articles: list[Article] = []
    problems: list[Problem] = []
    for spec, source in sources:
        batch = source.load(progress)
        if not (batch.found or batch.problems):
            raise SourceError(f"The source '{spec}' holds no articles. Name one that does, or leave it out.")
        problems += batch.problems
        for article, place in batch.found:
            first = places.setdefault(article.id, place)
            if first is place:
                articles.append(article)
            else:
                what = f"The id '{article.id}' is that of the article at {first} already."
                problems.append(place.problem(what, "Give one of the two another id, or take one out."))
    return LoadedArticles(tuple(articles), tuple(problems))


def open_source(spec: str, *, kind: Kind | None = None, locale: str | None = None) -> Source:
    """The source that `spec` names: a path, whose type is told from what it is, or TYPE:PATH. Nothing is read yet.

    Raises ConfigurationError for a type that is not known, SourceError for a path that is not there.
    """
    defaults = Defaults(kind, locale)
    path = Path(spec).expanduser()
    forced = re.match(r"([A-Za-z][A-Za-z0-9+_-]+):(.*)", spec, re.S)
    if forced and not path.exists():
        if forced[1].lower() not in _TYPES:
            raise ConfigurationError(f"Sources of type '{forced[1]}' are not supported: '{spec}'. {_SUPPORTED}")
        return _forced(forced[1].lower(), Path(forced[2]).expanduser(), defaults)
    _check_exists(path)
    if path.is_dir():
        return _folder(path, defaults)
    name = _TYPE_OF_SUFFIX.get(path.suffix.lower())
    if name is None:
        raise ConfigurationError(f"The type of the source '{path}' cannot be told from its name. {_SUPPORTED}")
    return _TYPES[name](path, defaults)


def _check_exists(path: Path) -> None:
    if not path.exists():
        raise SourceError(f"There is no file or folder '{path}'. Check the path; it counts from '{Path.cwd()}'.")


def _forced(name: str, path: Path, defaults: Defaults) -> Source:
    _check_exists(path)
    if path.is_dir() and name == "jsonl":
        path /= _CORPUS_FILE
        _check_exists(path)
    if path.is_dir() and name not in ("markdown", "html"):
        raise SourceError(f"'{path}' is a folder, but a source of type {name} is a file. Name the file.")
    return _TYPES[name](path, defaults)


def _folder(path: Path, defaults: Defaults) -> Source:
    if (path / _CORPUS_FILE).is_file():
        return JsonlSource(path / _CORPUS_FILE, defaults)
    files, problems = find_files(path, _TYPE_OF_SUFFIX)
    types = {_TYPE_OF_SUFFIX[file.suffix.lower()] for file in files}
    folders = [_TYPES[name](path, defaults) for name in ("markdown", "html") if name in types]
    if folders:
        return folders[0] if len(folders) == 1 else _Together(folders)
    if problems:
        raise SourceError(f"The folder '{path}' cannot be read. {problems[0]}")
    others = f" It does hold {files[0].name}: name that file itself." if files else f" {_SUPPORTED}"
    raise SourceError(f"The folder '{path}' holds no Markdown, no HTML and no {_CORPUS_FILE}.{others}")
