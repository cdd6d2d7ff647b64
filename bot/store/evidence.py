"""What the database knows that may tell of a question worth learning from, origin by origin."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, Select, func, select, type_coerce

from bot.answer import Outcome, Reason
from bot.conversation import Message, Rating, Role
from bot.learning.candidate import Evidence, EvidencePage, Origin
from bot.store import statements as sql
from bot.store.rows import message_of
from bot.store.tables import answers, feedback, messages
from bot.store.tables.suggestions import suggestion_articles, suggestions
from bot.suggest.suggestion import SuggestionOutcome

MESSAGES_BEFORE = 20
# A draft of which less was changed was right; a name was put in.
LEAST_EDIT = 0.1
# What is stored late has a lower position than what was read before it: by so many messages, or so many microseconds.
LATE_MESSAGES, LATE_MOMENT = 200, 120_000_000
_question = messages.alias()


def read_evidence(connection: Connection, origin: Origin, after: int, limit: int) -> EvidencePage:
    """The first `limit` pieces of evidence with a position above `after`, and up to where that is all there is."""
    end = connection.execute(_END[origin]).scalar() or 0
    rows = connection.execute(_QUERIES[origin](after, limit)).all()
    pieces = tuple(_READERS[origin](connection, row) for row in rows)
    read_to = pieces[-1].position if len(pieces) == limit else max(after, end)
    return EvidencePage(pieces, read_to)


def lateness(origin: Origin) -> int:
    """How far before the last position evidence may still have been stored since."""
    return LATE_MESSAGES if origin in (Origin.REFUSED, Origin.LINKED) else LATE_MOMENT


def _refused(after: int, limit: int) -> Select[Any]:
    return (
        _replies()
        .add_columns(messages.c.number.label("position"), answers.c.created_at.label("at"))
        .join(answers, answers.c.message == messages.c.number)
        .where(
            answers.c.message > after,
            answers.c.outcome == Outcome.ABSTAINED,
            func.coalesce(answers.c.reason, Reason.MISSING_KNOWLEDGE) == Reason.MISSING_KNOWLEDGE,
        )
        .order_by(answers.c.message)
        .limit(limit)
    )


def _thumbs_down(after: int, limit: int) -> Select[Any]:
    position = type_coerce(feedback.c.created_at, BigInteger)
    return (
        _replies()
        .add_columns(position.label("position"), feedback.c.created_at.label("at"))
        .join(feedback, feedback.c.message == messages.c.number)
        .where(feedback.c.rating == Rating.DOWN, position > after)
        .order_by(feedback.c.created_at, feedback.c.message)
        .limit(limit)
    )


def _replies() -> Select[Any]:
    """The bot's replies with the question that each is to."""
    return select(messages.c.conversation, messages.c.seq, _question.c.id.label("question")).join(
        _question, _question.c.number == messages.c.reply_to
    )


def _linked(after: int, limit: int) -> Select[Any]:
    wanted = messages.c.role == Role.AGENT, messages.c.number > after, messages.c.text.contains("/")
    return select(messages, messages.c.number.label("position")).where(*wanted).order_by(messages.c.number).limit(limit)


def _drafts(outcome: SuggestionOutcome) -> Callable[[int, int], Select[Any]]:
    def query(after: int, limit: int) -> Select[Any]:
        position = type_coerce(suggestions.c.decided_at, BigInteger)
        wanted = select(suggestions, position.label("position")).where(
            suggestions.c.outcome == outcome, position > after, suggestions.c.conversation.is_not(None)
        )
        if outcome is SuggestionOutcome.EDITED:
            wanted = wanted.where(suggestions.c.distance >= LEAST_EDIT)
        return wanted.order_by(suggestions.c.decided_at, suggestions.c.number).limit(limit)

    return query


def _of_reply(origin: Origin) -> Callable[[Connection, Row[Any]], Evidence]:
    def read(connection: Connection, row: Row[Any]) -> Evidence:
        said = tuple(sql.history(connection, row.conversation, row.seq + 1, MESSAGES_BEFORE))
        return Evidence(origin, row.position, row.conversation, row.at, said, question=row.question)

    return read


def _of_link(connection: Connection, row: Row[Any]) -> Evidence:
    before = tuple(sql.history(connection, row.conversation, row.seq, MESSAGES_BEFORE))
    return Evidence(Origin.LINKED, row.position, row.conversation, row.created_at, before, reply=row.text)


def _of_draft(origin: Origin) -> Callable[[Connection, Row[Any]], Evidence]:
    def read(connection: Connection, row: Row[Any]) -> Evidence:
        articles: Sequence[str] = ()
        reply = row.sent
        if origin is Origin.EDITED:
            theirs = suggestion_articles.c.suggestion == row.number
            wanted = select(suggestion_articles.c.article_id).where(theirs).order_by(suggestion_articles.c.place)
            articles = connection.execute(wanted).scalars().all()
        elif reply is None:
            reply = connection.execute(_first_answer(row.conversation, row.decided_at)).scalar()
        before = _said_until(connection, row.conversation, row.created_at)
        return Evidence(origin, row.position, row.conversation, row.decided_at, before, None, tuple(articles), reply)

    return read


def _first_answer(conversation: int, after: datetime) -> Select[Any]:
    theirs = messages.c.conversation == conversation, messages.c.role == Role.AGENT, messages.c.created_at >= after
    return select(messages.c.text).where(*theirs).order_by(messages.c.seq).limit(1)


def _said_until(connection: Connection, conversation: int, at: datetime) -> tuple[Message, ...]:
    until = (
        sql.MESSAGES.where(messages.c.conversation == conversation, messages.c.created_at <= at)
        .order_by(messages.c.seq.desc())
        .limit(MESSAGES_BEFORE)
    )
    return tuple(message_of(row) for row in reversed(connection.execute(until).all()))


_LAST_MESSAGE = select(func.max(messages.c.number))
_LAST_DECISION = select(type_coerce(func.max(suggestions.c.decided_at), BigInteger))
_END: Mapping[Origin, Select[Any]] = {
    Origin.REFUSED: _LAST_MESSAGE,
    Origin.LINKED: _LAST_MESSAGE,
    Origin.THUMBS_DOWN: select(type_coerce(func.max(feedback.c.created_at), BigInteger)),
    Origin.EDITED: _LAST_DECISION,
    Origin.REJECTED: _LAST_DECISION,
}
_QUERIES: Mapping[Origin, Callable[[int, int], Select[Any]]] = {
    Origin.REFUSED: _refused,
    Origin.LINKED: _linked,
    Origin.THUMBS_DOWN: _thumbs_down,
    Origin.EDITED: _drafts(SuggestionOutcome.EDITED),
    Origin.REJECTED: _drafts(SuggestionOutcome.REJECTED),
}
_READERS: Mapping[Origin, Callable[[Connection, Row[Any]], Evidence]] = {
    Origin.REFUSED: _of_reply(Origin.REFUSED),
    Origin.LINKED: _of_link,
    Origin.THUMBS_DOWN: _of_reply(Origin.THUMBS_DOWN),
    Origin.EDITED: _of_draft(Origin.EDITED),
    Origin.REJECTED: _of_draft(Origin.REJECTED),
}
