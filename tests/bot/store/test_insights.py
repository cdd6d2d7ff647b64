from __future__ import annotations

from datetime import timedelta

import pytest

from bot.insights.facts import Drafts
from bot.store.conversations import SqlConversations
from bot.store.database import Database
from bot.store.insights import SqlInsights
from bot.store.suggestions import SqlSuggestionLog
from bot.suggest import Suggested, Suggestion, SuggestionOutcome
from tests.contracts.insights import END, NOON, START, Clock, InsightFactsContract, InsightWorld


def unmasked(text: str) -> str:
    return text


class TestSqlInsights(InsightFactsContract):
    @pytest.fixture
    def world(self, database: Database) -> InsightWorld:
        clock = Clock()
        log = SqlSuggestionLog(database, unmasked, clock)
        return InsightWorld(SqlConversations(database, unmasked, clock), log, SqlInsights(database), clock)


def draft(text: str) -> Suggestion:
    return Suggestion(text, 0.8, (), (), (), ())


def test_drafts_made_together_count_once_as_the_best_that_became_of_one(database: Database) -> None:
    clock = Clock()
    log = SqlSuggestionLog(database, unmasked, clock)
    decided = (
        (SuggestionOutcome.REJECTED, SuggestionOutcome.ACCEPTED),
        (SuggestionOutcome.REJECTED, None),
        (SuggestionOutcome.EDITED, None),
        (None, None),
    )
    for number, outcomes in enumerate(decided):
        clock.now = NOON + timedelta(seconds=number)
        ids = log.record(Suggested((draft("Hello there."), draft("Bye.")), ("?",), (), "r1"))
        for id_, outcome in zip(ids, outcomes, strict=True):
            if outcome:
                log.decide(id_, outcome, "Hello here." if outcome is SuggestionOutcome.EDITED else None)
    found = SqlInsights(database).drafts(START, END)

    assert (found.shown, found.accepted, found.edited, found.rejected, found.undecided) == (4, 1, 1, 1, 1)
    assert found.median_distance == pytest.approx(1 / 12)
    assert SqlInsights(database).drafts(END, END + timedelta(days=1)) == Drafts()
