"""/v1/agent/conversations/{number}/notes: what agents write for one another."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from bot.accounts.team import Agent, AgentRole
from bot.api.agents.writers import writer_of
from bot.api.desk_updates import DeskUpdates
from bot.api.errors import documented
from bot.api.requests.agents import NoteText
from bot.api.requests.fields import MAX_INTEGER, ConversationNumber
from bot.api.schemas.agents import AgentNote
from bot.api.services import Services
from bot.api.sign_in import signed_in

NoteId = Annotated[int, Path(ge=1, le=MAX_INTEGER)]


def notes_router(services: Services, desk_updates: DeskUpdates) -> APIRouter:
    """The routes for notes, which no customer ever sees."""
    router = APIRouter(prefix="/v1/agent/conversations", tags=["agents"])
    whoever = signed_in(services)
    notes = services.desk.notes

    @router.post(
        "/{number}/notes",
        summary="Write a note",
        status_code=201,
        responses=documented(400, 401, 403, 404, 413, 422, 500, 503),
    )
    def write_note(number: ConversationNumber, body: NoteText, agent: Agent = whoever) -> AgentNote:
        """Keeps a note about the conversation, for agents alone."""
        note = notes.add(number, writer_of(agent, body.author), body.text)
        desk_updates.changed()
        return AgentNote.of(note, agent.number)

    @router.delete(
        "/{number}/notes/{note}",
        summary="Delete a note",
        status_code=204,
        responses=documented(401, 403, 404, 422, 500, 503),
    )
    def delete_note(number: ConversationNumber, note: NoteId, agent: Agent = whoever) -> None:
        """Deletes one's own note; admins delete anybody's."""
        notes.remove(number, note, None if agent.may(AgentRole.ADMIN) else agent.number)
        desk_updates.changed()

    return router
