"""Candidates for golden questions, kept in the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, Select, delete, exists, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.learning.candidate import (
    SAME_MEANING,
    Candidate,
    Counts,
    Decision,
    EvidencePage,
    Origin,
    Sighting,
    State,
)
from bot.store.candidate_rows import candidate_of, drop_wordless, dump_decision
from bot.store.database import Database
from bot.store.evidence import lateness, read_evidence
from bot.store.tables import feedback
from bot.store.tables import messages as said
from bot.store.tables.learning import candidate_reading, candidate_sightings, candidates
from corpus.errors import ConflictError, NotFoundError
from embeddings.encoder import Vectors

COMPARED = 20_000
_STORED = np.dtype("<f2")


class SqlCandidates:
    """The candidates of one database, gathered and decided by however many threads and servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read_to(self, origin: Origin) -> int:
        """The position from which on evidence has to be read."""
        wanted = select(candidate_reading.c.read_to).where(candidate_reading.c.origin == origin)
        with self._database.reading() as connection:
            return max(0, (connection.execute(wanted).scalar() or 0) - lateness(origin))

    def evidence(self, origin: Origin, after: int, limit: int) -> EvidencePage:
        """The first `limit` pieces of evidence with a position above `after`."""
        with self._database.reading() as connection:
            return read_evidence(connection, origin, after, limit)

    def seen(self, origin: Origin, messages: Collection[str]) -> frozenset[str]:
        """Those of the messages, by their ids, that have been added for this reason before."""
        wanted = (
            select(said.c.id)
            .join(candidate_sightings, candidate_sightings.c.message == said.c.number)
            .where(said.c.id.in_(messages), candidate_sightings.c.origin == origin)
        )
        with self._database.reading() as connection:
            return frozenset(connection.execute(wanted).scalars())

    def add(self, sightings: Sequence[Sighting], origin: Origin, read_to: int) -> int:
        """How many candidates are new."""
        added = 0
        with self._database.writing() as connection:
            if connection.dialect.name == "postgresql":  # two that come at once must not both become candidates
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('citedesk candidates'))"))
            new = _unseen(connection, sightings)
            if new:
                known = _Known(connection, new[0][1].encoder)
                for number, sighting in new:
                    candidate, is_new = known.candidate_of(sighting)
                    connection.execute(insert(candidate_sightings), _sighting_row(number, candidate, sighting))
                    added += is_new
            upsert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            row = upsert(candidate_reading).values(origin=origin, read_to=read_to)
            connection.execute(row.on_conflict_do_update(index_elements=["origin"], set_={"read_to": read_to}))
        return added

    def withdraw(self) -> None:
        """Takes back what customers have taken back."""
        seen, reply = candidate_sightings, said.alias()
        up = (
            select(seen.c.message, seen.c.candidate)
            .join(reply, reply.c.reply_to == seen.c.message)
            .join(feedback, feedback.c.message == reply.c.number)
            .where(seen.c.origin == Origin.THUMBS_DOWN, feedback.c.rating == "up")
        )
        with self._database.reading() as connection:
            if connection.execute(up.limit(1)).first() is None:
                return
        with self._database.writing() as connection:
            rows = connection.execute(up).all()
            gone = seen.c.message.in_([row.message for row in rows]), seen.c.origin == Origin.THUMBS_DOWN
            connection.execute(delete(seen).where(*gone))
            drop_wordless(connection, [row.candidate for row in rows], State.OPEN)

    def outdated(self, encoder: str, limit: int) -> Sequence[Candidate]:
        """At most so many whose vectors another encoder has made, as far as their words are still known."""
        seen = candidate_sightings.alias()
        has_words = exists().where(seen.c.candidate == candidates.c.number)
        wanted = _counted().where(candidates.c.encoder != encoder, has_words | (candidates.c.state == State.ACCEPTED))
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(candidates.c.number.desc()).limit(limit)).all()
            return tuple(candidate_of(connection, row) for row in rows)

    def encode_again(self, encoder: str, vectors: Mapping[int, Vectors]) -> None:
        """Keeps the vectors that the encoder has made."""
        with self._database.writing() as connection:
            for number, vector in vectors.items():
                made = {"encoder": encoder, "vector": vector.astype(_STORED).tobytes()}
                connection.execute(update(candidates).where(candidates.c.number == number).values(made))

    def counts(self) -> Counts:
        """How many there are."""
        seen = candidate_sightings
        per_state = select(candidates.c.state, func.count().label("held")).group_by(candidates.c.state)
        per_origin = (
            select(seen.c.origin, func.count(seen.c.candidate.distinct()).label("held"))
            .join(candidates, candidates.c.number == seen.c.candidate)
            .where(candidates.c.state == State.OPEN)
            .group_by(seen.c.origin)
        )
        with self._database.reading() as connection:
            states = {row.state: row.held for row in connection.execute(per_state)}
            origins = {row.origin: row.held for row in connection.execute(per_origin)}
        return Counts(
            {state: states.get(state.value, 0) for state in State},
            {origin: origins.get(origin.value, 0) for origin in Origin},
        )

    def listed(self, state: State, origin: Origin | None = None, limit: int = 50, skip: int = 0) -> Sequence[Candidate]:
        """The open ones asked most often first, the decided ones decided last first."""
        wanted = _counted().where(candidates.c.state == state)
        if origin is not None:
            seen = candidate_sightings.alias()
            wanted = wanted.where(exists().where(seen.c.candidate == candidates.c.number, seen.c.origin == origin))
        order = (
            (text("times DESC"), text("last_at DESC"), candidates.c.number)
            if state is State.OPEN
            else (candidates.c.decided_at.desc(), candidates.c.number.desc())
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(*order).limit(limit).offset(skip)).all()
            return tuple(candidate_of(connection, row) for row in rows)

    def find(self, number: int) -> Candidate:
        """The candidate. Raises NotFoundError."""
        with self._database.reading() as connection:
            return _found(connection, number)

    def decide(self, number: int, decision: Decision, keep: Callable[[Candidate], None]) -> Candidate:
        """The candidate with the decision, once `keep` has been called with it."""
        with self._database.writing() as connection:
            before = _locked(connection, number)
            if before.state is not State.OPEN:
                raise ConflictError(f"This candidate has been decided already: {_told(before)}.")
            keep(before)
            _save(connection, number, decision.state, decision)
            return _found(connection, number)

    def reopen(self, number: int, take_back: Callable[[Candidate], None]) -> Candidate:
        """The candidate with its decision undone, once `take_back` has been called with it as it was decided."""
        with self._database.writing() as connection:
            before = _locked(connection, number)
            if before.state is State.OPEN:
                raise ConflictError("This candidate is open; there is no decision to undo.")
            take_back(before)
            _save(connection, number, State.OPEN, None)
            after = _found(connection, number)
            drop_wordless(connection, [number], State.OPEN)
            return after


