"""A loaded release as the rest of the bot sees it, and the one that is live right now."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

import numpy as np

from bot.answer import NO_FILTERS, Filters, Hit
from bot.clock import today_utc as today_utc  # the evaluation takes it from here
from bot.context import Spoken, pull_of_context, spoken
from bot.conversation import Message
from bot.focus import WHOLE_MESSAGE, is_long, parts, telling
from bot.neighbours import Neighbours
from bot.quoting.extract import Quotable, take_apart
from bot.retrieval.confidence import DEFAULT, FEATURES, ConfidenceModel, features
from bot.retrieval.rerank import DEPTH as RERANKED
from bot.retrieval.rerank import Reranker, rerank
from bot.retrieval.retrieve import Query, Retriever
from corpus.article import Article
from corpus.errors import CitedeskError
from embeddings.encoder import Progress, QueryEncoder, Vectors, no_progress
from embeddings.home import Home
from embeddings.release import Release, load_release, without_accepted

_log = logging.getLogger(__name__)
_JUDGED_HITS = 10
_MOST_TAKEN_APART = 2000  # about 15 kB each


class ReleaseKnowledge:
    """One release with all that is needed to answer from it; immutable, but for what it remembers having worked out."""

    def __init__(
        self,
        release: Release,
        threshold: float | None = None,
        today: Callable[[], date] = today_utc,
        reranker: Reranker | None = None,
    ) -> None:
        self._release, self._reranker, self.today = release, reranker, today
        published = {article.id: article for article in release.articles if not article.draft}
        self.articles: Mapping[str, Article] = MappingProxyType(published)
        self.retriever = Retriever(release, today)
        self.confidence = ConfidenceModel.from_calibration(release.calibration, threshold)
        self._quotable: dict[str, Quotable] = {}

    def without_accepted(self) -> ReleaseKnowledge:
        """The same without the questions accepted from use."""
        other = ReleaseKnowledge(without_accepted(self._release), None, self.today, self._reranker)
        other.confidence = self.confidence
        return other

    @property
    def release(self) -> str:
        """The name of the release."""
        return self._release.name

    @property
    def encoder(self) -> QueryEncoder:
        """The encoder that matches the release's vectors."""
        return self._release.encoder

    @property
    def encoder_fingerprint(self) -> str:
        """A digest of the encoder: equal ones mean interchangeable vectors."""
        return self._release.manifest.encoder_fingerprint

    @property
    def question_vectors(self) -> tuple[Sequence[str], Vectors]:
        """The article ids and the (n, dim) vectors of all titles and alternative questions."""
        return [question.article_id for question in self._release.questions], self._release.question_index.vectors()

    def may_be_quoted(self, article_id: str) -> bool:
        """Whether the article is published and has not expired."""
        article = self.articles.get(article_id)
        return article is not None and article.is_quotable(self.today())

    @cached_property
    def neighbours(self) -> Neighbours:
        """Which articles are about the same matter, worked out at the first use."""
        return Neighbours(self._release)

    def retrieve(self, text: str, k: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The k best articles for a text, each by its best passage, best first; empty for an empty text."""
        return self.retrieve_query(Query(text, self.encoder.encode_query(text)), k, filters) if text.strip() else []

    def retrieve_query(self, query: Query, k: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """As `retrieve`, for a query; ordered by the re-ranker where there is one."""
        if self._reranker is None:
            return self.retriever.retrieve_query(query, k, filters)
        hits = self.retriever.retrieve_query(query, max(k, RERANKED), filters)
        return rerank(self._reranker, query.to_quote_for, hits, self.retriever.asked_for_exactly(query.text))[:k]

    def probability(self, query: Query, hits: Sequence[Hit], filters: Filters = NO_FILTERS) -> float:
        """The probability, in [0, 1], that the first of the query's hits answers it; 0 without hits."""
        return self.confidence.probability(hits, self.retriever.yardstick(query, filters))

    def signals(self, query: Query, hits: Sequence[Hit], filters: Filters = NO_FILTERS) -> dict[str, float]:
        """What the probability is made from, by name; empty without hits."""
        if not hits:
            return {}
        return dict(zip(FEATURES, features(hits, self.retriever.yardstick(query, filters)), strict=True))

    def query_for(self, question: str, history: Sequence[Message] = (), filters: Filters = NO_FILTERS) -> Query:
        """What to retrieve a question with: its own vector, drawn towards what was said before as far as it needs that.

        The better the question finds an article by itself, the less; and the less it has to do with what was said.
        """
        return self.queries_for([(question, history)], filters=filters)[0]

    def queries_for(
        self,
        questions: Sequence[tuple[str, Sequence[Message]]],
        progress: Progress = no_progress,
        filters: Filters = NO_FILTERS,
    ) -> list[Query]:
        """As `query_for`, for many questions, each with the messages before it; encoded together."""
        said = [spoken(question, history) for question, history in questions]
        vectors = self.encoder.encode_queries([one.alone for one in said], progress)
        alone = [self._focused(one.alone, vector) for one, vector in zip(said, vectors, strict=True)]
        return [
            self._in_context(one, query, filters) if one.before else query
            for one, query in zip(said, alone, strict=True)
        ]

    def _focused(self, message: str, vector: Vectors) -> Query:
        """A message as a query by itself; of a long one what tells most of it, drawn towards the whole."""
        if not is_long(message):
            return Query(message, vector)
        found = parts(message)
        text = telling(found, self.retriever.likeness(self.encoder.encode_queries(found)))
        focus = self.encoder.encode_query(text) + np.float32(WHOLE_MESSAGE) * vector
        return Query(text, focus / np.linalg.norm(focus))

    def _in_context(self, said: Spoken, alone: Query, filters: Filters) -> Query:
        if self._is_a_title(alone.text):
            return alone
        before, in_context = self.encoder.encode_queries([said.before, said.in_context])
        hits = self.retrieve_query(alone, _JUDGED_HITS, filters)
        # By the shipped coefficients: a team's calibration decides what is answered, not what is retrieved.
        found_alone = DEFAULT.probability(hits, self.retriever.yardstick(alone, filters))
        pull = pull_of_context(said.leans, float(alone.vector @ before), found_alone)
        if not pull.vector:
            return alone
        vector = alone.vector + np.float32(pull.vector) * in_context
        return Query(
            text=alone.text,
            vector=vector / np.linalg.norm(vector),
            context=said.in_context,
            context_weight=pull.lexical,
            follows=said.previous if pull.lexical else "",
            own=None if said.leans else alone.vector,
        )

    def _is_a_title(self, text: str) -> bool:
        """Whether the text is the title of an article to the letter: that stands by itself in any conversation."""
        found = self.retriever.asked_for_exactly(text)
        return any(self.articles[one].title.casefold() == text.casefold() for one in found if one in self.articles)

    def quotable(self, article: Article) -> Quotable:
        """The article taken apart, worked out at its first use and kept for a while."""
        found = self._quotable.get(article.id)
        if found is None:
            if len(self._quotable) >= _MOST_TAKEN_APART:
                self._quotable.clear()
            found = self._quotable[article.id] = take_apart(article)
        return found


@dataclass
class LiveReleases:
    """Follows the published release of a home; a request keeps the one it began with while the next is loaded."""

    home: Home
    threads: int = 0
    threshold: float | None = None
    load_reranker: Callable[[], Reranker] | None = None
    _knowledge: ReleaseKnowledge | None = field(default=None, init=False)
    _loading: threading.Lock = field(default_factory=threading.Lock, init=False)
    _stopped: threading.Event = field(default_factory=threading.Event, init=False)

    def current(self) -> ReleaseKnowledge:
        """The live release, loaded at the first call. Raises NoReleaseError, or ReleaseError when it is damaged."""
        return self._knowledge or self.refresh()

    def refresh(self) -> ReleaseKnowledge:
        """The published release, loaded if it is not the one in memory."""
        with self._loading:
            name = self.home.current()
            if self._knowledge is None or self._knowledge.release != name:
                release = load_release(self.home.folder(name), self.threads)
                reranker = self.load_reranker() if self.load_reranker else None
                self._knowledge = ReleaseKnowledge(release, self.threshold, reranker=reranker)
                _log.info("serving release %s", name)
            return self._knowledge

    def follow(self, every_seconds: float) -> None:
        """Starts refreshing in the background until `stop`; while a new release can't be loaded the old one serves."""
        threading.Thread(target=self._follow, args=(every_seconds,), name="follow-releases", daemon=True).start()

    def stop(self) -> None:
        """Ends following."""
        self._stopped.set()

    def _follow(self, every_seconds: float) -> None:
        complaint = ""
        while not self._stopped.wait(every_seconds):
            try:
                self.refresh()
                complaint = ""
            except (CitedeskError, OSError) as error:  # OSError: the release was pruned while it was being read
                if str(error) != complaint:
                    complaint = str(error)
                    _log.error("the published release could not be loaded: %s", complaint)
