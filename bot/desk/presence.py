"""Who has a conversation open, and who is writing in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.accounts.team import Agent
from bot.conversation import Conversation, Status


@dataclass(frozen=True, slots=True)
class PresentAgent:
    """An agent who has a conversation open."""

    number: int
    name: str
    typing: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """Who has a conversation open right now."""

    customer_online: bool = False
    customer_typing: bool = False
    agents: Sequence[PresentAgent] = ()

    def answering(self, conversation: Conversation) -> bool:
        """Whether the agent who answers the conversation has it open."""
        if conversation.status is not Status.AGENT:
            return False
        if conversation.assignee is not None:
            return any(agent.number == conversation.assignee for agent in self.agents)
        return any(agent.name == conversation.agent for agent in self.agents)

    @property
    def agent_typing(self) -> str | None:
        """The name of an agent who is writing to the customer."""
        return next((agent.name for agent in self.agents if agent.typing), None)


class Presences(Protocol):
    """Who has which conversation open, as all servers together know; whoever says nothing for a while is gone.

    Every method raises StoreError when the database can't be used.
    """

    def agent_is_here(self, number: int, agent: Agent, *, is_typing: bool) -> None:
        """Keeps that the agent has the conversation of this number open. Raises NotFoundError."""
        ...

    def agent_left(self, number: int, agent: Agent) -> None:
        """Keeps that the agent has it open no more."""
        ...

    def customer_is_typing(self, conversation_id: str) -> None:
        """Keeps that the customer is writing. Raises NotFoundError."""
        ...

    def customers_are_here(self, server: str, conversation_ids: Collection[str]) -> None:
        """Keeps that the customers of these conversations have them open at the server of that name."""
        ...

    def customers_left(self, server: str, conversation_ids: Collection[str]) -> None:
        """Keeps that they have them open there no more."""
        ...

    def everywhere(self) -> Mapping[int, Presence]:
        """Who is present in which conversation, by its number; conversations with nobody are left out."""
        ...

    def among(self, conversation_ids: Collection[str]) -> Mapping[str, Presence]:
        """The same of these conversations, by their ids."""
        ...
