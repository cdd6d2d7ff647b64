"""Who of the team sends a request: known by the cookie of a session, or by the agents' key."""

from __future__ import annotations

import hmac
import re
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, HTTPException, Request
from fastapi.responses import Response
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from bot.accounts.team import Agent, AgentRole
from bot.api.embedding import is_allowed_origin
from bot.api.services import Services
from bot.api.urls import site_address
from bot.settings import Settings
from corpus.errors import ConfigurationError, ForbiddenError, NotAllowedError

COOKIE = "citedesk_agent"
SIGN_IN_PAGE = "/console/sign-in"
BY_ITSELF = "x-citedesk-background"  # a page loads something that nobody has asked it for
API_AGENT = Agent(0, "", "API", AgentRole.ADMIN)
MIN_KEY_CHARS = 16
_KEY = re.compile(rf"[!-~]{{{MIN_KEY_CHARS},}}")
_READING = frozenset({"GET", "HEAD"})
_bearer = HTTPBearer(auto_error=False, description="CITEDESK_AGENT_KEY")
_cookie = APIKeyCookie(name=COOKIE, auto_error=False, description="of POST /v1/agent/session")
_Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
_Cookie = Annotated[str | None, Depends(_cookie)]


def signed_in(services: Services, role: AgentRole = AgentRole.AGENT, *, renews: bool = True) -> Any:
    """The dependency that gives the Agent who asks, and lets only those of the role in.

    What an open page does by itself `renews` no session: whoever is not there does not stay signed in by it.

    Raises NotAllowedError and ForbiddenError, and here at once ConfigurationError for a key of no use.
    """
    key = agent_key(services.settings)

    def agent_of(request: Request, credentials: _Bearer, token: _Cookie) -> Agent:
        is_by_itself = not renews or BY_ITSELF in request.headers
        return _permitted(_known(services, key, request, credentials, token, renews=not is_by_itself), role)

    return Depends(agent_of)


def page_agent(services: Services, role: AgentRole = AgentRole.AGENT) -> Any:
    """As `signed_in` for pages: whoever is not signed in is led to the page where they can, and then back."""
    agent_key(services.settings)

    def agent_of(request: Request, token: _Cookie) -> Agent:
        agent = services.sessions.agent_of(token) if token else None
        if agent is None:
            raise HTTPException(303, "Sign in first.", {"Location": _sign_in(request), "Cache-Control": "no-store"})
        check_origin(services.settings, request)
        return _permitted(agent, role)

    return Depends(agent_of)


def agent_key(settings: Settings) -> str:
    """The agents' key; empty when there is none. Raises ConfigurationError for one of no use."""
    key = settings.agent_key.get_secret_value()
    # It opens every conversation, and other characters can't be sent in a header.
    if key and not _KEY.fullmatch(key):
        raise ConfigurationError(
            f"CITEDESK_AGENT_KEY has to be {MIN_KEY_CHARS} or more letters, digits and signs of ASCII, without blanks. "
            "Make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'"
        )
    return key


def hand_cookie(response: Response, settings: Settings, request: Request, token: str) -> None:
    """Gives the browser the session's cookie, which no script and no other site can use; the server ends it."""
    is_https = site_address(settings, request).startswith("https://")
    response.set_cookie(COOKIE, token, httponly=True, secure=is_https, samesite="strict", path="/")


def has_bearer(request: Request) -> bool:
    """Whether the request names itself by a key, right or wrong, and so by no cookie.

    Whatever else is authorized may be meant for a proxy: a browser sends its password to everything behind that.
    """
    sent = request.headers.getlist("authorization")
    return any(one.split(" ", 1)[0].lower() == "bearer" for one in sent)


def _known(
    services: Services,
    key: str,
    request: Request,
    credentials: HTTPAuthorizationCredentials | None,
    token: str | None,
    *,
    renews: bool,
) -> Agent:
    # In constant time: how far a wrong key agrees with the right one can't be told from how long it takes.
    if credentials and key and hmac.compare_digest(credentials.credentials.encode(), key.encode()):
        return API_AGENT
    if token and not has_bearer(request) and (agent := services.sessions.agent_of(token, renews=renews)):
        check_origin(services.settings, request)
        return agent
    if credentials or not services.sessions.team.is_empty():
        raise NotAllowedError(
            "Sign in, or send the key of CITEDESK_AGENT_KEY as 'Authorization: Bearer <key>'."
            if key
            else "Sign in first; CITEDESK_AGENT_KEY is not set, so no key opens this."
        )
    raise NotAllowedError(
        "No agent can answer here yet: there is no account, and CITEDESK_AGENT_KEY is not set. Make an account with "
        "'citedesk agent add EMAIL --name NAME --role admin'."
        if not key
        else "Send the key of CITEDESK_AGENT_KEY as 'Authorization: Bearer <key>'."
    )


def _permitted(agent: Agent, role: AgentRole) -> Agent:
    if not agent.may(role):
        raise ForbiddenError(f"This is for agents with the role '{role}'; yours is '{agent.role}'.")
    return agent


def check_origin(settings: Settings, request: Request) -> None:
    """Lets only pages of the server itself change something by a cookie. Raises ForbiddenError.

    SameSite alone would let in the pages of a neighbour below the same domain.
    """
    if request.method in _READING or request.headers.get("sec-fetch-site") == "same-origin":
        return
    origin = ", ".join(request.headers.getlist("origin"))
    if not origin or not is_allowed_origin(origin, site_address(settings, request), ()):
        raise ForbiddenError(
            "With a session's cookie only pages of this server change anything: send the header 'Origin' of this "
            "server, or use the agents' key. If this is the server's own page, set CITEDESK_PUBLIC_URL to its address."
        )


def _sign_in(request: Request) -> str:
    """The sign-in page and what it leads back to, seen from this page: a proxy may serve both below a path."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    wanted = wanted if request.method in _READING else "/console"
    up = "../" * (request.url.path.count("/") - 1)
    return f"{up}{SIGN_IN_PAGE[1:]}?next={quote(f'..{wanted}', safe='')}"
