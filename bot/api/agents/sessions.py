"""/v1/agent/session: signing in and out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.accounts.team import Agent, folded_email
from bot.api.callers import address_of
from bot.api.errors import documented
from bot.api.requests.team import PasswordChange, SignIn
from bot.api.schemas.team import AgentAccount, Session
from bot.api.services import Services
from bot.api.sign_in import COOKIE, check_origin, hand_cookie, signed_in
from corpus.errors import ForbiddenError


def sessions_router(services: Services) -> APIRouter:
    """The routes for signing in and out."""
    router = APIRouter(prefix="/v1/agent/session", tags=["agents"])
    whoever = signed_in(services)

    @router.post("", summary="Sign in", responses=documented(400, 401, 413, 422, 429, 500, 503))
    def sign_in(body: SignIn, request: Request, response: Response) -> Session:
        """Starts a session, whose cookie goes with all further requests; attempts are limited."""
        whence, email = address_of(request), folded_email(body.email)
        services.limits.sign_in(whence, email)
        agent, token = services.sessions.sign_in(email, body.password)
        services.limits.signed_in(whence, email)
        hand_cookie(response, services.settings, request, token)
        return Session(agent=AgentAccount.of(agent))

    @router.get("", summary="Say who is signed in", responses=documented(401, 500, 503))
    def current_session(agent: Agent = whoever) -> Session:
        """Gives the account whose session it is."""
        return Session(agent=AgentAccount.of(agent))

    @router.put(
        "/password", summary="Change one's password", responses=documented(400, 401, 403, 413, 422, 429, 500, 503)
    )
    def change_password(body: PasswordChange, request: Request, response: Response, agent: Agent = whoever) -> Session:
        """Takes a new password from who knows the current one, and signs the account out everywhere else."""
        if not agent.email:
            raise ForbiddenError("The key of the API has no password; sign in with an account to change its own.")
        whence = address_of(request)
        services.limits.sign_in(whence, agent.email)
        token = services.sessions.change_password(agent, body.current, body.password)
        services.limits.signed_in(whence, agent.email)
        hand_cookie(response, services.settings, request, token)
        return Session(agent=AgentAccount.of(agent))

    @router.delete("", summary="Sign out", status_code=204, responses=documented(403, 500, 503))
    def sign_out(request: Request, response: Response) -> None:
        """Ends the session, if there is one."""
        if token := request.cookies.get(COOKIE):
            check_origin(services.settings, request)
            services.sessions.sign_out(token)
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")

    return router
