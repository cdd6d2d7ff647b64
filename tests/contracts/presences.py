"""What every place that keeps who is present in a conversation has to do; run on each by a subclass."""

from __future__ import annotations

import pytest

from bot.accounts.team import Agent
from bot.conversation import Conversations
from bot.desk import Desk, PresentAgent
from corpus.errors import NotFoundError
from tests.contracts.desk import Clock, DeskContract


class PresencesContract(DeskContract):
    def test_agents_are_present_until_they_leave_or_say_nothing(
        self, conversations: Conversations, desk: Desk, clock: Clock, lena: Agent, kim: Agent
    ) -> None:
        of = conversations.start()
        desk.presences.agent_is_here(of.number, lena, is_typing=False)
        desk.presences.agent_is_here(of.number, kim, is_typing=True)
        here = desk.presences.everywhere()[of.number]
        assert here.agents == (PresentAgent(kim.number, "Kim", True), PresentAgent(lena.number, "Lena", False))
        assert here.agent_typing == "Kim"
        clock.wait(6)
        assert desk.presences.everywhere()[of.number].agent_typing is None
        desk.presences.agent_left(of.number, kim)
        assert desk.presences.among([of.id])[of.id].agents == (PresentAgent(lena.number, "Lena", False),)
        clock.wait(20)
        assert desk.presences.everywhere() == desk.presences.among([of.id, "x"]) == {}
        with pytest.raises(NotFoundError):
            desk.presences.agent_is_here(of.number + 1, lena, is_typing=False)

    def test_customer_is_online_while_any_server_says_so(
        self, conversations: Conversations, desk: Desk, clock: Clock
    ) -> None:
        of, other = conversations.start(), conversations.start()
        desk.presences.customers_are_here("a", [of.id, other.id, "no-such-conversation"])
        desk.presences.customers_are_here("b", [of.id])
        desk.presences.customers_left("a", [of.id, other.id])
        assert set(desk.presences.everywhere()) == {of.number}
        assert desk.presences.everywhere()[of.number].customer_online
        clock.wait(26)
        assert desk.presences.everywhere() == {}

    def test_customer_who_types_is_there(self, conversations: Conversations, desk: Desk, clock: Clock) -> None:
        of = conversations.start()
        desk.presences.customer_is_typing(of.id)
        here = desk.presences.everywhere()[of.number]
        assert (here.customer_online, here.customer_typing, here.agents) == (True, True, ())
        clock.wait(6)
        assert not desk.presences.everywhere()[of.number].customer_typing
        with pytest.raises(NotFoundError):
            desk.presences.customer_is_typing("no-such-conversation")

    def test_presence_goes_with_the_conversation(self, conversations: Conversations, desk: Desk, lena: Agent) -> None:
        of = conversations.start()
        desk.presences.agent_is_here(of.number, lena, is_typing=True)
        desk.presences.customers_are_here("a", [of.id])
        conversations.delete(of.id)
        assert desk.presences.everywhere() == {}

    def test_it_is_known_whether_the_one_who_answers_is_there(
        self, conversations: Conversations, desk: Desk, lena: Agent, kim: Agent
    ) -> None:
        of = conversations.start()
        conversations.say(of.id, lena.name, "Hello!", account=lena.number)
        desk.presences.agent_is_here(of.number, kim, is_typing=False)
        assert not desk.presences.everywhere()[of.number].answering(conversations.find(of.id))
        desk.presences.agent_is_here(of.number, lena, is_typing=False)
        assert desk.presences.everywhere()[of.number].answering(conversations.find(of.id))
