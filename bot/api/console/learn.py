"""/console/learn: where people accept, correct and drop questions from use; /console/draft: a drafted article."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from bot.api.console.pages import CONSOLE_PATH, ConsoleRoute, render
from bot.api.requests.fields import MAX_INTEGER
from bot.api.services import Services
from bot.api.sign_in import page_agent
from bot.team import Agent


def learn_pages(services: Services) -> APIRouter:
    """The pages; what is on them their scripts ask of the API."""
    router = APIRouter(prefix=CONSOLE_PATH, include_in_schema=False, route_class=ConsoleRoute)
    anybody = page_agent(services)

    @router.get("/learn")
    def learn(request: Request, agent: Agent = anybody) -> Response:
        return render(request, agent, "learn.html")

    @router.get("/draft/{number}")
    def draft(number: Annotated[int, Path(ge=1, le=MAX_INTEGER)], request: Request, agent: Agent = anybody) -> Response:
        return render(request, agent, "draft.html", number=number)

    return router
