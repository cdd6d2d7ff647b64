"""What every place that keeps accounts and sessions has to do; run on each by a subclass."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.accounts.team import Agent, AgentRole, Team
from corpus.errors import ConflictError, NotFoundError

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOURS, DAYS = timedelta(hours=12), timedelta(days=30)


class TeamContract:
    """The suite; a subclass overrides the fixture `team`."""

    @pytest.fixture
    def team(self) -> Team:
        raise NotImplementedError("override this fixture with the implementation under test")

    def test_account_is_found_by_its_address_and_number(self, team: Team) -> None:
        assert team.is_empty()
        lena = team.add("lena@shop.example", "Lena", AgentRole.ADMIN, "$hash")
        kim = team.add("kim@shop.example", "kim", AgentRole.AGENT, "$other")

        assert (team.find(lena.number), team.agents(), team.is_empty()) == (lena, (kim, lena), False)
        known = team.credentials("lena@shop.example")
        assert known is not None
        assert (known.agent, known.password) == (lena, "$hash")
        assert team.credentials("nobody@shop.example") is None

    def test_address_has_one_account(self, team: Team) -> None:
        team.add("lena@shop.example", "Lena", AgentRole.ADMIN, "$hash")
        with pytest.raises(ConflictError, match=r"'lena@shop\.example' already"):
            team.add("lena@shop.example", "Other", AgentRole.AGENT, "$hash")
        assert len(team.agents()) == 1

    def test_name_and_role_are_changed(self, team: Team) -> None:
        lena = team.add("lena@shop.example", "Lena", AgentRole.AGENT, "$hash")

        assert team.change(lena.number, name="Magda") == Agent(lena.number, lena.email, "Magda", AgentRole.AGENT)
        assert team.change(lena.number, role=AgentRole.ADMIN).role is AgentRole.ADMIN
        with pytest.raises(NotFoundError):
            team.change(lena.number + 1, name="Nobody")

    def test_all_is_changed_at_once_and_a_password_ends_the_sessions(self, team: Team) -> None:
        lena = team.add("lena@shop.example", "Lena", AgentRole.ADMIN, "$hash")
        team.add("kim@shop.example", "Kim", AgentRole.AGENT, "$hash")
        team.start_session(lena.number, "d" * 64, NOW, NOW + HOURS)
        with pytest.raises(ConflictError):
            team.change(lena.number, "Magda", AgentRole.AGENT, "$new")
        known = team.credentials(lena.email)
        assert known is not None
        assert (known.agent, known.password) == (lena, "$hash")
        team.change(lena.number, "Magda")
        assert team.of_session("d" * 64, NOW, HOURS, DAYS) is not None
        team.change(lena.number, password="$new")
        assert team.of_session("d" * 64, NOW, HOURS, DAYS) is None

    def test_last_admin_stays_while_there_are_others(self, team: Team) -> None:
        lena = team.add("lena@shop.example", "Lena", AgentRole.ADMIN, "$hash")
        kim = team.add("kim@shop.example", "Kim", AgentRole.AGENT, "$hash")
        with pytest.raises(ConflictError, match="only admin"):
            team.remove(lena.number)
        with pytest.raises(ConflictError, match="The only admin can't give up that role"):
            team.change(lena.number, role=AgentRole.AGENT)
        team.remove(kim.number)
        team.remove(lena.number)

        assert team.is_empty()

    def test_number_is_never_given_again(self, team: Team) -> None:
        first = team.add("lena@shop.example", "Lena", AgentRole.AGENT, "$hash")
        team.remove(first.number)

        assert team.add("lena@shop.example", "Lena", AgentRole.AGENT, "$hash").number > first.number

    def test_session_lasts_while_it_is_used_but_not_for_ever(self, team: Team) -> None:
        lena = team.add("lena@shop.example", "Lena", AgentRole.AGENT, "$hash")
        team.start_session(lena.number, "d" * 64, NOW, NOW + HOURS)

        assert team.of_session("e" * 64, NOW, HOURS, DAYS) is None
        now = NOW
        while team.of_session("d" * 64, now, HOURS, DAYS) == lena:
            now += timedelta(hours=11)
        assert timedelta(days=30) <= now - NOW < timedelta(days=31)

    def test_session_that_is_not_used_ends(self, team: Team) -> None:
        lena = team.add("lena@shop.example", "Lena", AgentRole.AGENT, "$hash")
        team.start_session(lena.number, "d" * 64, NOW, NOW + HOURS)

        assert team.of_session("d" * 64, NOW + HOURS - timedelta(seconds=1), HOURS, DAYS) == lena
        assert team.of_session("d" * 64, NOW + 2 * HOURS, HOURS, DAYS) is None
        assert set(team.alive(["d" * 64, "e" * 64], NOW + HOURS - timedelta(seconds=1))) == {"d" * 64}
        assert not team.alive(["d" * 64], NOW + 2 * HOURS)
        assert not team.alive([], NOW)

    def test_session_that_is_only_asked_for_lasts_no_longer(self, team: Team) -> None:
        lena = team.add("lena@shop.example", "Lena", AgentRole.AGENT, "$hash")
        team.start_session(lena.number, "d" * 64, NOW, NOW + HOURS)

        assert team.of_session("d" * 64, NOW + HOURS / 2, HOURS, DAYS, renews=False) == lena
        assert team.of_session("d" * 64, NOW + HOURS, HOURS, DAYS, renews=False) is None

    def test_session_ends_by_signing_out_a_new_password_or_removal(self, team: Team) -> None:
        lena = team.add("lena@shop.example", "Lena", AgentRole.AGENT, "$hash")
        kim = team.add("kim@shop.example", "Kim", AgentRole.AGENT, "$hash")
        for agent, digest in ((lena, "a" * 64), (lena, "b" * 64), (kim, "c" * 64)):
            team.start_session(agent.number, digest, NOW, NOW + HOURS)
        team.end_session("a" * 64)
        assert team.of_session("a" * 64, NOW, HOURS, DAYS) is None
        team.set_password(lena.number, "$same", ends_sessions=False)
        assert team.of_session("b" * 64, NOW, HOURS, DAYS) == lena
        team.set_password(lena.number, "$new")
        assert team.of_session("b" * 64, NOW, HOURS, DAYS) is None
        team.remove(kim.number)
        assert team.of_session("c" * 64, NOW, HOURS, DAYS) is None
