"""In whose name an agent's request is made: the one who is signed in, or whom the holder of the key names."""

from __future__ import annotations

from fastapi.exceptions import RequestValidationError

from bot.accounts.team import Agent


def account_of(agent: Agent) -> int | None:
    """The number of the agent's account; None for a program with the key, which has none."""
    return agent.number or None


def writer_of(agent: Agent, author: str | None, *, is_needed: bool = True) -> Agent:
    """The agent under the name that customers see. Raises RequestValidationError."""
    if account_of(agent) is not None:
        if author is not None:
            raise _wrong("author", "is for the agents' key; whoever is signed in writes under their own name")
        return agent
    if author is None and is_needed:
        raise _wrong("author", "Field required: the name customers see")
    return Agent(agent.number, agent.email, author or agent.name, agent.role)


def _wrong(field: str, why: str) -> RequestValidationError:
    return RequestValidationError([{"type": "author", "loc": ("body", field), "msg": why}])
