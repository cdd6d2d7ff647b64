"""Small, true implementations of the ports: three articles, retrieval by shared words, answers that quote."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
from argon2 import PasswordHasher

from bot.accounts.passwords import Passwords
from bot.accounts.sessions import Sessions
from bot.answer import Answer, Citation, Filters, Hit, HitScores, Outcome, Reason, Related, Sentence, Span
from bot.conversation import Message, Role
from bot.links import article_url
from bot.ports import Knowledge
from bot.store.database import Database
from bot.store.team import SqlTeam
from bot.suggest import MOST_DRAFTS, Link, PartAnswer, Suggested, Suggestion
from corpus.article import Article, Kind, Passage, passage_id
from corpus.errors import UsageLimitError
from embeddings.encoder import Vectors

RELEASE = "20261123T090000Z-1"

ARTICLES = (
    Article(
        id="reset-2fa",
        title="How do I reset my 2FA?",
        body="Open the security page. Choose “Reset 2FA” and confirm with your e-mail. Withdrawals pause for 24 hours.",
        kind=Kind.FAQ,
        excerpt="What to do when your authenticator is lost.",
        published_at=date(2025, 3, 1),
        updated_at=date(2026, 10, 2),
        views=120,
        questions=("lost my phone",),
    ),
    Article(
        id="guides/deposit suspended",
        title="Deposits of one network are suspended",
        body="Deposits on the Tidal network are suspended until 1 December. Coins sent before are credited.",
        kind=Kind.ANNOUNCEMENT,
        published_at=date(2026, 11, 1),
        expires_at=date(2026, 12, 1),
    ),
    Article(
        id="fees",
        title="Trading fees",
        body="Makers pay 0.1 %. Takers pay 0.2 %.",
        locale="de",
        url="https://example.com/fees?tier=1#table",
        views=7,
    ),
)


def words(text: str) -> set[str]:
    """The words of a text, folded."""
    return set(re.findall(r"\w+", text.casefold()))


class FakeKnowledge:
    """A release of the three articles; a passage is a whole body, the score the share of the query's words in it."""

    release = RELEASE

    def __init__(self, articles: Sequence[Article] = ARTICLES) -> None:
        self.articles: Mapping[str, Article] = {article.id: article for article in articles}

    def retrieve(self, query: str, k: int, filters: Filters = Filters()) -> list[Hit]:  # noqa: B008 (frozen)
        asked = words(query)
        scored = [
            (len(asked & words(f"{article.title} {article.body}")) / len(asked), article)
            for article in self.articles.values()
            if asked
            and filters.kind in (None, article.kind)
            and filters.locale in (None, article.locale)
            and asked & words(f"{article.title} {article.body}")
        ]
        scored.sort(key=lambda pair: -pair[0])
        return [self._hit(rank, score, article) for rank, (score, article) in enumerate(scored[:k], 1)]

    def _hit(self, rank: int, score: float, article: Article) -> Hit:
        passage = Passage(
            passage_id(article.id, article.body), article.id, 0, 0, len(article.body), article.body, (article.title,)
        )
        return Hit(rank, score, passage, article, HitScores(score, score, score))


class FakeLive:
    """A live release that tests can swap, or take away by an error."""

    def __init__(self, knowledge: Knowledge | None = None, error: Exception | None = None) -> None:
        self.knowledge: Knowledge = knowledge or FakeKnowledge()
        self.error = error

    def current(self) -> Knowledge:
        if self.error:
            raise self.error
        return self.knowledge


class FakeMeanings:
    """The meaning of a question as which words it has; the same words in any order mean the same."""

    encoder = "words"
    dimension = 4096

    def __init__(self, articles: Sequence[Article] = ARTICLES) -> None:
        self.articles: Mapping[str, Article] = {article.id: article for article in articles}

    def vectors(self, questions: Sequence[tuple[str, Sequence[Message]]]) -> Vectors:
        found = np.zeros((len(questions), self.dimension), dtype=np.float32)
        for row, (question, _) in enumerate(questions):
            for word in words(question):
                digest = hashlib.blake2b(word.encode(), digest_size=4).digest()
                found[row, int.from_bytes(digest) % self.dimension] = 1
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1)


