"""What is said in other helpdesks beside an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.answer import Answer, Outcome, Reason, Related

SOURCES: Mapping[str, str] = {"en": "Sources", "zh": "来源", "es": "Fuentes", "de": "Quellen", "ar": "المصادر"}
_DEFAULT = "en"
_REASONS: Mapping[Reason, str] = {
    Reason.CUSTOMER_REQUEST: "the customer asked for a person",
    Reason.MISSING_KNOWLEDGE: "no article answers the question",
    Reason.UNSUPPORTED_REQUEST: "what was sent is nothing that the bot can answer",
    Reason.POLICY_RESTRICTION: "a rule of the team sends this topic to people",
    Reason.FAILURE: "something went wrong on the way to an answer",
    Reason.USAGE_LIMIT: "too many messages came",
}
_BRACKETS = re.compile(r"([\[\]\\])")


def with_sources(answer: Answer, locale: str | None) -> str:
    """The Markdown of an answer whose addresses are absolute, followed by links to what it stands on, or may mean."""
    if answer.outcome is Outcome.ANSWERED:
        first = {citation.article_id: citation for citation in reversed(answer.citations)}
        ids = dict.fromkeys(citation.article_id for citation in answer.citations)
        links = [link(first[article_id].title, first[article_id].url) for article_id in ids]
        return f"{answer.answer}\n\n**{_sources(locale)}:** {' · '.join(links)}" if links else answer.answer
    return "\n\n".join([answer.answer, listed(answer.did_you_mean)]).strip()


def listed(related: Sequence[Related]) -> str:
    """The articles as a list of links in Markdown."""
    return "\n".join(f"- {link(one.title, one.url)}" for one in related)


def note(answer: Answer, related: Sequence[Related], draft: str = "") -> str:
    """What agents are told in private of a conversation that is now theirs, as Markdown."""
    why = _REASONS.get(answer.reason) if answer.reason else None
    parts = [f"**Citedesk leaves this to you**: {why or 'it has no answer'}."]
    if draft:
        parts.append(f"A draft, not sent:\n\n{draft}")
    if related:
        parts.append(f"The nearest articles:\n\n{listed(related)}")
    return "\n\n".join(parts)


def link(title: str, url: str) -> str:
    """A link in Markdown."""
    words = _BRACKETS.sub(r"\\\1", title)
    return f"[{words}]({url.replace('(', '%28').replace(')', '%29').replace(' ', '%20')})"


def _sources(locale: str | None) -> str:
    return SOURCES.get((locale or _DEFAULT).partition("-")[0].lower(), SOURCES[_DEFAULT])
