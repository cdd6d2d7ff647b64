"""/console: the conversations, live, and what agents answer with."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.accounts.team import Agent, AgentRole
from bot.api.console.pages import CONSOLE_PATH, ConsoleRoute, render
from bot.api.services import Services
from bot.api.sign_in import page_agent


def inbox_pages(services: Services) -> APIRouter:
    """The inbox, the canned replies and, for admins, the accounts; what is on them their scripts ask of the API."""
    router = APIRouter(prefix=CONSOLE_PATH, include_in_schema=False, route_class=ConsoleRoute)

    anybody, admin = page_agent(services), page_agent(services, AgentRole.ADMIN)

    @router.get("")
    def inbox(request: Request, agent: Agent = anybody) -> Response:
        return render(request, agent, "inbox.html")

    @router.get("/replies")
    def replies(request: Request, agent: Agent = anybody) -> Response:
        return render(request, agent, "replies.html")

    @router.get("/team")
    def team(request: Request, agent: Agent = admin) -> Response:
        return render(request, agent, "team.html")

    return router
