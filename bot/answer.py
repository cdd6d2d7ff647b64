"""What the assistant returns: outcome, sentences and the citations that each of them stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from corpus.article import Article, Kind, Passage


class Outcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    ABSTAINED = "abstained"
    HANDED_OFF = "handed_off"


class Reason(StrEnum):
    """Why an outcome is not a plain answer from the articles."""

    GREETING = "greeting"
    THANKS = "thanks"
    AMBIGUOUS = "ambiguous"
    CUSTOMER_REQUEST = "customer_request"
    MISSING_KNOWLEDGE = "missing_knowledge"
    UNSUPPORTED_REQUEST = "unsupported_request"
    POLICY_RESTRICTION = "policy_restriction"
    FAILURE = "failure"
    USAGE_LIMIT = "usage_limit"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may be retrieved at all; applied before the top k are taken."""

    kind: Kind | None = None
    locale: str | None = None


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class HitScores:
    """What a hit's score is made of; each part is higher-is-better.

    `dense` and `question` are cosines in [-1, 1] (passage text; nearest title or alternative question), `lexical` is
    the share of the query's term weight that BM25 found, in [0, 1]. `pooled`, 0 and up, is how like the query all of
    the article's questions are, `vote`, about 0 to 1, how far the questions nearest to the query are this article's.
    """

    dense: float
    question: float
    lexical: float
    pooled: float = 0.0
    vote: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was retrieved, the best of its article; `rank` counts from 1."""

    rank: int
    score: float
    passage: Passage
    article: Article
    scores: HitScores


@dataclass(frozen=True, slots=True)
class Span:
    """A verbatim part of an article's body: `article.body[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence stands: `article.body[start:end] == quote`. `n` counts from 1 in the order of the answer.

    `url` is made from Citedesk's own records, never from text that a model or a customer wrote.
    """

    n: int
    article_id: str
    title: str
    url: str
    kind: Kind | None
    updated_at: date | None
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence (or step, or table row) of the answer and the numbers of the citations it stands on."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """An article that is offered, not quoted."""

    article_id: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage that was found for the question, whether or not the answer shows it; `rank` counts from 1."""

    rank: int
    article_id: str
    passage_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply of the assistant.

    `confidence` is the probability that the top article answers the question, whatever the outcome; `answer` is
    Markdown; `timings_ms` maps stage to milliseconds. `rule` is the number of the team's rule that made the reply,
    whose words are then the team's own: no article need hold them, and the confidence is 1 where they are an answer.
    """

    outcome: Outcome
    reason: Reason | None
    answer: str
    confidence: float
    release: str
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    did_you_mean: tuple[Related, ...] = ()
    follow_ups: tuple[str, ...] = ()
    top_article_id: str | None = None
    retrieved: tuple[Retrieved, ...] = ()
    rule: int | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)
