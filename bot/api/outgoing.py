"""An answer as it leaves the server: whole without the help centre around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urljoin

from bot.answer import Answer
from bot.api.markdown import LinkTarget, is_safe, portable, scheme_of
from bot.api.urls import absolute_url
from bot.links import article_address, article_url
from bot.replies import with_contact
from corpus.article import Article


def as_sent(
    answer: Answer, articles: Mapping[str, Article], contact_url: str, site: str, locale: str | None = None
) -> Answer:
    """The answer with a way to a person where it abstains, and links in its Markdown that lead somewhere anywhere.

    Links between articles get the addresses of those that are published, relative ones that of the article they stand
    in; other schemes than http, https and mailto, HTML and images without https are taken out. The sentences and
    quotes stay word for word.
    """
    told = with_contact(answer, absolute_url(contact_url, site), locale)
    return replace(told, answer=portable(told.answer, link_target(_quoted_first(told), articles, site)))


def _quoted_first(answer: Answer) -> str | None:
    # The team writes the links of a rule for the whole site, whatever article its words also stand in.
    return answer.citations[0].article_id if answer.citations and answer.rule is None else None


def link_target(quoted_id: str | None, articles: Mapping[str, Article], site: str) -> LinkTarget:
    """Where the links of a text lead that quotes this article: relative ones start from its address."""

    def address_of(article_id: str) -> str | None:
        article = articles.get(article_id)
        return absolute_url(article_url(article), site) if article else None

    quoted = address_of(quoted_id) if quoted_id is not None else None

    def target(href: str) -> str | None:
        if href.startswith("article:"):
            return article_address(href, address_of)
        if not href or not is_safe(href):
            return None
        try:
            return href if scheme_of(href) else urljoin(quoted or f"{site}/", href)
        except ValueError:  # "//[[::1]": no address at all
            return None

    return target
