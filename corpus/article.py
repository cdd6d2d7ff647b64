"""What a help centre publishes (Article) and the part of it that is indexed (Passage)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

EXCERPT_CHARS = 240


class Kind(StrEnum):
    """The kinds of article, as the tabs of the help centre name them."""

    FAQ = "faq"
    ANNOUNCEMENT = "announcement"
    PRODUCT = "product"

    @property
    def label(self) -> str:
        """The name on the help centre's tab."""
        return {"faq": "FAQ", "announcement": "Announcements", "product": "Product documents"}[self.value]

    @classmethod
    def parse(cls, text: str) -> Kind:
        """The kind a person means by `text`: 'faq', 'Announcements', 'product documents', 'product-document', …

        Raises ValueError when it is none of them.
        """
        word = "".join(ch for ch in text.casefold() if ch.isalpha())
        for kind, names in _KIND_NAMES.items():
            if word in names:
                return kind
        raise ValueError(f"'{text}' is not a kind of article; use one of {', '.join(Kind)}")


_KIND_NAMES: Mapping[Kind, frozenset[str]] = {
    Kind.FAQ: frozenset({"faq", "faqs", "question", "questions"}),
    Kind.ANNOUNCEMENT: frozenset({"announcement", "announcements", "news"}),
    Kind.PRODUCT: frozenset({"product", "products", "productdocument", "productdocuments", "documents", "document"}),
}


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a help centre; `body` is Markdown and every span in Citedesk points into it.

    `url` is set only when the article lives elsewhere; `origin` says which file or address it was read from.
    `expires_at` is the last day on which the article may be quoted; a `draft` is kept in the index but shown to nobody.
    A `locale` is a BCP 47 tag. `questions` are the source's own, `accepted` those of customers that a person accepted
    as further ways to ask for the article.
    """

    id: str
    title: str
    body: str
    kind: Kind | None = None
    locale: str = "en"
    excerpt: str = ""
    url: str | None = None
    published_at: date | None = None
    updated_at: date | None = None
    expires_at: date | None = None
    views: int = 0
    questions: tuple[str, ...] = ()
    draft: bool = False
    origin: str = ""
    accepted: tuple[str, ...] = ()

    def content_hash(self) -> str:
        """The sha256 of everything that matters to a reader: two articles with the same hash need no new release.

        `origin` is left out: a file that only moved has not changed.
        """
        fields = {name: value for name, value in article_to_dict(self).items() if name != "origin"}
        return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def changed_at(self) -> date | None:
        """The day of the last change: of the update, else of the publication; None if neither is known."""
        return self.updated_at or self.published_at

    def is_quotable(self, today: date) -> bool:
        """Whether the article may still be quoted on `today`."""
        return not self.draft and (self.expires_at is None or today <= self.expires_at)


@dataclass(frozen=True, slots=True)
class Passage:
    """A contiguous part of an article: `text == article.body[start:end]`, nothing added, nothing changed.

    `ordinal` counts from 0 in the order of the article; `headings` is the path of headings above the passage,
    outermost first. `id` depends on the article's id and the text alone, so an edit elsewhere leaves it as it is.
    """

    id: str
    article_id: str
    ordinal: int
    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()


def passage_id(article_id: str, text: str, repeat: int = 0) -> str:
    """The stable id of a passage; `repeat` counts earlier passages of the same article with the same text."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:10]
    return f"{article_id}#{digest}" + (f".{repeat}" if repeat else "")


def article_to_dict(article: Article) -> dict[str, Any]:
    """The article as JSON values: dates in ISO 8601, the kind by its value; `accepted` only where there is one."""
    values = asdict(article)
    values["questions"] = list(article.questions)
    if article.accepted:
        values["accepted"] = list(article.accepted)
    else:
        del values["accepted"]
    values["kind"] = article.kind.value if article.kind else None
    for name in ("published_at", "updated_at", "expires_at"):
        day = getattr(article, name)
        values[name] = day.isoformat() if day else None
    return values


def article_from_dict(values: Mapping[str, Any]) -> Article:
    """The article that `article_to_dict` wrote."""
    fields = dict(values)
    for name in ("published_at", "updated_at", "expires_at"):
        fields[name] = date.fromisoformat(values[name]) if values.get(name) else None
    fields["kind"] = Kind(values["kind"]) if values.get("kind") else None
    for name in ("questions", "accepted"):
        fields[name] = tuple(values.get(name, ()))
    return Article(**fields)


def passage_from_dict(values: Mapping[str, Any]) -> Passage:
    """The passage that `dataclasses.asdict` wrote."""
    return Passage(**{**values, "headings": tuple(values.get("headings", ()))})
