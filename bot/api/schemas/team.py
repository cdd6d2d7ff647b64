"""Accounts as the team sees them."""

from __future__ import annotations

from pydantic import BaseModel

from bot.accounts.team import Agent, AgentRole


class AgentAccount(BaseModel):
    """One who answers; number 0 is whatever program holds the agents' key."""

    number: int
    email: str
    name: str
    role: AgentRole

    @classmethod
    def of(cls, agent: Agent) -> AgentAccount:
        """The account, without anything of its password."""
        return cls(number=agent.number, email=agent.email, name=agent.name, role=agent.role)


class Session(BaseModel):
    """Who is signed in."""

    agent: AgentAccount
