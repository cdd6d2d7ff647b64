from __future__ import annotations

import pytest

from bot.conversation import Conversations
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from tests.contracts.conversations import ConversationsContract, mask
from tests.contracts.handoffs import HandoffsContract


class TestSqlConversations(ConversationsContract, HandoffsContract):
    @pytest.fixture
    def conversations(self, database: Database) -> Conversations:
        return SqlConversations(database, mask)
