"""Addresses of articles and quotes, made from Citedesk's own records."""

from __future__ import annotations

from urllib.parse import quote

from bot.answer import Span
from corpus.article import Article

HELP_PATH = "/help"


def article_url(article: Article, span: Span | None = None) -> str:
    """Where a reader finds the article: its own address if it lives elsewhere, else its page in the help centre.

    With `span` the page opens at the quoted words and highlights them. The help centre's addresses start with '/':
    whoever answers over HTTP joins them to the address that the reader reaches it by.
    """
    if article.url:
        return article.url
    path = f"{HELP_PATH}/articles/{quote(article.id, safe='')}"
    return f"{path}?quote={span.start}-{span.end}#quote" if span else path
