from __future__ import annotations

import pytest

from bot.store.candidates import SqlCandidates
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.suggestions import SqlSuggestionLog
from tests.contracts.candidates import CandidatesContract, Kept
from tests.contracts.conversations import mask


class TestSqlCandidates(CandidatesContract):
    @pytest.fixture
    def kept(self, database: Database) -> Kept:
        return Kept(SqlCandidates(database), SqlConversations(database, mask), SqlSuggestionLog(database, mask))
