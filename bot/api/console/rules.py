"""/console/rules: where admins pin answers, block topics and route them to people."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.accounts.team import Agent, AgentRole
from bot.api.console.pages import CONSOLE_PATH, ConsoleRoute, render
from bot.api.services import Services
from bot.api.sign_in import page_agent


def rules_page(services: Services) -> APIRouter:
    """The page of rules; what stands on it comes from /v1/agent/rules."""
    router = APIRouter(prefix=CONSOLE_PATH, include_in_schema=False, route_class=ConsoleRoute)

    admin = page_agent(services, AgentRole.ADMIN)

    @router.get("/rules")
    def rules(request: Request, agent: Agent = admin) -> Response:
        return render(request, agent, "rules.html")

    return router
