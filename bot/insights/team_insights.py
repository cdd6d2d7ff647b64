"""The figures that the team's page shows, worked out when they are asked for and kept for a while."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import Generic, Protocol, TypeVar

import numpy as np

from bot.clock import now_utc
from bot.insights.articles import Library
from bot.insights.facts import InsightFacts
from bot.insights.gaps.find import GapKnowledge, find_gaps
from bot.insights.gaps.gap import Gap, Gaps
from bot.insights.overview import Overview, overview
from bot.insights.period import Period
from bot.ports import ArticleViews
from corpus.errors import CitedeskError
from embeddings.encoder import QueryEncoder, Vectors

FRESH_SECONDS = 30.0
# Older figures than this are not shown: whoever asks waits for new ones.
STALE_SECONDS = 3600.0
# What is slow is worked out anew only so often that it costs this share of one processor.
SHARE = 0.05
MOST_QUESTIONS = 5000
MOST_KEPT = 12
_PIECE = 32
_READERS = 4
_POLL_SECONDS = 0.02
_END_SECONDS = 5.0

_log = logging.getLogger(__name__)
T = TypeVar("T")


class EncodingKnowledge(GapKnowledge, Protocol):
    """A release with the encoder of its queries."""

    @property
    def encoder(self) -> QueryEncoder:
        """Encodes questions as the release's own are."""
        ...


class LiveEncodingKnowledge(Protocol):
    """The release that is published right now."""

    def current(self) -> EncodingKnowledge:
        """The live release. Raises NoReleaseError when there is none."""
        ...


class _StoppedError(Exception):
    """The server ends, and with it what was being worked out."""


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    """What was worked out, when, how long that took, and what it was worked out from."""

    value: T
    at: float
    seconds: float
    origin: Hashable = None

    def is_younger(self, seconds: float) -> bool:
        """Whether it is no older than so many seconds, or than its cost allows."""
        return time.monotonic() - self.at < max(seconds, self.seconds / SHARE)


