"""/v1/agent: what those who answer see and do, a file for each resource."""

from __future__ import annotations

from fastapi import APIRouter

from bot.api.agents.answering import answering_router
from bot.api.agents.articles import picker_router
from bot.api.agents.candidates import candidates_router
from bot.api.agents.events import desk_events_router
from bot.api.agents.inbox import inbox_router
from bot.api.agents.notes import notes_router
from bot.api.agents.presence import presence_router
from bot.api.agents.replies import replies_router
from bot.api.agents.rules import rules_router
from bot.api.agents.sessions import sessions_router
from bot.api.agents.team import team_router
from bot.api.caching import NEVER_CACHED
from bot.api.desk_updates import DeskUpdates
from bot.api.people import People
from bot.api.services import Services
from bot.api.updates import Updates

__all__ = ["agents_router"]


def agents_router(services: Services, people: People, updates: Updates, desk_updates: DeskUpdates) -> APIRouter:
    """All routes for agents. Raises ConfigurationError for an agents' key of no use."""
    router = APIRouter(dependencies=[NEVER_CACHED])
    rules = [rules_router(services, services.rules)] if services.rules is not None else []
    learning = [candidates_router(services, services.learning)] if services.learning is not None else []
    for part in (
        sessions_router(services),
        desk_events_router(services, desk_updates),
        inbox_router(services, people),
        answering_router(services, people, updates),
        notes_router(services, desk_updates),
        presence_router(services, updates),
        replies_router(services),
        picker_router(services),
        team_router(services),
        *rules,
        *learning,
    ):
        router.include_router(part)
    return router
