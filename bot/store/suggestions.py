"""Drafts for agents and what became of them, kept in the database."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.clock import now_utc
from bot.store.database import Database
from bot.store.statements import UNDELETED_NUMBER
from bot.store.tables.suggestions import suggestion_articles, suggestions
from bot.store.types import storable
from bot.suggest.edits import edit_distance, is_as_drafted
from bot.suggest.suggestion import RecordedSuggestion, Suggested, Suggestion, SuggestionOutcome
from corpus.errors import NotFoundError

ID_BYTES = 24
_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")


class SqlSuggestionLog:
    """The drafts of one database; every text goes through `mask` before it is stored."""

    def __init__(self, database: Database, mask: Callable[[str], str], clock: Callable[[], datetime] = now_utc) -> None:
        self._database, self._mask, self._clock = database, mask, clock

    def record(
        self, suggested: Suggested, conversation: int | None = None, agent: str | None = None
    ) -> tuple[str, ...]:
        """The ids under which the drafts are kept, in their order; none for none, nor of a deleted conversation."""
        if not suggested.suggestions:
            return ()
        now = self._clock()
        is_ours = conversation is not None
        rows = [
            {
                "id": secrets.token_urlsafe(ID_BYTES),
                "created_at": now,
                "conversation": conversation,
                "agent": agent,
                "rank": rank,
                "text": self._mask(draft.text),
                "questions": self._texts(suggested.questions if is_ours else ()),
                "missing": self._texts(draft.missing if is_ours else ()),
                "confidence": draft.confidence,
                "release": suggested.release,
            }
            for rank, draft in enumerate(suggested.suggestions, 1)
        ]
        with self._database.writing() as connection:
            if _is_gone(connection, conversation):
                return ()
            for row, draft in zip(rows, suggested.suggestions, strict=True):
                number = connection.execute(
                    insert(suggestions).values(row).returning(suggestions.c.number)
                ).scalar_one()
                _add_articles(connection, number, draft)
        return tuple(str(row["id"]) for row in rows)

    def decide(self, suggestion_id: str, outcome: SuggestionOutcome, text: str | None = None) -> None:
        """Keeps what became of a draft; the first outcome stays. Raises NotFoundError."""
        with self._database.writing() as connection:
            row = _row(connection, suggestion_id)
            if text is not None and outcome is not SuggestionOutcome.REJECTED:
                outcome = self._of_sent(row, text)
            self._decide(connection, row, outcome, text, {})

    def sent(
        self, suggestion_id: str, text: str, agent: str | None = None, conversation: int | None = None
    ) -> SuggestionOutcome | None:
        """What the draft was to the text that an agent has sent, which is kept; None for one not to be sent there."""
        with self._database.writing() as connection:
            is_gone = _is_gone(connection, conversation)
            row = _found(connection, suggestion_id)
            if row is None or is_gone or row.conversation not in (None, conversation):
                return None
            # From now on it holds words of that conversation, and must go with it.
            owner = {"agent": agent, "conversation": conversation}
            known = {name: of for name, of in owner.items() if of}
            return self._decide(connection, row, self._of_sent(row, text), text, known)

    def find(self, suggestion_id: str) -> RecordedSuggestion:
        """The draft as it is kept. Raises NotFoundError."""
        with self._database.reading() as connection:
            row = _row(connection, suggestion_id)
            return _recorded(row, _articles(connection, [row.number]).get(row.number, ()))

    def of_conversation(self, number: int) -> Sequence[RecordedSuggestion]:
        """The drafts for a conversation of our own, oldest first, those suggested together by rank."""
        wanted = select(suggestions).where(suggestions.c.conversation == number).order_by(suggestions.c.number)
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
            articles = _articles(connection, [row.number for row in rows])
        return tuple(_recorded(row, articles.get(row.number, ())) for row in rows)

    def _of_sent(self, row: Row[Any], text: str) -> SuggestionOutcome:
        is_same = is_as_drafted(row.text, self._mask(text))
        return SuggestionOutcome.ACCEPTED if is_same else SuggestionOutcome.EDITED

    def _decide(
        self,
        connection: Connection,
        row: Row[Any],
        outcome: SuggestionOutcome,
        text: str | None,
        owner: Mapping[str, str | int | None],
    ) -> SuggestionOutcome:
        sent = None if text is None else storable(self._mask(text))
        values = {
            "outcome": outcome,
            "decided_at": self._clock(),
            "sent": sent,
            "distance": None if sent is None else edit_distance(row.text, sent),
            **owner,
        }
        undecided = suggestions.c.number == row.number, suggestions.c.outcome.is_(None)
        decided = connection.execute(update(suggestions).where(*undecided).values(values)).rowcount
        if decided:
            return outcome
        earlier = select(suggestions.c.outcome).where(suggestions.c.number == row.number)
        return SuggestionOutcome(connection.execute(earlier).scalar_one())

    def _texts(self, texts: Sequence[str]) -> str:
        return json.dumps([storable(self._mask(text)) for text in texts], ensure_ascii=False)


def _is_gone(connection: Connection, conversation: int | None) -> bool:
    """Whether the conversation was deleted while its drafts were made; one that was not stays until they are kept."""
    if conversation is None:
        return False
    return connection.execute(UNDELETED_NUMBER, {"number": conversation}).first() is None


def _add_articles(connection: Connection, number: int, draft: Suggestion) -> None:
    ids = dict.fromkeys(citation.article_id for citation in draft.citations)
    rows = [{"suggestion": number, "article_id": one, "place": place} for place, one in enumerate(ids)]
    if rows:
        connection.execute(insert(suggestion_articles), rows)


def _found(connection: Connection, suggestion_id: str) -> Row[Any] | None:
    if not _ID.fullmatch(suggestion_id):
        return None
    return connection.execute(select(suggestions).where(suggestions.c.id == suggestion_id)).first()


def _row(connection: Connection, suggestion_id: str) -> Row[Any]:
    row = _found(connection, suggestion_id)
    if row is None:
        raise NotFoundError("There is no suggestion by this id. Check it; conversations take theirs along.")
    return row


def _articles(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    wanted = (
        select(suggestion_articles)
        .where(suggestion_articles.c.suggestion.in_(numbers))
        .order_by(suggestion_articles.c.suggestion, suggestion_articles.c.place)
    )
    for row in connection.execute(wanted):
        found[row.suggestion] = (*found.get(row.suggestion, ()), row.article_id)
    return found


def _recorded(row: Row[Any], article_ids: tuple[str, ...]) -> RecordedSuggestion:
    return RecordedSuggestion(
        id=row.id,
        created_at=row.created_at,
        rank=row.rank,
        text=row.text,
        confidence=row.confidence,
        release=row.release,
        article_ids=article_ids,
        questions=tuple(json.loads(row.questions)),
        missing=tuple(json.loads(row.missing)),
        conversation=row.conversation,
        agent=row.agent,
        outcome=row.outcome and SuggestionOutcome(row.outcome),
        decided_at=row.decided_at,
        sent=row.sent,
        distance=row.distance,
    )
