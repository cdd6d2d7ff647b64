"""/console/learn: where people accept, correct and drop questions from use."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.accounts.team import Agent
from bot.api.console.pages import CONSOLE_PATH, ConsoleRoute, render
from bot.api.services import Services
from bot.api.sign_in import page_agent


def learn_pages(services: Services) -> APIRouter:
    """The page; what is on it its script asks of the API."""
    router = APIRouter(prefix=CONSOLE_PATH, include_in_schema=False, route_class=ConsoleRoute)
    anybody = page_agent(services)

    @router.get("/learn")
    def learn(request: Request, agent: Agent = anybody) -> Response:
        return render(request, agent, "learn.html")

    return router
