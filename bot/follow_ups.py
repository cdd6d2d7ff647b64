"""What a customer may ask next: titles of articles near the answered one that the bot is known to answer."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter

import numpy as np

from bot.answer import Answer, Filters, Hit, Outcome
from bot.conversation import Message, Role
from bot.focus import is_long
from bot.folded import folded
from bot.knowledge import ReleaseKnowledge
from bot.retrieval.retrieve import Query
from bot.small_talk import without_greeting
from corpus.article import Article
from embeddings.encoder import Vectors

OFFERED = 3
# How near an article must be to be worth a line; chosen by eye on the sample help centre.
NEAR = 0.38
# From this cosine on, a title says the same as the question or as another title.
SAME = 0.85
LONGEST_TITLE_CHARS = 90
# A title is not offered whose answer hangs on a rounding error.
MARGIN = 0.01
# What an answer may spend on asking titles for the first time; those it has not come to are left out of it.
MOST_CHECKS = 3
CHECKING_SECONDS = 0.015
REMEMBERED_CHECKS = 20_000

Ask = Callable[[ReleaseKnowledge, Query, Filters], Answer | None]
MayAsk = Callable[[ReleaseKnowledge, Query, Filters], bool]
_Check = tuple[str, str, Filters, date]


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Offers follow-up questions. Whether one is answered by its article is found out by asking it, once a release.

    `ask` gives the reply to a query that is a whole message, None where such a message is not retrieved. `may_ask` says
    of each title anew whether the bot may answer it at all.
    """

    ask: Ask
    may_ask: MayAsk = lambda *_: True
    _known: OrderedDict[_Check, bool] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def offered(
        self,
        knowledge: ReleaseKnowledge,
        query: Query,
        hits: Sequence[Hit],
        answer: Answer,
        history: Sequence[Message],
        filters: Filters,
    ) -> tuple[str, ...]:
        """Up to OFFERED titles, each of an article that answers it when asked; none unless the answer quotes one."""
        if answer.outcome is not Outcome.ANSWERED or not answer.citations:
            return ()
        candidates = _candidates(knowledge, query, hits, answer, history)
        offered: list[str] = []
        checks, started = 0, perf_counter()
        for article_id, title_vector in candidates:
            title = Query(knowledge.articles[article_id].title, title_vector)
            key = (knowledge.release, article_id, filters, knowledge.today())
            is_answered = self._remembered(key)
            if is_answered is None:
                if checks >= MOST_CHECKS or perf_counter() - started > CHECKING_SECONDS:
                    continue
                checks += 1
                is_answered = self._remember(key, _answers(knowledge, self.ask(knowledge, title, filters), article_id))
            if is_answered and self.may_ask(knowledge, title, filters):
                offered.append(title.text)
                if len(offered) == OFFERED:
                    break
        return tuple(offered)

    def _remembered(self, key: _Check) -> bool | None:
        with self._lock:
            found = self._known.get(key)
            if found is not None:
                self._known.move_to_end(key)
            return found

    def _remember(self, key: _Check, is_answered: bool) -> bool:
        with self._lock:
            self._known[key] = is_answered
            if len(self._known) > REMEMBERED_CHECKS:
                self._known.popitem(last=False)
        return is_answered


def _answers(knowledge: ReleaseKnowledge, answer: Answer | None, article_id: str) -> bool:
    return (
        answer is not None
        and (answer.outcome, answer.top_article_id) == (Outcome.ANSWERED, article_id)
        and answer.confidence >= min(1.0, knowledge.confidence.answer_at + MARGIN)
    )


def _candidates(
    knowledge: ReleaseKnowledge, query: Query, hits: Sequence[Hit], answer: Answer, history: Sequence[Message]
) -> list[tuple[str, Vectors]]:
    """The ids of articles worth asking about, nearest first, each with its title's vector."""
    quoted, neighbours = answer.citations[0].article_id, knowledge.neighbours
    told = _told(answer, history)
    near_by = dict.fromkeys([*(hit.article.id for hit in hits), *neighbours.nearest(quoted)])
    found = [one for one in near_by if one not in told and neighbours.may_be_offered(one)]
    if not found:
        return []
    nearness = neighbours.nearness(quoted, query.vector, found)
    titles = neighbours.title_vectors(found)
    said = [query.vector, *neighbours.title_vectors([one for one in (quoted,) if neighbours.may_be_offered(one)])]
    asked = {folded(message.text).strip() for message in history if message.role is Role.USER} | {folded(query.text)}
    chosen: list[tuple[str, Vectors]] = []
    for place in np.argsort(-nearness, kind="stable"):
        if nearness[place] < NEAR:
            break
        article, vector = knowledge.articles[found[place]], titles[place]
        if _language(article) != _language(knowledge.articles[quoted]) or not _is_question(article.title):
            continue
        if folded(article.title) not in asked and max(float(one @ vector) for one in said) < SAME:
            said.append(vector)
            chosen.append((article.id, vector))
    return chosen


def _told(answer: Answer, history: Sequence[Message]) -> set[str]:
    """The articles that this answer or an earlier one of the conversation quotes."""
    answers = [answer, *(message.answer for message in history if message.answer)]
    return {citation.article_id for one in answers for citation in one.citations}


def _is_question(title: str) -> bool:
    """Whether a title is asked as it stands: short, and no greeting that would be taken off it."""
    return len(title) <= LONGEST_TITLE_CHARS and not is_long(title) and without_greeting(title) == title


def _language(article: Article) -> str:
    return article.locale.replace("_", "-").partition("-")[0].casefold()
