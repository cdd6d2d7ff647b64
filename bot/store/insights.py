"""What the database tells about a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Result,
    Select,
    Text,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    type_coerce,
    union_all,
    values,
)
from sqlalchemy import column as column_of
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

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
    Waits,
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
        then = _within(its.created_at, start, end)
        has_question = its.has_question == 1
        is_liked = func.coalesce(its.rating, Rating.UP) != Rating.DOWN
        # PostgreSQL sorts to count what is distinct, but not to tell it.
        customers = select(its.customer_id).where(then, its.customer_id.is_not(None)).distinct().subquery()
        counted = select(
            func.count(),
            select(func.count()).select_from(customers).scalar_subquery(),
            func.count().filter(has_question),
            func.count().filter(has_question, its.is_unsettled == 0, is_liked),
        ).where(then)
        with self._database.reading() as connection:
            return Conversed(*connection.execute(counted).one())

    def outcomes(self, borders: Sequence[datetime]) -> Sequence[Outcomes]:
        """The outcomes between each border and the next."""
        found = [Counter[str]() for _ in borders[1:]]
        with self._database.reading() as connection:
            for part, outcome, reason, count in connection.execute(counted_by_kind(borders)):
                found[part]["small_talk" if reason in SMALL_TALK else outcome] += count
        return [Outcomes(**counts) for counts in found]

    def reasons(self, start: datetime, end: datetime) -> Sequence[Reasoned]:
        """Why questions were not simply answered."""
        with self._database.reading() as connection:
            rows = connection.execute(counted_by_kind((start, end))).all()
        wanted = [row[1:] for row in rows if row[1] in (Outcome.CLARIFY, *UNANSWERED) and row[3]]
        wanted.sort(key=lambda row: (-row[2], row[0], row[1] or ""))
        return [Reasoned(Outcome(outcome), _reason(reason), count) for outcome, reason, count in wanted]

    def waits(self, start: datetime, end: datetime) -> Waits:
        """The times that a person was asked for."""
        its = handoffs.c
        then = _within(its.requested_at, start, end)
        is_open = its.taken_at.is_(None) & its.ended_at.is_(None)
        by_reason = select(its.reason, func.count(), func.count().filter(is_open)).where(then).group_by(its.reason)
        waited = select(_raw(its.taken_at) - _raw(its.requested_at)).where(then, its.taken_at.is_not(None))
        with self._database.reading() as connection:
            rows = connection.execute(by_reason).all()
            seconds = _columns(connection.execute(waited), 1)[0] / _SECOND
        return Waits({_reason(row[0]): row[1] for row in rows}, seconds, sum(row[2] for row in rows))

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
            counts = connection.execute(counted_by_article(start, end)).all()
        return {article: ArticleUse(count, *said.get(article, (0, 0))) for article, count in counts if count}

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
        then = _within(its.created_at, start, end) & its.total_ms.is_not(None) & its.top_article_id.is_not(None)
        with self._database.reading() as connection:
            count = connection.execute(select(func.count()).select_from(answers).where(then)).scalar_one()
            # Odd, for questions and answers take turns at being numbered.
            every = 1 if count <= most else -(-count // most) | 1
            chosen = [] if every == 1 else [its.message % literal(every) == 0]
            wanted = select(_raw(its.created_at), its.total_ms, its.confidence).where(then, *chosen)
            at, total_ms, confidence = _columns(connection.execute(wanted), 3)
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
        with self._database.reading() as connection:
            rows = connection.execute(_sets_of_drafts(start, end)).all()
            if any(row.is_several for row in rows):
                rows = [row for row in rows if not row.is_several]
                rows += connection.execute(_sets_of_the_same_moment(start, end)).all()
        counts, distances, shown = Counter[str](), Counter[float](), 0
        for outcome, changed, _, count, firsts in rows:
            shown += max(count, int(firsts))
            counts[outcome] += count
            if outcome == SuggestionOutcome.EDITED and changed is not None:
                distances[changed] += count
        by_name = {outcome.value: counts[outcome.value] for outcome in SuggestionOutcome}
        return Drafts(shown, **by_name, median_distance=median(distances.elements()) if distances else None)

    def existing(self, conversations_: Collection[int]) -> Collection[int]:
        """The numbers of those of the conversations that are stored."""
        wanted = list(conversations_)
        found: set[int] = set()
        with self._database.reading() as connection:
            for at in range(0, len(wanted), _ASKED_AT_ONCE):
                some = conversations.c.number.in_(wanted[at : at + _ASKED_AT_ONCE])
                found.update(connection.execute(select(conversations.c.number).where(some)).scalars())
        return found


def counted_by_kind(borders: Sequence[datetime]) -> Select[Any]:
    """How many answers there are of each outcome and reason between each border and the next: part, kind and number.

    By an index that has them in this order, so that nothing is sorted; kinds without any answer at all are left out.
    """
    its = answers.c
    both = values(column_of("outcome", Text), column_of("reason", Text), name="both")
    named = both.data([(outcome, reason) for outcome in Outcome for reason in Reason]).cte("named")
    bare = values(column_of("outcome", Text), name="one").data([(outcome,) for outcome in Outcome]).cte("bare")
    known = exists().where(its.outcome == named.c.outcome, its.reason == named.c.reason)
    known_bare = exists().where(its.outcome == bare.c.outcome, its.reason.is_(None))
    kinds = union_all(
        select(named.c.outcome, named.c.reason).where(known),
        select(bare.c.outcome, cast(null(), Text)).where(known_bare),
    ).cte("kinds")
    spans = values(column_of("part", Integer), column_of("begins", Moment), column_of("ends", Moment), name="spans")
    parts = spans.data([(part, *pair) for part, pair in enumerate(pairwise(borders))]).cte("parts")

    def counted(reason: ColumnElement[bool]) -> ColumnElement[int]:
        within = (its.created_at >= parts.c.begins) & (its.created_at < parts.c.ends)
        return (
            select(func.count())
            .select_from(answers)
            .where(its.outcome == kinds.c.outcome, reason, within)
            .scalar_subquery()
        )

    count = case((kinds.c.reason.is_(None), counted(its.reason.is_(None))), else_=counted(its.reason == kinds.c.reason))
    return select(parts.c.part, kinds.c.outcome, kinds.c.reason, count).join_from(kinds, parts, true())


def counted_by_article(start: datetime, end: datetime) -> Select[Any]:
    """The articles that any answer was grounded in, with how many were then.

    From one article of the index to the next, and the answers of each in the order of time.
    """
    its, more = answer_articles.c, answer_articles.alias()
    found = select(func.min(its.article_id).label("article_id")).where(its.citations > 0).cte("found", recursive=True)
    following = select(func.min(more.c.article_id)).where(more.c.citations > 0, more.c.article_id > found.c.article_id)
    found = found.union_all(select(following.scalar_subquery()).where(found.c.article_id.is_not(None)))
    then = _within(its.created_at, start, end)
    count = select(func.count()).where(its.citations > 0, its.article_id == found.c.article_id, then)
    return select(found.c.article_id, count.scalar_subquery()).where(found.c.article_id.is_not(None))


def _sets_of_drafts(start: datetime, end: datetime) -> Select[Any]:
    """How many sets of drafts made together there are by what became of them, one for each moment.

    Of a set for another helpdesk, the draft that was sent has gone to a conversation of ours, and may have been deleted
    with it: only the moment tells that they belong together. Moments that are several sets' are counted as one, apart.
    """
    its = suggestions.c
    is_several = func.count() > func.max(its.rank)
    return _by_what_became(_within(its.created_at, start, end), is_several, its.created_at)


def _sets_of_the_same_moment(start: datetime, end: datetime) -> Select[Any]:
    """The same for the moments that are several sets': one set for each conversation."""
    its, then = suggestions.c, _within(suggestions.c.created_at, start, end)
    moments = select(its.created_at).where(then).group_by(its.created_at).having(func.count() > func.max(its.rank))
    return _by_what_became(its.created_at.in_(moments), false(), its.created_at, its.conversation)


