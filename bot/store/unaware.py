"""Keeps two agents from answering one customer unaware of each other; asked under the conversation's lock."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, and_, not_, select

from bot.conversation import Conversation, Role, Status
from bot.store.tables.conversations import messages
from bot.store.tables.team import agents
from corpus.errors import ConflictError, NotFoundError


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wants to answer: an account by its number, or whoever a program names."""

    name: str
    account: int | None = None

    def check_read(self, connection: Connection, conversation: Conversation, after: int | None) -> None:
        """Raises ConflictError when another agent has written since the message `after`; not where that is unsaid."""
        if after is None:
            return
        mine = messages.c.author == self.name
        if self.account is not None:
            mine = and_(messages.c.agent.is_not(None), messages.c.agent == self.account)
        others = select(messages.c.author).where(
            messages.c.conversation == conversation.number,
            messages.c.seq > after,
            messages.c.role == Role.AGENT,
            not_(mine),
        )
        row = connection.execute(others.order_by(messages.c.seq.desc())).first()
        if row is not None:
            raise ConflictError(f"{row.author} has answered meanwhile. Read what was said, then send yours if need be.")

    def check_untaken(self, connection: Connection, conversation: Conversation) -> None:
        """Raises ConflictError when another agent answers the conversation already; not when it is only meant to."""
        if conversation.status is Status.AGENT:
            self.check_free(connection, conversation)

    def check_free(self, connection: Connection, conversation: Conversation) -> None:
        """Raises ConflictError when another agent answers the conversation, or is to."""
        if conversation.status not in (Status.AGENT, Status.WAITING):
            return
        holder = conversation.agent
        if conversation.assignee is not None:
            if conversation.assignee == self.account:
                return
            row = connection.execute(select(agents.c.name).where(agents.c.number == conversation.assignee)).first()
            holder = holder if row is None else row.name
        elif holder == self.name:
            return
        if holder is not None:
            raise ConflictError(f"{holder} answers this conversation. Take it over first if it is to be yours.")


def check_heard(connection: Connection, conversation: Conversation, after: int | None) -> None:
    """Raises ConflictError when the customer has written since the message `after`; not where that is unsaid."""
    if after is None:
        return
    unread = select(messages.c.number).where(
        messages.c.conversation == conversation.number, messages.c.seq > after, messages.c.role == Role.USER
    )
    if connection.execute(unread.limit(1)).first() is not None:
        raise ConflictError("The customer has written meanwhile. Read it first, then decide again.")


def name_of(connection: Connection, account: int) -> str:
    """The name of the account of this number. Raises NotFoundError."""
    row = connection.execute(select(agents.c.name).where(agents.c.number == account)).first()
    if row is None:
        raise NotFoundError(f"There is no account number {account}.")
    return str(row.name)