class TeamInsights:
    """Figures of the stored conversations, for periods of whole days in `zone`.

    What was worked out is shown at once and renewed in the background. Vectors of questions are kept in memory alone,
    and only while the questions are stored: what is deleted must leave nothing behind.
    """

    def __init__(
        self,
        facts: InsightFacts,
        live: LiveEncodingKnowledge,
        views: ArticleViews,
        zone: tzinfo = UTC,
        now: Callable[[], datetime] = now_utc,
    ) -> None:
        self._facts, self._live, self._views = facts, live, views
        self.zone, self.now = zone, now
        self._readers = ThreadPoolExecutor(_READERS, "insights")
        self._overviews: dict[tuple[str, Period], _Kept[Overview]] = {}
        self._gaps: dict[tuple[str, Period], _Kept[Gaps]] = {}
        self._vectors: tuple[str, dict[str, Vectors]] = ("", {})
        self._running: dict[Hashable, threading.Thread] = {}
        self._lock, self._encoding = threading.Lock(), threading.Lock()
        self._stopped = threading.Event()

    def everything(self) -> Period | None:
        """The period from the first conversation to today; None without any conversation."""
        began = self._facts.began()
        if began is None:
            return None
        today = self.now().astimezone(self.zone).date()
        return Period(min(began.astimezone(self.zone).date(), today), today, self.zone)

    def overview(self, period: Period) -> Overview:
        """The figures as they were lately. Raises StoreError, and NoReleaseError without articles."""
        key = (self._live.current().release, period)
        kept = self._overviews.get(key)
        if kept is None or not kept.is_younger(STALE_SECONDS):
            self._renew_overview(key)
        elif not kept.is_younger(FRESH_SECONDS):
            self._in_background(("overview", *key), lambda: self._renew_overview(key))
        return self._overviews[key].value

    def prepare(self, periods: Sequence[Period]) -> None:
        """Works out the figures of periods that are likely to be asked for next, in the background."""
        release = self._live.current().release
        missing = [key for period in periods if (key := (release, period)) not in self._overviews]

        def work_out() -> None:
            for key in missing:
                if not self._stopped.is_set():
                    self._renew_overview(key)

        if missing:
            self._in_background(("prepare", release), work_out)

    def gaps(self, period: Period, wait_seconds: float = 0.0) -> Gaps | None:
        """The content gaps as they were lately; None while they are worked out for the first time. Raises StoreError.

        Questions of conversations that were deleted meanwhile are not in them.
        """
        key = (self._live.current().release, period)
        kept = self._gaps.get(key)
        if kept is None or not kept.is_younger(FRESH_SECONDS):
            self._in_background(("gaps", *key), lambda: self._renew_gaps(key))
        deadline = time.monotonic() + wait_seconds
        while kept is None and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)
            kept = self._gaps.get(key)
        return self._without_deleted(kept.value) if kept else None

    def close(self) -> None:
        """Ends its threads; one that is within a library's native code must not outlive the interpreter."""
        self._stopped.set()
        with self._lock:
            running = list(self._running.values())
        for thread in running:
            thread.join(_END_SECONDS)
        self._readers.shutdown(wait=False, cancel_futures=True)

    def _renew_overview(self, key: tuple[str, Period]) -> None:
        started = time.monotonic()
        library = Library(self._live.current().articles, self._views.counts(), self.now().astimezone(self.zone).date())
        found = overview(self._facts, library, key[1], self.now(), self._readers)
        _keep(self._overviews, key, _Kept(found, started, time.monotonic() - started))

    def _renew_gaps(self, key: tuple[str, Period]) -> None:
        started, (_, period) = time.monotonic(), key
        questions = self._facts.open_questions(period.start, period.end, MOST_QUESTIONS)
        origin = tuple((one.conversation, one.at) for one in questions)
        kept = self._gaps.get(key)
        if kept is not None and kept.origin == origin:
            found = replace(kept.value, at=self.now())
        else:
            knowledge, at = self._live.current(), self.now()
            is_cut = len(questions) == MOST_QUESTIONS
            with self._encoding:
                encode = partial(self._encoded, knowledge.encoder, knowledge.release)
                borders = _since(questions[-1].at, period.borders()) if is_cut else period.borders()
                found = find_gaps(questions, encode, knowledge, borders, at, is_cut)
        _keep(self._gaps, key, _Kept(found, started, time.monotonic() - started, origin))

    def _encoded(self, encoder: QueryEncoder, release: str, texts: Sequence[str]) -> Vectors:
        """The vectors of the texts, those known from before not encoded again."""
        of, before = self._vectors
        known = {text: before[text] for text in texts if text in before} if of == release else {}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        # In small pieces, between which whoever chats has their turn.
        for at in range(0, len(missing), _PIECE):
            if self._stopped.is_set():
                raise _StoppedError
            piece = missing[at : at + _PIECE]
            known.update(zip(piece, encoder.encode_queries(piece), strict=True))
        self._vectors = (release, known)
        return np.stack([known[text] for text in texts]) if texts else np.zeros((0, encoder.dimension), np.float32)

    def _without_deleted(self, gaps: Gaps) -> Gaps:
        shown = {example.conversation for gap in gaps.found for example in (gap.question, *gap.examples)}
        there = self._facts.existing(shown | {one.conversation for one in gaps.alone})
        alone = [one for one in gaps.alone if one.conversation in there]
        return replace(gaps, found=[left for gap in gaps.found if (left := _of_existing(gap, there))], alone=alone)

    def _in_background(self, name: Hashable, work: Callable[[], None]) -> None:
        """Does the work in a thread of its own, unless it is being done already."""
        with self._lock:
            if name in self._running or self._stopped.is_set():
                return
            thread = threading.Thread(target=self._do, args=(name, work), name="insights-background", daemon=True)
            self._running[name] = thread
            thread.start()

    def _do(self, name: Hashable, work: Callable[[], None]) -> None:
        try:
            work()
        except CitedeskError as error:
            _log.warning("figures could not be worked out: %s", error)
        except _StoppedError:
            _log.info("figures were not worked out: the server ends")
        finally:
            with self._lock:
                self._running.pop(name, None)


def _keep(kept: dict[tuple[str, Period], _Kept[T]], key: tuple[str, Period], value: _Kept[T]) -> None:
    """Keeps the value as the newest, and forgets the oldest of too many."""
    kept.pop(key, None)
    kept[key] = value
    while len(kept) > MOST_KEPT:
        kept.pop(next(iter(kept)), None)


def _since(oldest: datetime, borders: Sequence[datetime]) -> Sequence[datetime]:
    """The borders of what was read: before the oldest question there are others, which nobody counted."""
    return (oldest, *(border for border in borders if border > oldest))


def _of_existing(gap: Gap, conversations: Collection[int]) -> Gap | None:
    """The gap with the examples that are still stored, or None."""
    left = [one for one in (gap.question, *gap.examples) if one.conversation in conversations]
    return replace(gap, question=left[0], examples=tuple(left[1:])) if left else None
