"""From what happened in a conversation to the question it tells of: which it was, what it needs, what was sent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bot.answer import Reason
from bot.context import spoken
from bot.conversation import Message, Role
from bot.learning.candidate import Evidence, Origin
from bot.links import HELP_PATH
from bot.person import language_of_request
from bot.small_talk import small_talk, without_greeting
from corpus.article import Article
from embeddings.alternatives import normalised

_URL = re.compile(r"(?:https?://[^\s<>()\[\]\"']+|(?<=\()/[^\s<>()\[\]\"']+)")
_WORD = re.compile(r"\w")
_ARTICLE_PATH = f"{HELP_PATH}/articles/"
_NO_QUESTIONS = frozenset({Reason.GREETING, Reason.THANKS, Reason.CUSTOMER_REQUEST})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was said before it, and what was proposed for it."""

    evidence: Evidence
    message: Message
    history: tuple[Message, ...]
    article_ids: tuple[str, ...]

    @property
    def key(self) -> str:
        """A digest of the words, in lower case without greeting and punctuation.

        The question before is part of one that can't be understood without it.
        """
        said = spoken(self.message.text, self.history)
        parts = (without_greeting(self.message.text), said.previous if said.leans else "")
        return hashlib.sha256("\n".join(map(normalised, parts)).encode()).hexdigest()


def asked(evidence: Evidence, addresses: Mapping[str, str]) -> Asked | None:
    """The question that the evidence tells of; None where there is none to learn from.

    `addresses` are the articles' ids by where readers find them.
    """
    place = _place(evidence)
    if place is None:
        return None
    message, articles = evidence.messages[place], evidence.article_ids
    if evidence.origin is Origin.LINKED:
        articles = tuple(linked(evidence.reply or "", addresses))
        if not articles:
            return None
    elif evidence.origin is Origin.THUMBS_DOWN:
        articles = _cited(evidence.messages[-1])
    return Asked(evidence, message, evidence.messages[:place], articles)


def addresses_of(articles: Mapping[str, Article]) -> dict[str, str]:
    """The articles' ids by their addresses, as `linked` compares them."""
    found = {f"{_ARTICLE_PATH}{article_id}": article_id for article_id in articles}
    elsewhere = {_bare(one.url): one.id for one in articles.values() if one.url}
    return elsewhere | found


def linked(text: str, addresses: Mapping[str, str]) -> Iterator[str]:
    """The ids of the articles whose addresses stand in the text, in order; whatever the server is reached by."""
    seen: set[str] = set()
    for match in _URL.finditer(text):
        url = match[0].rstrip(".,;:!?*_")
        path = unquote(urlsplit(url).path)
        at = path.find(_ARTICLE_PATH)
        article = addresses.get(_bare(url)) or (addresses.get(path[at:].rstrip("/")) if at >= 0 else None)
        if article is not None and article not in seen:
            seen.add(article)
            yield article


def _bare(url: str) -> str:
    """An address without what leads to the same article: scheme, fragment, last slash."""
    parts = urlsplit(url)
    return f"{parts.netloc.casefold()}{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")


def _place(evidence: Evidence) -> int | None:
    """Where the question stands among the messages."""
    messages = evidence.messages
    if evidence.question is not None:
        places = [place for place, one in enumerate(messages) if one.id == evidence.question]
        return places[0] if places and is_question(messages[places[0]].text) else None
    places = [place for place, one in enumerate(messages) if one.role is Role.USER and is_question(one.text)]
    # Of what was asked before a person came, what the bot could not answer is what the person was needed for.
    unanswered = [place for place in places if _was_refused(messages, place)]
    return next(reversed(unanswered or places), None)


def _was_refused(messages: Sequence[Message], place: int) -> bool:
    reply = messages[place + 1].answer if place + 1 < len(messages) else None
    return reply is not None and not reply.citations and reply.reason not in _NO_QUESTIONS


def is_question(text: str) -> bool:
    """Whether the text asks for something: no greeting, no thanks, no wish for a person, and not without words."""
    return bool(_WORD.search(text)) and small_talk(text) is None and language_of_request(text) is None


def _cited(reply: Message) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.article_id for one in reply.answer.citations)) if reply.answer else ()
