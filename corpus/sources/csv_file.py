"""Articles as the rows of a CSV file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.clean import slug
from corpus.errors import BadArticlesError
from corpus.sources.fields import BatchBuilder
from corpus.sources.files import MAX_ARTICLE_BYTES, MAX_RECORDS_BYTES, read_text
from corpus.sources.source import NO_DEFAULTS, Defaults, Place, Progress, SourceBatch, no_progress
from corpus.sources.values import kind_or_none

_DELIMITERS = (",", ";", "\t")
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "article_id"),
    "title": ("title", "question"),
    "body": ("body", "text", "answer", "content"),
    "kind": ("kind",),
    "category": ("category",),
    "url": ("url", "link"),
    "published": ("published", "published_at"),
    "updated": ("updated", "updated_at"),
    "expires": ("expires", "expires_at"),
    "views": ("views",),
    "locale": ("locale", "language"),
    "questions": ("questions",),
    "excerpt": ("excerpt",),
    "draft": ("draft",),
    "status": ("status",),
}
# Excel's own first line, which names the delimiter; written again, it is filled up like a row.
_EXCEL_LINE = re.compile(r'"?sep=([^\w\s"]|\t)"?[,;\t ]*\n', re.I)
_FIELD_OF = {name: field for field, names in _COLUMNS.items() for name in names}


@dataclass(frozen=True, slots=True)
class CsvSource:
    """A CSV file with a header line; comma, semicolon and tab are told apart by it, or by Excel's 'sep=;' above it."""

    path: Path
    defaults: Defaults = NO_DEFAULTS

    def load(self, progress: Progress = no_progress) -> SourceBatch:
        """Every row as an article, and every problem with the line at which its row begins."""
        builder = BatchBuilder()
        try:
            text = read_text(self.path, MAX_RECORDS_BYTES)
        except BadArticlesError as error:
            builder.refuse(error.problems)
            return builder.batch()
        excel = _EXCEL_LINE.match(text)
        place = Place(str(self.path), 2 if excel else 1)
        table = text[excel.end() :] if excel else text
        delimiter, header = _header(table, (excel[1],) if excel else _DELIMITERS)
        missing = [field for field in ("title", "body") if field not in map(_FIELD_OF.get, header)]
        if missing:
            wanted = " and ".join(f"'{field}' (or {', '.join(_COLUMNS[field][1:])})" for field in missing)
            what = f"There is no column {wanted}; the columns are {', '.join(header) or 'none'}."
            builder.refuse([place.problem(what, "Name the columns in this line.")])
            return builder.batch()
        for row_place, row in _rows(table, delimiter, place, builder):
            extra = [cell for cell in row[len(header) :] if cell.strip()]
            if extra:
                what = f"The row has {len(row)} cells but there are {len(header)} columns."
                builder.refuse([row_place.problem(what, f"Put a text that holds {delimiter!r} in quotes.")])
            elif any(cell.strip() for cell in row):
                builder.add(_fields(header, row), row_place, self.defaults)
            progress(1)
        return builder.batch()


def _header(text: str, delimiters: Sequence[str]) -> tuple[str, list[str]]:
    """The delimiter under which most columns of the first line are known, and the columns."""
    line = text[: text.index("\n")] if "\n" in text else text
    headers = {
        delimiter: [name.strip().lower() for name in next(csv.reader([line], delimiter=delimiter), [])]
        for delimiter in delimiters
    }
    best = max(headers, key=lambda delimiter: sum(name in _FIELD_OF for name in headers[delimiter]))
    return best, headers[best]


def _rows(text: str, delimiter: str, header: Place, builder: BatchBuilder) -> Iterator[tuple[Place, list[str]]]:
    """The rows below the header, each with the line at which it begins; rows with broken quotes go to the builder."""
    # The limit is the module's own, for the whole process; it only ever grows.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_ARTICLE_BYTES))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    next(reader)
    while True:
        place = Place(header.path, (header.line or 1) + reader.line_num)
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = f"The quotes of the row are broken: {error}."
            builder.refuse([place.problem(what, 'Close every quote, and write a quote inside a text as "".')])
        else:
            yield place, row


def _fields(header: Sequence[str], row: Sequence[str]) -> dict[str, Any]:
    """The row's cells by field; of several columns for one field the first that is filled counts."""
    cells = {name: cell for name, cell in zip(header, row, strict=False) if cell.strip()}
    fields: dict[str, Any] = {}
    for field, names in _COLUMNS.items():
        fields[field] = next((cells[name] for name in names if name in cells), None)
    fields["id"] = fields["id"] or slug(fields["title"] or "")
    # A category is a kind only where it happens to name one.
    if fields["kind"] is None and fields["category"] and kind_or_none(fields["category"]):
        fields["kind"] = fields["category"]
    fields["questions"] = re.split(r"[|\n]", fields["questions"] or "")
    return fields
