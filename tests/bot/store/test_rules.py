from __future__ import annotations

import pytest

from bot.conversation import Conversations
from bot.rules.rule import Rules
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.rules import SqlRules
from tests.contracts.rules import RulesContract


class TestSqlRules(RulesContract):
    @pytest.fixture
    def rules(self, database: Database) -> Rules:
        return SqlRules(database)

    @pytest.fixture
    def conversations(self, database: Database) -> Conversations:
        return SqlConversations(database, str)
