"""/console/sign-in: where agents say who they are."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from bot.api.console.pages import CONSOLE_PATH, render


def sign_in_page() -> APIRouter:
    """The page that every other page of the console leads to until somebody is signed in."""
    router = APIRouter(prefix=CONSOLE_PATH, include_in_schema=False)

    @router.get("/sign-in")
    def sign_in(request: Request, next_page: Annotated[str, Query(alias="next", max_length=2000)] = "") -> Response:
        return render(request, None, "sign-in.html", next=next_page)

    return router
