"""/healthz and /readyz: for whatever watches the process."""

from __future__ import annotations

from fastapi import APIRouter

from bot.api.errors import documented
from bot.api.schemas.health import Alive, Ready
from bot.api.services import Services

_NONE = ("none",)  # an id that no conversation has: to look for it is the least that touches the database


def health_router(services: Services) -> APIRouter:
    """The routes for probes."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz", summary="Whether the process is alive")
    async def healthz() -> Alive:
        """Answers as long as the process runs, whether or not there is an index."""
        return Alive(status="ok")

    @router.get("/readyz", summary="Whether questions can be answered", responses=documented(500, 503))
    def readyz() -> Ready:
        """Names the release that is live; 503 with the reason when none is, or when the database can't be used."""
        release = services.live.current().release
        services.conversations.versions(_NONE)  # raises StoreError
        return Ready(status="ready", release=release)

    return router
