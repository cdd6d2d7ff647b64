"""Drafts as they leave the server: whole without the help centre around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.api.markdown import portable
from bot.api.outgoing import link_target
from bot.api.urls import absolute_url
from bot.suggest import Suggested, Suggestion
from corpus.article import Article


def drafts_as_sent(suggested: Suggested, articles: Mapping[str, Article], site: str) -> Suggested:
    """The drafts with links that lead somewhere anywhere, in their text too; quotes stay word for word."""
    return replace(suggested, suggestions=tuple(_as_sent(one, articles, site) for one in suggested.suggestions))


def _as_sent(draft: Suggestion, articles: Mapping[str, Article], site: str) -> Suggestion:
    quoted = {citation.n: citation.article_id for citation in draft.citations}
    text = draft.text
    answers = []
    for answer in draft.answers:
        # Relative links of an article start from its own address, and each answer quotes another article.
        # The team writes the links of a rule for the whole site.
        article_id = quoted[answer.citations[0]] if answer.citations and answer.rule is None else None
        own = portable(answer.text, link_target(article_id, articles, site))
        text = text.replace(answer.text, own)
        answers.append(replace(answer, text=own))
    links = []
    for link in draft.links:
        url = absolute_url(link.url, site)
        links.append(replace(link, url=url, markdown=link.markdown.replace(f"]({link.url})", f"]({url})")))
    return replace(
        draft,
        text=portable(text, link_target(None, articles, site)),
        answers=tuple(answers),
        citations=tuple(replace(one, url=absolute_url(one.url, site)) for one in draft.citations),
        links=tuple(links),
    )
