"""From the fields a file or record gives to an Article, with a Problem for each field that cannot be used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from corpus.article import Article
from corpus.clean import excerpt_of, plain_text
from corpus.convert import html_to_markdown
from corpus.errors import BadArticlesError, Problem
from corpus.sources.source import Defaults, Place, SourceBatch
from corpus.sources.values import parse_date, parse_kind, parse_locale, parse_url, parse_views, without_controls

MAX_LINE_CHARS = 1_000_000
NO_TEXT = "The article has no text."
_ABSENT = frozenset({"", "~", "null"})
_HTML_START = re.compile(
    r"\s*+<(?:!doctype|html|body|article|section|main|header|div|p|h[1-6]|[ou]l|table|blockquote|pre|figure|hr|br)(?=[\s/>])",
    re.I,
)
_BAD_CHARS = re.compile("[\0\ud800-\udfff]")

Fields = Mapping[str, Any]
T = TypeVar("T")


class BatchBuilder:
    """Gathers what a source finds: articles and problems."""

    def __init__(self) -> None:
        self._found: list[tuple[Article, Place]] = []
        self._problems: list[Problem] = []

    def add(self, fields: Fields, place: Place, defaults: Defaults, lines: Mapping[str, int] | None = None) -> None:
        """Takes in one record, whatever becomes of it; a draft that is not fit to be an article yet is left out."""
        try:
            self._found.append((build_article(fields, place, defaults, lines), place))
        except BadArticlesError as error:
            if not _is_draft(fields):
                self.refuse(error.problems)

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Takes in problems."""
        self._problems += problems

    def batch(self) -> SourceBatch:
        """Everything taken in so far, in its order."""
        return SourceBatch(tuple(self._found), tuple(self._problems))


def _is_draft(fields: Fields) -> bool:
    if str(fields.get("draft", "")).strip().lower() in ("true", "yes", "on", "1"):
        return True
    return str(fields.get("status", "")).strip().lower() in ("draft", "archived", "unpublished")


def build_article(fields: Fields, place: Place, defaults: Defaults, lines: Mapping[str, int] | None = None) -> Article:
    """The article that `fields` describe; `lines` tells the line of a field where it is not the place's own.

    Raises BadArticlesError with every problem of the record.
    """
    reader = _FieldReader(fields, place, lines or {})
    title, body = " ".join(reader.text("title").split()), _as_markdown(trimmed(reader.text("body")))
    excerpt = " ".join(reader.text("excerpt").split()) or excerpt_of(body)
    if not title:
        reader.refuse("The article has no title.", "Give it one.", "title")
    if not excerpt and not plain_text(body):
        reader.refuse(NO_TEXT, "Write its text, or take it out of the source.", "body")
    if len(body) > MAX_LINE_CHARS and max(map(len, body.split("\n"))) > MAX_LINE_CHARS:
        reader.refuse("A line of the text is longer than 1 MB.", "Break the text into paragraphs.", "body")
    article = Article(
        id=_checked_id(reader),
        title=title,
        body=body,
        kind=reader.parsed(parse_kind, "kind") or defaults.kind,
        locale=reader.parsed(parse_locale, "locale") or defaults.locale or "en",
        excerpt=excerpt,
        url=reader.parsed(parse_url, "url"),
        published_at=reader.parsed(parse_date, "published_at", "published"),
        updated_at=reader.parsed(parse_date, "updated_at", "updated"),
        expires_at=reader.parsed(parse_date, "expires_at", "expires"),
        views=reader.parsed(parse_views, "views") or 0,
        questions=reader.questions(),
        draft=_is_draft(fields),
        origin=str(place),
    )
    if reader.problems:
        raise BadArticlesError(reader.problems)
    return article


def trimmed(body: str) -> str:
    """`body` with Unix line ends, without blank lines at its start and white space at its end."""
    unix = body.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"\A(?:[ \t]*+\n)++", "", unix).rstrip()


def _as_markdown(body: str) -> str:
    """`body` turned into Markdown where it is HTML from its start to its end, as help centres export it.

    As Markdown, all of it would be raw HTML, of which nothing is quoted.
    """
    return html_to_markdown(body) if body.endswith(">") and _HTML_START.match(body) else body


def _checked_id(reader: _FieldReader) -> str:
    article_id = reader.text("id").strip()
    if not article_id:
        reader.refuse("The article has no id.", "Give it one that stays the same.", "id")
    elif any(ch.isspace() for ch in article_id):
        # Ids stand in run files, whose columns are parted by spaces.
        reader.refuse(f"The id '{article_id}' holds a space.", "Put a hyphen in its place.", "id")
    elif article_id in (".", ".."):
        reader.refuse(f"The id '{article_id}' cannot stand in a link.", "Give it one of letters and digits.", "id")
    return article_id


class _FieldReader:
    """Reads the fields of one record and gathers their problems instead of stopping at the first.

    A field may have several names; the first of them that is there counts.
    """

    def __init__(self, fields: Fields, place: Place, lines: Mapping[str, int]) -> None:
        self._fields, self._place, self._lines = fields, place, lines
        self.problems: list[Problem] = []

    def refuse(self, what: str, remedy: str, name: str) -> None:
        self.problems.append(self._place.problem(what, remedy, self._lines.get(name)))

    def text(self, name: str) -> str:
        return self._text(name, self._fields.get(name))

    def _text(self, name: str, value: object) -> str:
        if value is None:
            return ""
        if not isinstance(value, str | int) or isinstance(value, bool):
            self.refuse(f"'{name}' is not a text but {_shown(value)}.", "Put it in quotes.", name)
            return ""
        if bad := _BAD_CHARS.search(text := str(value)):
            self.refuse(f"'{name}' holds the unusable character {bad[0]!a}.", "Take it out.", name)
            return ""
        return without_controls(text)

    def parsed(self, parse: Callable[[str], T], *names: str) -> T | None:
        """What `parse` makes of the field, None where the field is absent or refused."""
        name = next((name for name in names if self._fields.get(name) is not None), names[0])
        value = self._fields.get(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = self._text(name, value).strip()
        if text.lower() in _ABSENT:
            return None
        try:
            return parse(text)
        except ValueError as error:
            self.refuse(f"'{name}' is '{_shortened(text)}'.", str(error), name)
            return None

    def questions(self) -> tuple[str, ...]:
        value = self._fields.get("questions") or ()
        items = value if isinstance(value, list | tuple) else [value]
        texts = (" ".join(self._text("questions", item).split()) for item in items)
        return tuple(dict.fromkeys(text for text in texts if text))


def _shown(value: object) -> str:
    if isinstance(value, Mapping) and len(value) == 1:
        return "a field of its own, because of the colon in it"
    return f"{type(value).__name__} {_shortened(repr(value))}"


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
