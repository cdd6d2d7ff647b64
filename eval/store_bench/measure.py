"""How long each thing takes that people do with a full store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from time import perf_counter

import numpy as np

from bot.answer import Outcome, Reason
from bot.conversation import Rating, Status
from bot.desk import NOBODY, Wanted
from bot.desk.words import searched
from bot.insights.articles import Library
from bot.insights.overview import MOST_TIMINGS, overview
from bot.insights.period import Period, last_days
from bot.insights.team_insights import MOST_QUESTIONS
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.inbox import SqlInbox
from bot.store.insights import SqlInsights
from corpus.article import Article
from corpus.progress import Progress

RUNS = 20
_SEARCHES = {
    "search, a frequent word": ("withdrawal", "account", "orrery", "app"),
    "search, a rare word": ("ubuntu", "tradingview", "inheritance", "kenya"),
    "search, several words": ("apple pay deposits", "price alert level", "my phone 2fa", "card declined spain"),
    "search, the beginning of a word": ("withd", "acc", "lightn", "verif"),
    "search, a word nobody used": ("xylophone", "quagga", "zeppelin", "marmalade"),
}


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds of one thing, done `runs` times."""

    name: str
    runs: int
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to time: `do` is told the number of the run, so that it can vary what it asks for."""

    name: str
    do: Callable[[int], object]


def measure(tasks: Sequence[Task], progress: Progress) -> Sequence[Speed]:
    """The speed of each task; the first time does not count, for it may have to read the disk."""
    found = []
    for task in tasks:
        task.do(0)
        taken = []
        for run in range(RUNS):
            started = perf_counter()
            task.do(run)
            taken.append((perf_counter() - started) * 1000)
        found.append(Speed(task.name, RUNS, float(np.percentile(taken, 50)), float(np.percentile(taken, 95))))
        progress(1)
    return found


def tasks_of(database: Database, conversations: int, articles: Sequence[Article], until: datetime) -> Sequence[Task]:
    """All that is timed in a store with so many conversations up to that moment."""
    return [
        *_inbox_tasks(database, until),
        *_conversation_tasks(database, conversations),
        *_insights(database, articles, until),
    ]


def _inbox_tasks(database: Database, until: datetime) -> Sequence[Task]:
    inbox = SqlInbox(database)
    month = until - timedelta(days=30)
    filters = {
        "inbox, all": Wanted(),
        **{f"inbox, {status}": Wanted(status=status) for status in Status},
        "inbox, assigned to nobody": Wanted(assigned=NOBODY, status=Status.AGENT),
        "inbox, by reason": Wanted(reason=Reason.UNSUPPORTED_REQUEST),
        "inbox, by outcome": Wanted(outcome=Outcome.ABSTAINED),
        "inbox, thumbs-down": Wanted(rating=Rating.DOWN),
        "inbox, by language and month": Wanted(locale="ar", since=month, until=until),
        "inbox, all filters": Wanted(
            status=Status.CLOSED, reason=Reason.CUSTOMER_REQUEST, rating=Rating.DOWN, locale="zh", since=month
        ),
    }
    tasks = [Task(name, partial(_page, inbox, wanted)) for name, wanted in filters.items()]
    tasks += [Task(name, partial(_search, inbox, words)) for name, words in _SEARCHES.items()]
    return [*tasks, Task("inbox, counts", lambda _: inbox.counts([1]))]


def _conversation_tasks(database: Database, conversations: int) -> Sequence[Task]:
    kept, random = SqlConversations(database, lambda text: text), Random(7)
    numbers = [random.randint(1, conversations) for _ in range(RUNS)]

    def opened(run: int) -> object:
        return kept.messages(kept.numbered(numbers[run]).id)

    return [Task("opening a conversation", opened)]


def _insights(database: Database, articles: Sequence[Article], until: datetime) -> Sequence[Task]:
    facts = SqlInsights(database)
    everything = Period((until - timedelta(days=364)).date(), until.date(), UTC)
    library = Library({article.id: article for article in articles}, {}, until.date())
    threads = ThreadPoolExecutor(4)
    tasks = []
    periods = {f"{days} days": last_days(days, until) for days in (7, 30, 90, 182)}
    for name, period in {**periods, "a year": everything}.items():
        start, end = period.start, period.end
        sections: dict[str, Callable[[], object]] = {
            "conversations": partial(facts.conversed, start, end),
            "outcomes over time": partial(facts.outcomes, period.borders()),
            "reasons": partial(facts.reasons, start, end),
            "waits for a person": partial(facts.waits, start, end),
            "ratings": partial(facts.ratings, start, end),
            "complaints": partial(facts.complaints, start, end),
            "articles in use": partial(facts.article_use, start, end),
            "articles never found": partial(facts.never_retrieved, library.quotable(), start, end),
            "latency and confidence": partial(facts.timings, start, end, MOST_TIMINGS),
            "suggestions": partial(facts.drafts, start, end),
            "open questions": partial(facts.open_questions, start, end, MOST_QUESTIONS),
            "all but gaps, nothing kept": partial(overview, facts, library, period, until, threads),
        }
        tasks += [Task(f"insights of {name}: {section}", _ignoring(ask)) for section, ask in sections.items()]
    return tasks


def _page(inbox: SqlInbox, wanted: Wanted, _run: int) -> object:
    return inbox.page(wanted)


def _search(inbox: SqlInbox, queries: Sequence[str], run: int) -> object:
    return inbox.page(Wanted(words=searched(queries[run % len(queries)])))


def _ignoring(ask: Callable[[], object]) -> Callable[[int], object]:
    return lambda _run: ask()