class _Known:
    """The candidates there are, to find the one that a question belongs to."""

    def __init__(self, connection: Connection, encoder: str) -> None:
        self._connection = connection
        wanted = select(candidates.c.number, candidates.c.vector).where(candidates.c.encoder == encoder)
        rows = connection.execute(wanted.order_by(candidates.c.number.desc()).limit(COMPARED)).all()
        self._numbers = [row.number for row in rows]
        self._vectors = [np.frombuffer(row.vector, dtype=_STORED).astype(np.float32) for row in rows]

    def candidate_of(self, sighting: Sighting) -> tuple[int, bool]:
        """The number of the candidate that the question is, and whether it is a new one."""
        same = select(candidates.c.number).where(candidates.c.key == sighting.key)
        found = self._connection.execute(same).scalar() or self._nearly(sighting.vector)
        if found is not None:
            return found, False
        vector = sighting.vector.astype(_STORED)
        values = {"key": sighting.key, "state": State.OPEN, "encoder": sighting.encoder, "vector": vector.tobytes()}
        number = self._connection.execute(insert(candidates).values(values).returning(candidates.c.number)).scalar_one()
        self._numbers.append(number)
        self._vectors.append(vector.astype(np.float32))
        return int(number), True

    def _nearly(self, vector: Vectors) -> int | None:
        if not self._vectors:
            return None
        cosines = np.stack(self._vectors) @ vector
        best = int(cosines.argmax())
        return int(self._numbers[best]) if cosines[best] >= SAME_MEANING else None


def _unseen(connection: Connection, sightings: Sequence[Sighting]) -> list[tuple[int, Sighting]]:
    """The sightings that are new, with the numbers of their messages; not of messages deleted meanwhile."""
    ids = select(said.c.id, said.c.number).where(said.c.id.in_([one.message for one in sightings]))
    numbers = {row.id: row.number for row in connection.execute(ids)}
    wanted = select(candidate_sightings.c.message, candidate_sightings.c.origin).where(
        candidate_sightings.c.message.in_(numbers.values())
    )
    seen = {(row.message, row.origin) for row in connection.execute(wanted)}
    new = []
    for one in sightings:
        number = numbers.get(one.message)
        if number is not None and (number, one.origin.value) not in seen:
            seen.add((number, one.origin.value))
            new.append((number, one))
    return new


def _sighting_row(message: int, candidate: int, sighting: Sighting) -> dict[str, Any]:
    return {
        "message": message,
        "origin": sighting.origin,
        "candidate": candidate,
        "conversation": sighting.conversation,
        "seen_at": sighting.at,
        "article_ids": json.dumps(sighting.article_ids, ensure_ascii=False),
        "reply": sighting.reply,
    }


def _counted() -> Select[Any]:
    seen = candidate_sightings
    return (
        select(
            candidates,
            func.count(seen.c.message.distinct()).label("times"),
            func.min(seen.c.seen_at).label("first_at"),
            func.max(seen.c.seen_at).label("last_at"),
        )
        .join(seen, seen.c.candidate == candidates.c.number, isouter=True)
        .group_by(candidates.c.number)
    )


def _found(connection: Connection, number: int) -> Candidate:
    row: Row[Any] | None = connection.execute(_counted().where(candidates.c.number == number)).first()
    if row is None:
        raise NotFoundError(f"There is no candidate {number}. Its conversation may have been deleted.")
    return candidate_of(connection, row)


def _locked(connection: Connection, number: int) -> Candidate:
    connection.execute(select(candidates.c.number).where(candidates.c.number == number).with_for_update())
    return _found(connection, number)


def _save(connection: Connection, number: int, state: State, decision: Decision | None) -> None:
    at: datetime | None = decision.at if decision else None
    values = {"state": state, "decided_at": at, "decision": decision and dump_decision(decision)}
    connection.execute(update(candidates).where(candidates.c.number == number).values(values))


def _told(candidate: Candidate) -> str:
    decision = candidate.decision
    return f"{candidate.state} by {decision.by} at {decision.at:%H:%M} UTC" if decision else str(candidate.state)
