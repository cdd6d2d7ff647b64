"""Gathers candidates from what has happened since the last time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from threading import Event, Lock, Thread
from time import monotonic
from typing import Protocol

from bot.conversation import Message
from bot.learning.candidate import Candidates, Origin, Sighting
from bot.learning.sightings import Asked, addresses_of, asked
from corpus.article import Article
from corpus.errors import CitedeskError
from embeddings.encoder import Vectors

PAGE = 50
INTERVAL_SECONDS = 300.0
FIRST_SECONDS = 20.0  # a server that starts has other things to do
STOP_SECONDS = 5.0

_log = logging.getLogger(__name__)


class Meanings(Protocol):
    """The published articles, and the vectors of questions as retrieval understands them."""

    @property
    def articles(self) -> Mapping[str, Article]:
        """Every article of the release but drafts, by its id."""
        ...

    @property
    def encoder(self) -> str:
        """The fingerprint of what makes the vectors."""
        ...

    def vectors(self, questions: Sequence[tuple[str, Sequence[Message]]]) -> Vectors:
        """The (n, dim) float32 vectors of questions, each with what was said before it."""
        ...


class Gathering:
    """Gathers when it is asked to, and by itself once in an interval; one thread at a time."""

    def __init__(
        self, candidates: Candidates, meanings: Callable[[], Meanings], interval_seconds: float = INTERVAL_SECONDS
    ) -> None:
        self._candidates, self._meanings, self._interval_seconds = candidates, meanings, interval_seconds
        self._gathering = Lock()
        self._stopping = Event()
        self._thread = Thread(target=self._keep_gathering, name="gather-candidates", daemon=True)

    def start(self) -> None:
        """Begins in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread, and gives what has begun a moment to finish."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def gather(self, seconds: float | None = None) -> int:
        """How many candidates are new; with `seconds` it leaves the rest for the next time when they are over.

        Nothing, while another thread gathers. Raises ReleaseError and StoreError.
        """
        if not self._gathering.acquire(blocking=False):
            return 0
        try:
            return self._gather(None if seconds is None else monotonic() + seconds)
        finally:
            self._gathering.release()

    def _gather(self, until: float | None) -> int:
        meanings, found = self._meanings(), 0
        addresses = addresses_of(meanings.articles)
        self._candidates.withdraw()
        self._encode_again(meanings, until)
        for origin in Origin:
            after = self._candidates.read_to(origin)
            while not self._stopping.is_set():
                page = self._candidates.evidence(origin, after, PAGE)
                questions = [one for piece in page.pieces if (one := asked(piece, addresses))]
                seen = self._candidates.seen(origin, [one.message.id for one in questions])
                sightings = _sightings([one for one in questions if one.message.id not in seen], meanings)
                found += self._candidates.add(sightings, origin, max(after, page.read_to))
                after = page.read_to
                if len(page.pieces) < PAGE:
                    break
                if until is not None and monotonic() > until:
                    return found
        return found

    def _encode_again(self, meanings: Meanings, until: float | None) -> None:
        """Has candidates of another encoder's time known by this one, so that what is asked again is one of them."""
        while not self._stopping.is_set() and (until is None or monotonic() < until):
            known = [one for one in self._candidates.outdated(meanings.encoder, PAGE) if one.question]
            if not known:
                return
            vectors = meanings.vectors([(one.question, one.history) for one in known])
            numbers = [one.number for one in known]
            self._candidates.encode_again(meanings.encoder, dict(zip(numbers, vectors, strict=True)))

    def _keep_gathering(self) -> None:
        first = True
        complaint = ""
        while not self._stopping.wait(min(FIRST_SECONDS, self._interval_seconds) if first else self._interval_seconds):
            first = False
            try:
                if found := self.gather():
                    _log.info("%d questions are new candidates for the golden set", found)
                complaint = ""
            except CitedeskError as error:
                if str(error) != complaint:
                    _log.warning("Candidates for golden questions could not be gathered: %s", error)
                complaint = str(error)
            except Exception as error:  # noqa: BLE001 (whatever it is, gathering must not stand still for good)
                if str(error) != complaint:
                    _log.exception("Candidates for golden questions could not be gathered by a mistake in Citedesk")
                complaint = str(error)


def _sightings(questions: Sequence[Asked], meanings: Meanings) -> list[Sighting]:
    if not questions:
        return []
    vectors = meanings.vectors([(one.message.text, one.history) for one in questions])
    return [
        Sighting(
            origin=one.evidence.origin,
            message=one.message.id,
            conversation=one.evidence.conversation,
            at=one.message.created_at,
            key=one.key,
            vector=vector,
            encoder=meanings.encoder,
            article_ids=one.article_ids,
            reply=one.evidence.reply,
        )
        for one, vector in zip(questions, vectors, strict=True)
    ]