def _by_what_became(
    which: ColumnElement[bool], is_several: ColumnElement[bool], *together: ColumnElement[Any]
) -> Select[Any]:
    """The best outcome, least distance, number and first drafts of what is together."""
    its = suggestions.c
    best = case(*((func.count().filter(its.outcome == outcome) > 0, outcome.value) for outcome in SuggestionOutcome))
    distance = func.min(its.distance).filter(its.outcome == SuggestionOutcome.EDITED)
    firsts = func.count().filter(its.rank == 1)
    sets = (
        select(best.label("best"), distance.label("distance"), is_several.label("is_several"), firsts.label("firsts"))
        .where(which)
        .group_by(*together)
        .subquery()
    )
    kinds = sets.c.best, sets.c.distance, sets.c.is_several
    return select(*kinds, func.count(), func.sum(sets.c.firsts)).group_by(*kinds)


def _within(at: ColumnElement[Any], start: datetime, end: datetime) -> ColumnElement[bool]:
    return (at >= start) & (at < end)


def _rated_within(answered_at: ColumnElement[Any], start: datetime, end: datetime) -> ColumnElement[bool]:
    """Whether an answer of the period was rated, which happens after it was given.

    Ratings are few and are read first.
    """
    return (feedback.c.created_at >= start) & _within(_Unindexed(answered_at), start, end)


def _columns(result: Result[Any], count: int) -> npt.NDArray[np.float64]:
    """The numbers of the rows, a row of numbers for each column."""
    numbers = np.fromiter((value for row in result for value in row), dtype=np.float64)
    return numbers.reshape(-1, count).T


class _Unindexed(FunctionElement[datetime]):
    """A column by which SQLite is not to read a table; PostgreSQL knows by itself what is few."""

    type = Moment()
    inherit_cache = True


@compiles(_Unindexed)
def _compiled(element: _Unindexed, compiler: SQLCompiler, **more: Any) -> str:
    column = compiler.process(element.clauses, **more)
    return f"+{column}" if compiler.dialect.name == "sqlite" else column


def _raw(at: ColumnElement[Any]) -> ColumnElement[int]:
    """The moment as it is stored: making objects of very many takes longer than reading them."""
    return type_coerce(at, BigInteger)


def _reason(stored: str | None) -> Reason | None:
    return None if stored is None else Reason(stored)
