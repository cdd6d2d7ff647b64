"""/v1/agent: what those who answer see and do, a file for each resource."""

from __future__ import annotations

from fastapi import APIRouter

from bot.api.agents.conversations import agents_router
from bot.api.agents.rules import rules_router
from bot.api.agents.sessions import sessions_router
from bot.api.people import People
from bot.api.services import Services
from bot.api.updates import Updates

__all__ = ["agent_routers"]


def agent_routers(services: Services, people: People, updates: Updates) -> list[APIRouter]:
    """All routers for agents. Raises ConfigurationError for an agents' key of no use."""
    rules = [rules_router(services, services.rules)] if services.rules is not None else []
    return [sessions_router(services), agents_router(services, people, updates), *rules]
