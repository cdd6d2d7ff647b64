"""/v1/agent/team: the accounts of those who answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from bot.accounts.team import AgentRole
from bot.api.errors import documented
from bot.api.requests.fields import MAX_INTEGER
from bot.api.requests.team import AgentChange, NewAgent
from bot.api.schemas.team import AgentAccount
from bot.api.services import Services
from bot.api.sign_in import signed_in

AccountNumber = Annotated[int, Path(ge=1, le=MAX_INTEGER)]


def team_router(services: Services) -> APIRouter:
    """The routes for accounts: every agent sees whom a conversation can be given to, admins change them."""
    router = APIRouter(prefix="/v1/agent/team", tags=["agents"])
    whoever, admin = signed_in(services), signed_in(services, AgentRole.ADMIN)
    sessions, team = services.sessions, services.sessions.team

    @router.get("", summary="List the team", responses=documented(401, 500, 503), dependencies=[whoever])
    def list_team() -> list[AgentAccount]:
        """Lists all accounts by name."""
        return [AgentAccount.of(agent) for agent in team.agents()]

    @router.post(
        "",
        summary="Add an account",
        status_code=201,
        responses=documented(400, 401, 403, 409, 413, 422, 500, 503),
        dependencies=[admin],
    )
    def add_agent(body: NewAgent) -> AgentAccount:
        """Makes an account with a first password, which its owner should change."""
        return AgentAccount.of(sessions.add_agent(body.email, body.name, body.role, body.password))

    @router.patch(
        "/{number}",
        summary="Change an account",
        responses=documented(400, 401, 403, 404, 409, 413, 422, 500, 503),
        dependencies=[admin],
    )
    def change_agent(number: AccountNumber, body: AgentChange) -> AgentAccount:
        """Changes name, role or password; a new password signs the account out everywhere."""
        return AgentAccount.of(sessions.change_agent(number, body.name, body.role, body.password))

    @router.delete(
        "/{number}",
        summary="Remove an account",
        status_code=204,
        responses=documented(401, 403, 404, 409, 422, 500, 503),
        dependencies=[admin],
    )
    def remove_agent(number: AccountNumber) -> None:
        """Removes the account and signs it out; what it wrote stays, and whom it answers waits for another agent."""
        team.remove(number)

    return router
