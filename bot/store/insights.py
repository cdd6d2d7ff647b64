"""What the database tells about a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Text,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
    values,
)
from sqlalchemy import column as column_of

from bot.answer import Outcome, Reason
from bot.conversation import Rating
from bot.insights.facts import (
    ArticleUse,
    Complaint,
    Conversed,
    Drafts,
    OpenQuestion,
    Outcomes,
    Rated,
    Reasoned,
    Timings,
    Wait,
)
from bot.store.database import Database
from bot.store.settled import SMALL_TALK, UNANSWERED
from bot.store.tables import answer_articles, answers, conversations, feedback, handoffs, messages
from bot.store.tables.suggestions import suggestions
from bot.store.types import Moment
from bot.suggest.suggestion import SuggestionOutcome

_NOT_SMALL_TALK = or_(answers.c.reason.is_(None), answers.c.reason.not_in(SMALL_TALK))
_ASKED_AT_ONCE = 500
_SECOND = 1_000_000.0  # in which moments are stored


class SqlInsights:
    """The facts of one database; each method reads by itself, and changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def began(self) -> datetime | None:
        """When the oldest conversation began; None without any."""
        with self._database.reading() as connection:
            found: datetime | None = connection.execute(select(func.min(conversations.c.created_at))).scalar()
        return found

    def conversed(self, start: datetime, end: datetime) -> Conversed:
        """The conversations that began then."""
        its = conversations.c
        has_question = its.has_question == 1
        is_liked = func.coalesce(its.rating, Rating.UP) != Rating.DOWN
        counted = select(
            func.count(),
            func.count(its.customer_id.distinct()),
            func.count().filter(has_question),
            func.count().filter(has_question, its.is_unsettled == 0, is_liked),
        ).where(_within(its.created_at, start, end))
        with self._database.reading() as connection:
            return Conversed(*connection.execute(counted).one())

    def outcomes(self, borders: Sequence[datetime]) -> Sequence[Outcomes]:
        """The outcomes between each border and the next."""
        # One statement a part: grouping by part has to sort all answers of a year, which takes ten times as long.
        counts = [func.count().filter(answers.c.outcome == outcome, _NOT_SMALL_TALK) for outcome in Outcome]
        small_talk = func.count().filter(answers.c.reason.in_(SMALL_TALK))
        found = []
        with self._database.reading() as connection:
            for start, end in pairwise(borders):
                row = connection.execute(
                    select(*counts, small_talk).where(_within(answers.c.created_at, start, end))
                ).one()
                by_name = dict(zip((outcome.value for outcome in Outcome), row, strict=False))
                found.append(Outcomes(**by_name, small_talk=row[-1]))
        return found

    def reasons(self, start: datetime, end: datetime) -> Sequence[Reasoned]:
        """Why questions were not simply answered."""
        wanted = (
            select(answers.c.outcome, answers.c.reason, func.count())
            .where(answers.c.outcome.in_((Outcome.CLARIFY, *UNANSWERED)), _within(answers.c.created_at, start, end))
            .group_by(answers.c.outcome, answers.c.reason)
            .order_by(func.count().desc(), answers.c.outcome, answers.c.reason)
        )
        with self._database.reading() as connection:
            return [Reasoned(Outcome(row[0]), _reason(row[1]), row[2]) for row in connection.execute(wanted)]

    def waits(self, start: datetime, end: datetime) -> Sequence[Wait]:
        """The times that a person was asked for, oldest first."""
        its = handoffs.c
        seconds = (_raw(its.taken_at) - _raw(its.requested_at)) / literal(_SECOND)
        wanted = (
            select(its.reason, seconds, its.ended_at.is_not(None))
            .where(_within(its.requested_at, start, end))
            .order_by(its.requested_at, its.number)
        )
        with self._database.reading() as connection:
            return [Wait(_reason(why), waited, bool(ended)) for why, waited, ended in connection.execute(wanted)]

    def ratings(self, start: datetime, end: datetime) -> Sequence[Rated]:
        """What customers said of answers given then, small talk left out."""
        percent = cast(func.round(answers.c.confidence * 100), Integer)
        wanted = (
            select(answers.c.outcome, percent, feedback.c.rating, func.count())
            .select_from(feedback)
            .join(answers, answers.c.message == feedback.c.message)
            .where(_rated_within(answers.c.created_at, start, end), _NOT_SMALL_TALK)
            .group_by(answers.c.outcome, percent, feedback.c.rating)
        )
        with self._database.reading() as connection:
            return [Rated(Outcome(row[0]), row[1], Rating(row[2]), row[3]) for row in connection.execute(wanted)]

    def complaints(self, start: datetime, end: datetime) -> Sequence[Complaint]:
        """Why answers given then have a thumbs-down."""
        wanted = (
            select(feedback.c.reason, func.count())
            .select_from(feedback)
            .join(answers, answers.c.message == feedback.c.message)
            .where(feedback.c.rating == Rating.DOWN, _rated_within(answers.c.created_at, start, end))
            .group_by(feedback.c.reason)
            .order_by(func.count().desc(), feedback.c.reason)
        )
        with self._database.reading() as connection:
            return [Complaint(*row) for row in connection.execute(wanted)]

    def article_use(self, start: datetime, end: datetime) -> Mapping[str, ArticleUse]:
        """By its id, every article that an answer was grounded in."""
        its = answer_articles.c
        then = _within(its.created_at, start, end)
        grounded = select(its.article_id, func.count()).where(its.citations > 0, then).group_by(its.article_id)
        ups, downs = (func.count().filter(feedback.c.rating == rating) for rating in (Rating.UP, Rating.DOWN))
        rated = (
            select(its.article_id, ups, downs)
            .select_from(feedback)
            .join(answer_articles, its.answer == feedback.c.message)
            .where(its.citations > 0, _rated_within(its.created_at, start, end))
            .group_by(its.article_id)
        )
        with self._database.reading() as connection:
            said = {row[0]: (row[1], row[2]) for row in connection.execute(rated)}
            counts = connection.execute(grounded).all()
        return {article: ArticleUse(count, *said.get(article, (0, 0))) for article, count in counts}

    def never_retrieved(self, article_ids: Collection[str], start: datetime, end: datetime) -> Collection[str]:
        """Those of the articles that were retrieved for no answer."""
        wanted, its = list(article_ids), answer_articles.c
        left: set[str] = set()
        with self._database.reading() as connection:
            for at in range(0, len(wanted), _ASKED_AT_ONCE):
                rows = [(article,) for article in wanted[at : at + _ASKED_AT_ONCE]]
                some = values(column_of("article_id", Text), name="some").data(rows).cte()
                retrieved = exists().where(its.article_id == some.c.article_id, _within(its.created_at, start, end))
                left.update(connection.execute(select(some.c.article_id).where(~retrieved)).scalars())
        return left

    def timings(self, start: datetime, end: datetime, most: int) -> Timings:
        """How long answers took; at most about `most` of them, spread evenly."""
        its = answers.c
        then = _within(its.created_at, start, end)
        with self._database.reading() as connection:
            count = connection.execute(select(func.count()).select_from(answers).where(then)).scalar_one()
            # Odd, for questions and answers take turns at being numbered.
            every = 1 if count <= most else -(-count // most) | 1
            chosen = [] if every == 1 else [its.message % literal(every) == 0]
            rows = connection.execute(
                select(_raw(its.created_at), its.total_ms, its.confidence).where(
                    then, *chosen, its.total_ms.is_not(None), its.top_article_id.is_not(None)
                )
            ).all()
        at, total_ms, confidence = np.array([tuple(row) for row in rows], dtype=np.float64).reshape(-1, 3).T
        return Timings(every, at / _SECOND, total_ms, confidence)

    def open_questions(self, start: datetime, end: datetime, most: int) -> Sequence[OpenQuestion]:
        """The newest questions that no article answered, newest first."""
        reply, asked = messages.alias(), messages.alias()
        wanted = (
            select(asked.c.text, answers.c.created_at, answers.c.conversation, conversations.c.customer_id)
            .select_from(answers)
            .join(reply, reply.c.number == answers.c.message)
            .join(asked, asked.c.number == reply.c.reply_to)
            .join(conversations, conversations.c.number == answers.c.conversation)
            .where(
                answers.c.outcome.in_(UNANSWERED),
                answers.c.reason == Reason.MISSING_KNOWLEDGE,
                _within(answers.c.created_at, start, end),
            )
            .order_by(answers.c.created_at.desc(), answers.c.message.desc())
            .limit(most)
        )
        with self._database.reading() as connection:
            return [
                OpenQuestion(row[0], row[1], row[2], f"#{row[2]}" if row[3] is None else row[3])
                for row in connection.execute(wanted)
            ]

    def drafts(self, start: datetime, end: datetime) -> Drafts:
        """What became of the drafts that were made then."""
        its = suggestions.c
        then = _within(its.created_at, start, end)
        best = case(
            *((func.count().filter(its.outcome == outcome) > 0, outcome.value) for outcome in SuggestionOutcome)
        )
        distance = func.min(its.distance).filter(its.outcome == SuggestionOutcome.EDITED)
        # Those made together are of one conversation and one moment; those for other helpdesks of one moment.
        decided = (
            select(best, distance).where(then, its.outcome.is_not(None)).group_by(its.conversation, its.created_at)
        )
        with self._database.reading() as connection:
            shown = connection.execute(select(func.count()).where(then, its.rank == 1)).scalar_one()
            rows = connection.execute(decided).all()
        counts = Counter(row[0] for row in rows)
        distances = [row[1] for row in rows if row[0] == SuggestionOutcome.EDITED and row[1] is not None]
        by_name = {outcome.value: counts[outcome.value] for outcome in SuggestionOutcome}
        return Drafts(shown, **by_name, median_distance=median(distances) if distances else None)

    def existing(self, conversations_: Collection[int]) -> Collection[int]:
        """The numbers of those of the conversations that are stored."""
        wanted = list(conversations_)
        found: set[int] = set()
        with self._database.reading() as connection:
            for at in range(0, len(wanted), _ASKED_AT_ONCE):
                some = conversations.c.number.in_(wanted[at : at + _ASKED_AT_ONCE])
                found.update(connection.execute(select(conversations.c.number).where(some)).scalars())
        return found


def _within(at: ColumnElement[Any], start: datetime, end: datetime) -> ColumnElement[bool]:
    return (at >= start) & (at < end)


def _rated_within(answered_at: ColumnElement[Any], start: datetime, end: datetime) -> ColumnElement[bool]:
    """Whether an answer of the period was rated, which happens after it was given.

    Ratings are few and are read first: the sum keeps SQLite from reading all answers in the order of their time.
    """
    at = type_coerce(_raw(answered_at) + 0, Moment)
    return (feedback.c.created_at >= start) & _within(at, start, end)


def _raw(at: ColumnElement[Any]) -> ColumnElement[int]:
    """The moment as it is stored: making objects of very many takes longer than reading them."""
    return type_coerce(at, BigInteger)


def _reason(stored: str | None) -> Reason | None:
    return None if stored is None else Reason(stored)
