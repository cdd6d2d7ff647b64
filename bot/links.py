"""Addresses of articles and quotes, made from Citedesk's own records."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from urllib.parse import quote, unquote

from bot.answer import Span
from corpus.article import Article

HELP_PATH = "/help"


def article_url(article: Article, span: Span | None = None) -> str:
    """Where a reader finds the article: its own address if it lives elsewhere, else its page in the help centre.

    With `span` the page opens at the quoted words and highlights them; the link carries their digest, so that after an
    edit of the article it never points at other words. The help centre's addresses start with '/':
    whoever answers over HTTP joins them to the address that the reader reaches it by.
    """
    if article.url:
        return article.url
    path = f"{HELP_PATH}/articles/{quote(article.id, safe='')}"
    if span is None:
        return path
    digest = quote_digest(article.body[span.start : span.end])
    return f"{path}?quote={span.start}-{span.end}-{digest}#quote"


def article_address(link: str, address_of: Callable[[str], str | None]) -> str | None:
    """Where an `article:ID#part` link of an article leads; None where `address_of` knows no article by the id."""
    article_id, _, part = unquote(link.removeprefix("article:")).partition("#")
    address = address_of(article_id)
    return f"{address}#{part}" if address and part else address


def quote_digest(text: str) -> str:
    """Eight hexadecimal digits by which a link tells whether the words it was made for still stand there."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
