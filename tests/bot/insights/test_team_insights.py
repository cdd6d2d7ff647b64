from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.conversation import Customer
from bot.insights.period import Period, last_days
from bot.insights.team_insights import TeamInsights
from bot.knowledge import ReleaseKnowledge
from bot.store.conversations import SqlConversations
from bot.store.database import Database, default_url
from bot.store.insights import SqlInsights
from bot.store.suggestions import SqlSuggestionLog
from tests.contracts.insights import GAP, NOON, Clock, InsightWorld, answer
from tests.fakes import FakeViews

ASKED = ("Do you take Apple Pay?", "apple pay accepted?", "Can I pay with Apple Pay?")
PERIOD = last_days(7, NOON)
LONG = 60.0


@dataclass
class Live:
    """The release that the test has made live."""

    knowledge: ReleaseKnowledge

    def current(self) -> ReleaseKnowledge:
        return self.knowledge


@pytest.fixture
def world(tmp_path: Path) -> Iterator[InsightWorld]:
    database, clock = Database(default_url(tmp_path)), Clock()
    drafts = SqlSuggestionLog(database, str, clock)
    yield InsightWorld(SqlConversations(database, str, clock), drafts, SqlInsights(database), clock)
    database.close()


@pytest.fixture
def insights(world: InsightWorld, knowledge: ReleaseKnowledge) -> Iterator[TeamInsights]:
    found = TeamInsights(world.facts, Live(knowledge), FakeViews(), now=world.clock)
    yield found
    found.close()


def test_nothing_was_said_yet(insights: TeamInsights) -> None:
    assert insights.everything() is None
    assert insights.overview(PERIOD).now.outcomes.questions == 0
    assert insights.overview(PERIOD).before is None


def test_everything_is_from_the_first_day_to_today_as_the_team_counts_days(world: InsightWorld) -> None:
    world.ask(answer(), NOON - timedelta(hours=13, minutes=30))
    world.clock.now = NOON
    in_berlin = TeamInsights(world.facts, Live.__new__(Live), FakeViews(), ZoneInfo("Europe/Berlin"), world.clock)

    assert in_berlin.everything() == Period(date(2026, 11, 9), date(2026, 11, 10), ZoneInfo("Europe/Berlin"))


def test_figures_of_the_period_stand_beside_those_of_the_period_before(
    world: InsightWorld, insights: TeamInsights
) -> None:
    for days in (0, 1, 9, 400):
        world.ask(answer(), NOON - timedelta(days=days))
    world.clock.now = NOON
    found = insights.overview(PERIOD)

    assert found.now.conversed.conversations == 2
    assert found.before is not None
    assert found.before.conversed.conversations == 1
    assert [point.outcomes.answered for point in found.points] == [0, 0, 0, 0, 0, 1, 1]
    assert insights.overview(PERIOD) is found


def test_figures_that_were_prepared_are_there_when_they_are_asked_for(
    world: InsightWorld, insights: TeamInsights
) -> None:
    world.ask(answer(), NOON)
    insights.prepare([PERIOD, last_days(30, NOON)])
    for thread in threading.enumerate():
        if thread.name == "insights-background":
            thread.join(LONG)
    world.ask(answer(), NOON)
    assert insights.overview(PERIOD).now.outcomes.questions == 1
    assert insights.overview(last_days(30, NOON)).now.outcomes.questions == 1


def test_gaps_are_worked_out_in_the_background(world: InsightWorld, insights: TeamInsights) -> None:
    for text in ASKED:
        world.ask(GAP, text=text)

    assert insights.gaps(PERIOD) is None
    gaps = insights.gaps(PERIOD, LONG)
    assert gaps is not None
    assert [gap.customers for gap in gaps.found] == [3]


def test_question_of_a_deleted_conversation_is_shown_no_more(world: InsightWorld, insights: TeamInsights) -> None:
    ids = [world.ask(GAP, text=text, customer=Customer(text))[0] for text in ASKED]
    before = insights.gaps(PERIOD, LONG)
    assert before is not None
    central = before.found[0].question
    (gone,) = [one for one in ids if world.conversations.find(one).number == central.conversation]
    world.conversations.delete(gone)
    after = insights.gaps(PERIOD, LONG)

    assert after is not None
    shown = {one.text for gap in after.found for one in (gap.question, *gap.examples)}
    assert shown == set(ASKED) - {central.text}
    for one in set(ids) - {gone}:
        world.conversations.delete(one)
    last = insights.gaps(PERIOD, LONG)
    assert last is not None
    assert last.found == []
