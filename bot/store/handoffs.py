"""Who answers a conversation: how its status changes, and the record of each time that a person did or should have."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.answer import Reason
from bot.conversation import Conversation, Status
from bot.store.settled import note_handoff
from bot.store.tables import handoffs, takeovers
from bot.store.types import Moment, Words

_WITH_PEOPLE = (Status.WAITING, Status.AGENT)
_OPEN = handoffs.c.conversation == bindparam("of"), handoffs.c.ended_at.is_(None)
_CHANGE_OPEN = update(handoffs).where(*_OPEN)
_TAKE_OVER = insert(takeovers).from_select(
    ["handoff", "at", "agent"],
    select(handoffs.c.number, bindparam("at", type_=Moment), bindparam("agent", type_=Words)).where(*_OPEN),
)


def moved(
    conversation: Conversation,
    status: Status,
    now: datetime,
    reason: Reason | None = None,
    agent: str | None = None,
    account: int | None = None,
) -> Conversation:
    """The conversation in another status, the same object where that changes nothing; its version stays as it is.

    Who ends it does not become the one who answered it.
    """
    if status is Status.WAITING:
        if conversation.status in _WITH_PEOPLE:
            return conversation
        kept = conversation.assignee if conversation.status is Status.BOT else None
        return replace(conversation, status=status, requested_at=now, reason=reason, agent=None, assignee=kept)
    if status is Status.BOT:
        agent = account = None
    elif agent is None or status is Status.CLOSED:
        agent, account = conversation.agent, conversation.assignee
    after = replace(conversation, status=status, agent=agent, assignee=account)
    return conversation if after == conversation else after


def passed_on(conversation: Conversation, now: datetime) -> Conversation:
    """The conversation waiting for another agent than the one who answered it, for the reason it first waited for."""
    if conversation.status is not Status.AGENT:
        return moved(conversation, Status.WAITING, now)
    return replace(conversation, status=Status.WAITING, requested_at=now, agent=None, assignee=None)


def assigned(conversation: Conversation, account: int | None, name: str | None, now: datetime) -> Conversation:
    """The conversation assigned to the account of that name, or to nobody: who was answered waits for somebody then."""
    if conversation.status is not Status.AGENT:
        return replace(conversation, assignee=account)
    if account is None:
        return passed_on(conversation, now)
    return replace(conversation, assignee=account, agent=name)


def record_handoff(
    connection: Connection, before: Conversation, after: Conversation, now: datetime, by: str | None = None
) -> None:
    """Begins, changes or ends the conversation's record of a hand-off, as its change of status `by` somebody has it."""
    of = after.number
    is_passed_on = (before.status, after.status) == (Status.AGENT, Status.WAITING)
    if is_passed_on or (before.status in _WITH_PEOPLE and after.status not in _WITH_PEOPLE):
        connection.execute(_CHANGE_OPEN, {"of": of, "ended_at": now, "ending": after.status, "ended_by": by})
    if after.status not in _WITH_PEOPLE:
        return
    taken = {"taken_at": now, "agent": after.agent} if after.status is Status.AGENT else {}
    if is_passed_on or before.status not in _WITH_PEOPLE:
        asked = {"requested_at": now, "reason": after.reason} if after.status is Status.WAITING else {}
        connection.execute(insert(handoffs), {"conversation": of, **asked, **taken})
        note_handoff(connection, of)
    elif before.status is Status.WAITING and taken:
        connection.execute(_CHANGE_OPEN, {"of": of, **taken})
    elif taken and (after.assignee or after.agent) != (before.assignee or before.agent):
        connection.execute(_TAKE_OVER, {"of": of, "at": now, "agent": after.agent})
