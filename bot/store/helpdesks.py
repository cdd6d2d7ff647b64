"""Whose conversation is whose: those of other helpdesks, and ours for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.clock import now_utc
from bot.conversation import Conversation, Customer
from bot.store import statements as sql
from bot.store.customers import named
from bot.store.database import Database
from bot.store.rows import conversation_of
from bot.store.tables import conversations, helpdesk_conversations

_OURS = (
    select(conversations)
    .join(helpdesk_conversations, helpdesk_conversations.c.conversation == conversations.c.number)
    .where(
        helpdesk_conversations.c.helpdesk == bindparam("helpdesk"),
        helpdesk_conversations.c.external == bindparam("external"),
    )
)
_ADD = {
    dialect.name: insert_into(helpdesk_conversations)
    .on_conflict_do_nothing(index_elements=["helpdesk", "external"])
    .returning(helpdesk_conversations.c.conversation)
    for dialect, insert_into in ((sqlite.dialect, sqlite.insert), (postgresql.dialect, postgresql.insert))
}


class _MetOtherError(Exception):
    """Another transaction has begun the same conversation; what this one has begun is rolled back."""


class SqlHelpdeskConversations:
    """The conversations that customers have in other helpdesks; each is one of ours."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now_utc) -> None:
        self._database, self._clock = database, clock

    def find(self, helpdesk: str, external: str) -> Conversation | None:
        """Our conversation for that of the helpdesk; None where there is none, or it has been forgotten."""
        with self._database.reading() as connection:
            row = connection.execute(_OURS, {"helpdesk": helpdesk, "external": external}).first()
        return None if row is None else conversation_of(row)

    def open(
        self, helpdesk: str, external: str, customer: Customer | None = None, locale: str | None = None
    ) -> Conversation:
        """Our conversation for that of the helpdesk, a new one at its first message.

        Raises ConflictError where the customer is another one than before.
        """
        found = self.find(helpdesk, external)
        while found is None:
            try:
                found = self._begun(helpdesk, external, customer, locale)
            except _MetOtherError:
                found = self.find(helpdesk, external)
        if customer is not None and found.customer is not None:
            named(found.customer, customer)
        return found

    def _begun(self, helpdesk: str, external: str, customer: Customer | None, locale: str | None) -> Conversation:
        with self._database.writing() as connection:
            row = connection.execute(_OURS, {"helpdesk": helpdesk, "external": external}).first()
            if row is not None:
                return conversation_of(row)
            conversation = sql.create(connection, self._clock(), customer, locale)
            values = {"helpdesk": helpdesk, "external": external, "conversation": conversation.number}
            if connection.execute(_ADD[connection.dialect.name], values).first() is None:
                raise _MetOtherError
            return conversation
