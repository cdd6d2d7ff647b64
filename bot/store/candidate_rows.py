"""Rows of candidates as the candidates they stand for, with the words that are read where they were said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, select

from bot.learning.candidate import Candidate, Decision, Origin, State
from bot.store import statements as sql
from bot.store.rows import message_of
from bot.store.tables import conversations, messages
from bot.store.tables.learning import candidate_sightings, candidates
from embeddings.alternatives import normalised

HISTORY_MESSAGES = 6
OTHER_WORDINGS = 5
_SIGHTINGS_READ = 50
_DECIDED = ("by", "question", "article_ids", "answerable", "reference_answer", "as_alternative")
_ORDER = {origin.value: place for place, origin in enumerate(Origin)}


def candidate_of(connection: Connection, row: Row[Any]) -> Candidate:
    """The candidate of a row of `candidates` that is joined with how often it was asked, and when."""
    decision = _decision(row)
    seen = _sightings(connection, row.number)
    bare = Candidate(
        number=row.number,
        key=row.key,
        state=State(row.state),
        count=row.times,
        question=decision.question if decision else "",
        decision=decision,
    )
    return _with_words(connection, bare, seen) if seen else bare


def dump_decision(decision: Decision) -> str:
    """The decision as JSON; what it was and when stands in columns of its own."""
    return json.dumps({name: getattr(decision, name) for name in _DECIDED}, ensure_ascii=False)


def drop_wordless(connection: Connection, numbers: Sequence[int], *states: State) -> None:
    """Deletes those of the candidates in these states of which no conversation is left."""
    left = exists().where(candidate_sightings.c.candidate == candidates.c.number)
    wordless = candidates.c.number.in_(numbers), candidates.c.state.in_(states), ~left
    connection.execute(delete(candidates).where(*wordless))


def _with_words(connection: Connection, bare: Candidate, seen: Sequence[Row[Any]]) -> Candidate:
    lead = seen[0]
    reply = connection.execute(sql.REPLY_TO, {"number": lead.message}).first()
    wordings = {normalised(one.text): one.text for one in reversed(seen)}
    wordings.pop(normalised(lead.text))
    articles = (article for one in seen for article in json.loads(one.article_ids))
    moments = [one.seen_at for one in seen]
    return Candidate(
        number=bare.number,
        key=bare.key,
        state=bare.state,
        count=bare.count,
        origins=tuple(Origin(origin) for origin in sorted({one.origin for one in seen}, key=_ORDER.__getitem__)),
        question=lead.text,
        history=tuple(sql.history(connection, lead.conversation, lead.seq, HISTORY_MESSAGES)),
        said=message_of(reply) if reply else None,
        also=tuple(reversed(wordings.values()))[:OTHER_WORDINGS],
        article_ids=tuple(dict.fromkeys(articles)),
        reference_answer=next((one.reply for one in seen if one.reply), None),
        locale=lead.locale,
        conversation=lead.conversation,
        first_at=min(moments),
        last_at=max(moments),
        decision=bare.decision,
    )


def _sightings(connection: Connection, number: int) -> list[Row[Any]]:
    """The candidate's last sightings with their messages, those that show best what would have been right first."""
    wanted = (
        select(candidate_sightings, messages.c.text, messages.c.seq, conversations.c.locale)
        .join(messages, messages.c.number == candidate_sightings.c.message)
        .join(conversations, conversations.c.number == candidate_sightings.c.conversation)
        .where(candidate_sightings.c.candidate == number)
        .order_by(candidate_sightings.c.seen_at.desc(), candidate_sightings.c.message.desc())
        .limit(_SIGHTINGS_READ)
    )
    return sorted(connection.execute(wanted).all(), key=lambda row: _ORDER[row.origin])


def _decision(row: Row[Any]) -> Decision | None:
    if row.decision is None:
        return None
    values = json.loads(row.decision)
    return Decision(State(row.state), at=row.decided_at, **{**values, "article_ids": tuple(values["article_ids"])})
