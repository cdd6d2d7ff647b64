"""The team's rules kept in the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.answer import Reason
from bot.clock import now_utc
from bot.conversation import Message, Role
from bot.rules.rule import Draft, KeptRules, PastQuestion, Rule, RuleKind, Strictness, unknown_rule
from bot.store import statements as sql
from bot.store.database import Database
from bot.store.rows import message_of
from bot.store.tables import answers, conversations, messages
from bot.store.tables.rules import rule_revisions, rules
from corpus.article import Kind
from corpus.errors import ConflictError

_ONLY_ROW = 1
_REVISION = select(rule_revisions.c.revision)
_ALL = select(rules).order_by(rules.c.number)
_BY_NUMBER = select(rules).where(rules.c.number == bindparam("number")).with_for_update()
_HITS = (
    select(answers.c.rule, func.count().label("hits"))
    .where(answers.c.rule.is_not(None), answers.c.created_at >= bindparam("since"))
    .group_by(answers.c.rule)
)
_answered = messages.alias()
_ASKED = (
    select(messages.c.number, messages.c.conversation, conversations.c.locale)
    .join(_answered, _answered.c.reply_to == messages.c.number)
    .join(answers, answers.c.message == _answered.c.number)
    .join(conversations, conversations.c.number == messages.c.conversation)
    .where(answers.c.created_at >= bindparam("since"))
    .order_by(answers.c.created_at.desc(), messages.c.number.desc())
)
_COUNT = (
    select(func.count())
    .select_from(answers.join(_answered, _answered.c.number == answers.c.message))
    .where(answers.c.created_at >= bindparam("since"), _answered.c.reply_to.is_not(None))
)
_READ_AT_ONCE = 500


class SqlRules:
    """The rules of one database, shared with however many threads and servers."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now_utc) -> None:
        self._database, self._clock = database, clock

    def revision(self) -> int:
        """The revision, which tells at little cost whether anything has changed."""
        with self._database.reading() as connection:
            return connection.execute(_REVISION).scalar() or 0

    def all(self) -> KeptRules:
        """Every rule, those not in use included."""
        # The revision first: what changes in between is read again with the next one.
        with self._database.reading() as connection:
            revision = connection.execute(_REVISION).scalar() or 0
            return KeptRules(revision, tuple(map(_rule_of, connection.execute(_ALL))))

    def add(self, draft: Draft, by: str) -> Rule:
        """The new rule as kept."""
        with self._database.writing() as connection:
            _count_up(connection)
            now = self._clock()
            values = {"version": 1, "created_at": now, "created_by": by, "changed_at": now, "changed_by": by}
            number = connection.execute(insert(rules).values(values | _values(draft)).returning(rules.c.number))
            return _one(connection, number.scalar_one())

    def change(self, number: int, draft: Draft, version: int, by: str) -> Rule:
        """The rule as changed. Raises NotFoundError; ConflictError when it is not in that version any more."""
        with self._database.writing() as connection:
            _count_up(connection)
            before = _one(connection, number)
            if before.version != version:
                raise ConflictError(
                    f"Rule {number} has been changed by {before.changed_by} since it was opened. Load it again, then "
                    "make your change."
                )
            values = {"version": version + 1, "changed_at": self._clock(), "changed_by": by}
            connection.execute(update(rules).where(rules.c.number == number).values(values | _values(draft)))
            return _one(connection, number)

    def delete(self, number: int) -> None:
        """Deletes the rule; what it has answered stays. Raises NotFoundError."""
        with self._database.writing() as connection:
            _count_up(connection)
            _one(connection, number)
            connection.execute(delete(rules).where(rules.c.number == number))

    def hits(self, since: datetime) -> Mapping[int, int]:
        """How many answers each rule has made since then, by its number; rules without any are left out."""
        with self._database.reading() as connection:
            return {row.rule: row.hits for row in connection.execute(_HITS, {"since": since})}

    def questions(self, since: datetime, limit: int) -> tuple[Sequence[PastQuestion], int]:
        """The newest questions since then that the bot replied to, newest first, and how many there are in all."""
        with self._database.reading() as connection:
            asked = connection.execute(_ASKED.limit(limit), {"since": since}).all()
            count = connection.execute(_COUNT, {"since": since}).scalar_one()
            said = _said(connection, sorted({row.conversation for row in asked}))
        found = (_past_question(row, said[row.conversation]) for row in asked)
        return tuple(question for question in found if question), count


def _said(connection: Connection, numbers: Sequence[int]) -> Mapping[int, Sequence[tuple[int, int | None, Message]]]:
    """The messages of conversations in order, each with its number and that of the one it replies to."""
    said: dict[int, list[tuple[int, int | None, Message]]] = {number: [] for number in numbers}
    for at in range(0, len(numbers), _READ_AT_ONCE):
        some = sql.MESSAGES.where(messages.c.conversation.in_(numbers[at : at + _READ_AT_ONCE]))
        for row in connection.execute(some.order_by(messages.c.seq)):
            said[row.conversation].append((row.number, row.reply_to, message_of(row)))
    return said


def _past_question(row: Any, said: Sequence[tuple[int, int | None, Message]]) -> PastQuestion | None:
    """The question with what came before it; None when it was deleted while it was being read."""
    place = next((at for at, (number, _, _) in enumerate(said) if number == row.number), None)
    reply = next((message for _, replied_to, message in said if replied_to == row.number), None)
    if place is None or reply is None or said[place][2].role is not Role.USER:
        return None
    before = tuple(message for _, _, message in said[:place])
    return PastQuestion(row.number, said[place][2], reply, before, row.locale)


def _count_up(connection: Connection) -> None:
    """Raises the revision; whoever changes a rule at the same time waits here for their turn."""
    into = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = into(rule_revisions).values(number=_ONLY_ROW, revision=1)
    next_one = {"revision": rule_revisions.c.revision + 1}
    connection.execute(row.on_conflict_do_update(index_elements=["number"], set_=next_one))


def _one(connection: Connection, number: int) -> Rule:
    row = connection.execute(_BY_NUMBER, {"number": number}).first()
    if row is None:
        raise unknown_rule(number)
    return _rule_of(row)


def _values(draft: Draft) -> dict[str, Any]:
    plain = (
        "kind",
        "name",
        "enabled",
        "strictness",
        "locale",
        "article_kind",
        "answer",
        "article_id",
        "reason",
        "note",
    )
    return {
        **{name: getattr(draft, name) for name in plain},
        "examples": json.dumps(draft.examples, ensure_ascii=False),
        "words": json.dumps(draft.words, ensure_ascii=False),
        "last_day": draft.last_day and draft.last_day.isoformat(),
    }


def _rule_of(row: Row[Any]) -> Rule:
    draft = Draft(
        kind=RuleKind(row.kind),
        name=row.name,
        examples=tuple(json.loads(row.examples)),
        words=tuple(json.loads(row.words)),
        strictness=Strictness(row.strictness),
        locale=row.locale,
        article_kind=row.article_kind and Kind(row.article_kind),
        answer=row.answer,
        article_id=row.article_id,
        reason=row.reason and Reason(row.reason),
        note=row.note,
        last_day=row.last_day and date.fromisoformat(row.last_day),
        enabled=row.enabled,
    )
    return Rule(row.number, draft, row.version, row.created_at, row.created_by, row.changed_at, row.changed_by)
