from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.deliveries import SqlDeliveries
from bot.store.helpdesks import SqlHelpdeskConversations
from tests.contracts.conversations import mask
from tests.contracts.deliveries import DeliveriesContract, Kept


class TestSqlDeliveries(DeliveriesContract):
    @pytest.fixture
    def kept(self, url: str) -> Iterator[Kept]:
        database = Database(url, told=("webhook", "chatwoot"))

        def clock() -> datetime:
            return kept.now

        conversations = SqlConversations(database, mask, clock)
        kept = Kept(conversations, SqlDeliveries(database, clock), SqlHelpdeskConversations(database, clock))
        yield kept
        database.close()


def test_nothing_is_kept_where_nobody_is_told(database: Database) -> None:
    SqlConversations(database, mask).receive(None, "hello")

    assert SqlDeliveries(database).claim("webhook", 60) is None
