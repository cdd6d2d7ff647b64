from __future__ import annotations

import pytest

from bot.accounts.team import Team
from bot.store.database import Database
from bot.store.team import SqlTeam
from tests.contracts.team import TeamContract


class TestSqlTeam(TeamContract):
    @pytest.fixture
    def team(self, database: Database) -> Team:
        return SqlTeam(database)
