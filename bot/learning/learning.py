"""Learning with a person in the loop: what to look at, and what becomes of it. Nothing is ever added by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import now_utc
from bot.conversation import Conversations
from bot.learning.candidate import Candidate, Candidates, Counts, Decision, Origin, State
from bot.learning.draft import DraftedArticle, draft_article
from bot.learning.gathering import Gathering
from bot.learning.golden import GoldenFiles
from bot.learning.names import names_in, without_names
from bot.learning.polish import polished, without_links
from bot.learning.sightings import addresses_of
from bot.ports import LiveKnowledge
from corpus.article import Article
from corpus.errors import ConflictError, NotFoundError

NEARBY = 5
GATHER_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person makes of a candidate; what is None is as it was proposed."""

    question: str | None = None
    article_ids: tuple[str, ...] | None = None
    answerable: bool | None = None
    reference_answer: str | None = None
    as_alternative: bool = False


class Learning:
    """The candidates, and the files that accepted ones go to."""

    def __init__(
        self,
        candidates: Candidates,
        conversations: Conversations,
        live: LiveKnowledge,
        gathering: Gathering,
        files: GoldenFiles,
        mask: Callable[[str], str],
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._candidates, self._conversations, self._live = candidates, conversations, live
        self._gathering, self._files, self._mask, self._clock = gathering, files, mask, clock

    def start(self) -> None:
        """Begins gathering in the background."""
        self._gathering.start()

    def stop(self) -> None:
        """Ends gathering in the background."""
        self._gathering.stop()

    def gather(self) -> None:
        """Looks for what has happened since the last time, for a moment; the rest is found in the background."""
        self._gathering.gather(GATHER_SECONDS)

    def counts(self) -> Counts:
        """How many candidates there are."""
        return self._candidates.counts()

    def listed(self, state: State, origin: Origin | None = None, limit: int = 50, skip: int = 0) -> Sequence[Candidate]:
        """The candidates, those asked most often first; proposed articles that are gone are left out."""
        return [self._proposed(one) for one in self._candidates.listed(state, origin, limit, skip)]

    def nearby(self, candidate: Candidate) -> list[Article]:
        """The articles that retrieval finds for the candidate's question alone, best first."""
        return [hit.article for hit in self._live.current().retrieve(candidate.question, NEARBY)]

    def article(self, article_id: str) -> Article | None:
        """The published article by that id, if there is one."""
        return self._live.current().articles.get(article_id)

    def accept(self, number: int, by: str, correction: Correction) -> Candidate:
        """The accepted candidate, once its line is in the golden set.

        Raises NotFoundError for an unknown candidate or article, and ConflictError where it has been decided already or
        the correction contradicts itself.
        """
        proposed = self._proposed(self._candidates.find(number))
        names = self._names(proposed)

        def clean(text: str) -> str:
            return self._mask(without_names(text, names)).strip()

        decision = self._decision(proposed, by, correction, clean)
        return self._candidates.decide(number, decision, lambda one: self._files.keep(one, decision, clean))

    def drop(self, number: int, by: str) -> Candidate:
        """The dropped candidate. Raises NotFoundError and ConflictError."""
        return self._candidates.decide(number, Decision(State.DROPPED, by, self._clock()), lambda _: None)

    def undo(self, number: int) -> Candidate:
        """The candidate, open again; its lines are gone from the files. Raises NotFoundError and ConflictError."""
        return self._proposed(self._candidates.reopen(number, self._files.take_back))

    def draft(self, number: int) -> DraftedArticle:
        """The draft of an article from the conversation. Raises NotFoundError and ConflictError."""
        conversation = self._conversations.numbered(number)
        articles = self._live.current().articles
        messages = self._conversations.messages(conversation.id)
        return draft_article(conversation, messages, articles, addresses_of(articles), self._mask)

    def _proposed(self, candidate: Candidate) -> Candidate:
        """The candidate with what a person may have to read masked, and without what no longer is."""
        articles = self._live.current().articles
        reference = candidate.reference_answer
        if reference is not None:
            reference = without_links(polished(self._mask(reference), self._names(candidate))) or None
        ids = tuple(one for one in candidate.article_ids if one in articles)
        return replace(candidate, article_ids=ids, reference_answer=reference)

    def _names(self, candidate: Candidate) -> frozenset[str]:
        """The names of those who spoke in the candidate's conversation, none of which anybody else need read."""
        if candidate.conversation is None:
            return frozenset()
        try:
            conversation = self._conversations.numbered(candidate.conversation)
        except NotFoundError:  # deleted this moment
            return frozenset()
        return names_in(conversation, candidate.history)

    def _decision(self, candidate: Candidate, by: str, given: Correction, clean: Callable[[str], str]) -> Decision:
        ids = candidate.article_ids if given.article_ids is None else tuple(dict.fromkeys(given.article_ids))
        answerable = bool(ids) if given.answerable is None else given.answerable
        if not answerable and given.article_ids is None:
            ids = ()
        if answerable != bool(ids):
            raise ConflictError(
                "A question is answerable by at least one article: name it in article_ids, or send answerable false "
                "and no article."
            )
        articles = self._live.current().articles
        unknown = [one for one in ids if one not in articles]
        if unknown:
            raise NotFoundError(f"There is no article '{unknown[0]}' in the published index. Name another one.")
        if given.as_alternative and not ids:
            raise ConflictError("Only a question that an article answers can be an alternative question of it.")
        reference = candidate.reference_answer if given.reference_answer is None else given.reference_answer
        return Decision(
            state=State.ACCEPTED,
            by=by,
            at=self._clock(),
            question=clean(candidate.question if given.question is None else given.question),
            article_ids=ids,
            answerable=answerable,
            reference_answer=(clean(reference) or None) if reference and answerable else None,
            as_alternative=given.as_alternative,
        )
