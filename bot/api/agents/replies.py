"""/v1/agent/replies: replies kept ready."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from bot.api.errors import documented
from bot.api.requests.agents import ReplyText
from bot.api.requests.fields import MAX_INTEGER
from bot.api.schemas.agents import ReadyReply
from bot.api.services import Services
from bot.api.sign_in import signed_in
from bot.desk import CannedReply

ReplyId = Annotated[int, Path(ge=1, le=MAX_INTEGER)]


def replies_router(services: Services) -> APIRouter:
    """The routes for replies that every agent uses and any may change."""
    router = APIRouter(prefix="/v1/agent/replies", tags=["agents"], dependencies=[signed_in(services)])
    replies = services.desk.replies

    @router.get("", summary="List replies kept ready", responses=documented(401, 500, 503))
    def list_replies() -> list[ReadyReply]:
        """Lists all replies by title."""
        return [ReadyReply.of(reply) for reply in replies.all()]

    @router.post(
        "",
        summary="Keep a reply ready",
        status_code=201,
        responses=documented(400, 401, 403, 409, 413, 422, 500, 503),
    )
    def add_reply(body: ReplyText) -> ReadyReply:
        """Keeps a reply under its title and shortcut."""
        return ReadyReply.of(replies.save(CannedReply(0, body.title, body.shortcut, body.text)))

    @router.put(
        "/{reply_id}",
        summary="Change a reply kept ready",
        responses=documented(400, 401, 403, 404, 409, 413, 422, 500, 503),
    )
    def change_reply(reply_id: ReplyId, body: ReplyText) -> ReadyReply:
        """Puts another reply in place of this one."""
        return ReadyReply.of(replies.save(CannedReply(reply_id, body.title, body.shortcut, body.text)))

    @router.delete(
        "/{reply_id}",
        summary="Remove a reply kept ready",
        status_code=204,
        responses=documented(401, 403, 404, 422, 500, 503),
    )
    def remove_reply(reply_id: ReplyId) -> None:
        """Forgets the reply."""
        replies.remove(reply_id)

    return router