class FakeAnswers:
    """Quotes the first sentences of the best article, or abstains; remembers what it was asked."""

    def __init__(self, live: FakeLive | None = None) -> None:
        self.live = live or FakeLive()
        self.asked: list[tuple[str, tuple[Message, ...], Filters]] = []
        self.locales: list[str | None] = []
        self.error: Exception | None = None

    def answer(
        self,
        question: str,
        history: Sequence[Message] = (),
        filters: Filters = Filters(),  # noqa: B008 (frozen)
        locale: str | None = None,
    ) -> Answer:
        self.asked.append((question, tuple(history), filters))
        self.locales.append(locale)
        if self.error:
            raise self.error
        if {"person", "persona"} & words(question):
            return Answer(Outcome.HANDED_OFF, Reason.CUSTOMER_REQUEST, "", 0.0, RELEASE)
        hits = self.live.current().retrieve(question, 3, filters)
        return answered(hits[0]) if hits else abstained()


def answered(hit: Hit) -> Answer:
    """The first two sentences of the hit's passage, each with its own citation."""
    article = hit.article
    spans = [Span(*match.span()) for match in re.finditer(r"\S.*?[.](?= |$)", article.body)][:2]
    citations = tuple(
        Citation(
            n,
            article.id,
            article.title,
            article_url(article, span),
            article.kind,
            article.updated_at,
            article.body[span.start : span.end],
            span.start,
            span.end,
        )
        for n, span in enumerate(spans, 1)
    )
    return Answer(
        outcome=Outcome.ANSWERED,
        reason=None,
        answer=" ".join(citation.quote for citation in citations),
        confidence=0.93,
        release=RELEASE,
        sentences=tuple(Sentence(citation.quote, (citation.n,)) for citation in citations),
        citations=citations,
        top_article_id=article.id,
        timings_ms={"retrieve": 1.5},
    )


def abstained() -> Answer:
    """A refusal that names a nearby article."""
    near = ARTICLES[0]
    return Answer(
        outcome=Outcome.ABSTAINED,
        reason=Reason.MISSING_KNOWLEDGE,
        answer="I could not find an article that answers this.",
        confidence=0.04,
        release=RELEASE,
        did_you_mean=(Related(near.id, near.title, article_url(near)),),
        follow_ups=("Talk to a person",),
    )


def sessions_in(database: Database) -> Sessions:
    """The sessions of the database's team; the hashes of its passwords are quickly made."""
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return Sessions(SqlTeam(database), timedelta(hours=12), passwords=passwords)


class FakeSuggester:
    """Drafts the answer of FakeAnswers to the last message of the customer; remembers what it was asked."""

    def __init__(self, live: FakeLive) -> None:
        self.live = live
        self.asked: list[tuple[tuple[str, ...], int, str | None, str | None]] = []

    def suggest(
        self, messages: Sequence[Message], k: int = MOST_DRAFTS, locale: str | None = None, asked: str | None = None
    ) -> Suggested:
        self.asked.append((tuple(message.text for message in messages), k, locale, asked))
        texts = [message.text for message in messages if message.role is Role.USER]
        question = asked or (texts[-1] if texts else "")
        hits = self.live.current().retrieve(question, 1)
        if not hits:
            return Suggested((), (question,), (question,), RELEASE)
        answer, article = answered(hits[0]), hits[0].article
        url = article_url(article)
        link = Link(article.id, article.title, url, f"[{article.title}]({url})")
        part = PartAnswer(question, answer.answer, 0.9, tuple(citation.n for citation in answer.citations))
        text = f"{answer.answer}\n\n{link.markdown}"
        draft = Suggestion(text, 0.9, (part,), answer.citations, (link,), ())
        return Suggested((draft,), (question,), (), RELEASE, {"total": 1.5})


class FakeViews:
    """Views counted in a Counter."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()

    def count_view(self, article_id: str) -> None:
        self.counted[article_id] += 1

    def counts(self) -> Mapping[str, int]:
        return self.counted


class Unlimited:
    """Limits that let everything through, until a test names what they raise; remembers what they were asked."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str | None]] = []
        self.reads: list[str] = []
        self.is_closed = False
        self.error: UsageLimitError | None = None

    def message(self, address: str, conversation_id: str | None) -> None:
        if self.error:
            raise self.error
        self.messages.append((address, conversation_id))

    def read(self, address: str) -> None:
        if self.error:
            raise self.error
        self.reads.append(address)

    def sign_in(self, address: str, email: str) -> None:
        if self.error:
            raise self.error

    def signed_in(self, address: str, email: str) -> None:
        pass

    def close(self) -> None:
        self.is_closed = True
