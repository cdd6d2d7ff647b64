"""Answers as the bot gives them to the made-up questions, made once and given often."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bot.answer import Answer, Citation, Outcome, Reason, Related, Retrieved, Sentence
from bot.links import article_url
from bot.store.answers import ArticleRow, article_rows, dump_answer
from corpus.article import Article
from corpus.sentences import sentences

RETRIEVED = 10
EACH = 12
NEVER_FOUND = 4  # of the articles
RELEASES = ("20260115T060000Z-1", "20260501T060000Z-1", "20260901T060000Z-1")
_OWN_WORDS = "I could not find an article that answers this. Shall I pass you on to a person?"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer with what the store keeps of it."""

    answer: Answer
    json: str
    rows: Sequence[ArticleRow]


class AnswerPool:
    """Answers by article and outcome, a dozen each, that differ in confidence, duration and what else was found."""

    def __init__(self, articles: Sequence[Article], random: Random) -> None:
        self._articles, self._random = articles, random
        self._pool: dict[tuple[int, Outcome, Reason | None], list[Given]] = {}

    def give(self, article: int, outcome: Outcome, reason: Reason | None = None) -> Given:
        """An answer of this outcome, with this article on top; the last few articles are never found."""
        kept = self._pool.setdefault((article, outcome, reason), [])
        if len(kept) < EACH:
            answer = self._made(article, outcome, reason)
            kept.append(Given(answer, dump_answer(answer), article_rows(answer)))
            return kept[-1]
        return self._random.choice(kept)

    def _made(self, top: int, outcome: Outcome, reason: Reason | None) -> Answer:
        random = self._random
        total = round(math.exp(random.gauss(3.1, 0.55)), 3)
        if reason in (Reason.GREETING, Reason.THANKS, Reason.CUSTOMER_REQUEST):
            return Answer(outcome, reason, "How can I help?", 0.0, random.choice(RELEASES), timings_ms={"total": 0.4})
        known = range(max(1, len(self._articles) - NEVER_FOUND))
        others = random.sample(known, min(RETRIEVED, len(known)))
        order = [top, *(number for number in others if number != top)][:RETRIEVED]
        found = [self._articles[number] for number in order]
        cited = _citations(found[: 1 + (random.random() < 0.15)]) if outcome is Outcome.ANSWERED else ()
        confidence = random.betavariate(6, 1.6) if outcome is Outcome.ANSWERED else random.betavariate(1.6, 5)
        return Answer(
            outcome=outcome,
            reason=reason,
            answer=" ".join(each.quote for each in cited) or _OWN_WORDS,
            confidence=round(confidence, 4),
            release=random.choice(RELEASES),
            sentences=tuple(Sentence(each.quote, (each.n,)) for each in cited),
            citations=cited,
            did_you_mean=() if cited else tuple(Related(one.id, one.title, article_url(one)) for one in found[:2]),
            top_article_id=found[0].id,
            retrieved=tuple(
                Retrieved(rank, one.id, f"{one.id}#0", round(0.9 - rank / 20, 3)) for rank, one in enumerate(found, 1)
            ),
            timings_ms={"retrieve": round(total * 0.8, 3), "total": total},
        )


def _citations(articles: Sequence[Article]) -> tuple[Citation, ...]:
    made: list[Citation] = []
    for article in articles:
        for start, end in sentences(article.body)[:2]:
            address, quote = article_url(article), article.body[start:end]
            made.append(
                Citation(
                    len(made) + 1,
                    article.id,
                    article.title,
                    address,
                    article.kind,
                    article.updated_at,
                    quote,
                    start,
                    end,
                )
            )
    return tuple(made)
