"""Articles as JSON Lines: Citedesk's own form, or the corpus of a BEIR-like folder."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.clean import plain_text, shorten, slug
from corpus.errors import BadArticlesError
from corpus.sources.fields import BatchBuilder
from corpus.sources.files import MAX_ARTICLE_BYTES, decoded, open_binary
from corpus.sources.source import NO_DEFAULTS, Defaults, Place, Progress, SourceBatch, no_progress
from corpus.sources.values import kind_or_none, parse_date, parse_kind, parse_locale, parse_url, parse_views

_TITLE_CHARS = 80
# Not the day on which an article expires: one that no one can read must not let it be quoted for ever.
_PARSERS: Mapping[str, Callable[[str], object]] = {
    "kind": parse_kind,
    "locale": parse_locale,
    "url": parse_url,
    "views": parse_views,
    **dict.fromkeys(("published_at", "published", "updated_at", "updated"), parse_date),
}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|(?<=[。！？])")


@dataclass(frozen=True, slots=True)
class JsonlSource:
    """A file with one JSON object a line."""

    path: Path
    defaults: Defaults = NO_DEFAULTS

    def load(self, progress: Progress = no_progress) -> SourceBatch:
        """Every line as an article, and every problem with its line; blank lines are passed over."""
        builder = BatchBuilder()
        try:
            for place, raw in _lines(self.path):
                try:
                    fields = _parsed(raw, place)
                except BadArticlesError as error:
                    builder.refuse(error.problems)
                else:
                    builder.add(_article_fields(fields), place, self.defaults)
                progress(1)
        except BadArticlesError as error:
            builder.refuse(error.problems)
        return builder.batch()


def _lines(path: Path) -> Iterator[tuple[Place, bytes]]:
    """The lines that are not blank, those too long for an article cut short."""
    number = 0
    with open_binary(path) as file:
        while raw := file.readline(MAX_ARTICLE_BYTES + 1):
            number += 1
            if raw.strip():
                yield Place(str(path), number), raw
            while len(raw) > MAX_ARTICLE_BYTES and not raw.endswith(b"\n"):
                raw = file.readline(MAX_ARTICLE_BYTES + 1)


def _parsed(raw: bytes, place: Place) -> dict[str, Any]:
    if len(raw) > MAX_ARTICLE_BYTES:
        what = f"The line is longer than {MAX_ARTICLE_BYTES // 1_000_000} MB."
        raise BadArticlesError([place.problem(what, "Write one article a line.")])
    text = decoded(raw, place)
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        # The library counts lines too, but it is given only one of them.
        why = f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
        problem = place.problem(f"The line is not JSON: {why}.", "Write one JSON object a line.")
        raise BadArticlesError([problem]) from error
    if not isinstance(values, dict):
        problem = place.problem(f"The line holds a {type(values).__name__}.", "Write one JSON object a line.")
        raise BadArticlesError([problem])
    return values


def _article_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields by their names in front matter; `metadata` counts where the record itself is silent."""
    metadata = values.get("metadata")
    fields = {**(metadata if isinstance(metadata, dict) else {}), **values}
    fields["body"] = fields.get("body") or fields.get("text")
    fields["questions"] = fields.get("questions") or fields.get("examples")
    category = fields.get("category")
    if not fields.get("kind") and isinstance(category, str) and kind_or_none(category):
        fields["kind"] = category
    if "_id" in values:
        return _beir_fields(fields)
    if fields.get("id") in (None, ""):
        fields["id"] = slug(str(fields.get("title") or ""))
    return fields


def _beir_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a BEIR-like record: title or text may be empty, and stands in for the other.

    What research corpora hold besides is often not what Citedesk means by the same name, and is passed over then.
    """
    fields = {name: value for name, value in fields.items() if _can_be_used(name, value)}
    title, body = str(fields.get("title") or "").strip(), fields["body"]
    if isinstance(body, str | None) and not (body or "").strip():
        body = title
    elif not title and isinstance(body, str):
        title = _first_words(body)
    return {**fields, "id": fields["_id"], "title": title, "body": body}


def _first_words(body: str) -> str:
    """The first sentence or line, cut at a word."""
    lines = (plain_text(line) for line in body.split("\n"))
    first = next((line for line in lines if line), "")
    return shorten(_SENTENCE_END.split(first, maxsplit=1)[0], _TITLE_CHARS)


def _can_be_used(name: str, value: object) -> bool:
    try:
        _PARSERS.get(name, str)(str(value).strip())
    except ValueError:
        return False
    return True
