"""Signing in and out, and whose session a request belongs to."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.accounts.passwords import Passwords
from bot.accounts.team import Agent, AgentRole, Team, folded_email
from bot.clock import now_utc
from corpus.errors import ForbiddenError, NotAllowedError

LONGEST = timedelta(days=30)
NO_ACCOUNT = (
    "Nobody can sign in here yet: there is no account. Make the first on the server with "
    "'citedesk agent add EMAIL --name NAME --role admin'."
)
WRONG = "The e-mail address or the password is wrong."


class Ending(StrEnum):
    """Why a session has ended."""

    SIGNED_OUT = "signed_out"  # by its agent, by a new password, or because it had lasted long enough
    REMOVED = "removed"  # the account is no more


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of the team, each known by a token that only its browser has."""

    team: Team
    lasting: timedelta
    clock: Callable[[], datetime] = now_utc
    passwords: Passwords = field(default_factory=Passwords)

    def sign_in(self, email: str, password: str) -> tuple[Agent, str]:
        """The agent and the token of a new session. Raises NotAllowedError.

        It takes as long and says the same whether the address or the password is wrong.
        """
        known = self.team.credentials(folded_email(email))
        if not self.passwords.is_right(password, known.password if known else None):
            raise NotAllowedError(NO_ACCOUNT if known is None and self.team.is_empty() else WRONG)
        if known is None:
            raise NotAllowedError(WRONG)
        agent = known.agent
        if self.passwords.is_outdated(known.password):
            self.team.set_password(agent.number, self.passwords.rehashed(password), ends_sessions=False)
        return agent, self._started(agent)

    def agent_of(self, token: str, *, renews: bool = True) -> Agent | None:
        """Whose session it is, which lasts longer by it unless it `renews` nothing; None when it has ended."""
        return self.team.of_session(digest(token), self.clock(), self.lasting, LONGEST, renews=renews)

    def endings(self, accounts: Mapping[str, int]) -> Mapping[str, Ending]:
        """By its digest, why each session has ended that has; `accounts` says whose each of them is."""
        ended = accounts.keys() - self.team.alive(accounts, self.clock())
        if not ended:
            return {}
        there = {agent.number for agent in self.team.agents()}
        return {one: Ending.SIGNED_OUT if accounts[one] in there else Ending.REMOVED for one in ended}

    def sign_out(self, token: str) -> None:
        """Ends the session, if there is one."""
        self.team.end_session(digest(token))

    def add_agent(self, email: str, name: str, role: AgentRole, password: str) -> Agent:
        """The new account. Raises UnacceptablePasswordError, ConflictError when the address has one already."""
        address = folded_email(email)
        return self.team.add(address, name.strip(), role, self.passwords.hashed(password, address))

    def change_agent(
        self, number: int, name: str | None = None, role: AgentRole | None = None, password: str | None = None
    ) -> Agent:
        """The account with all that is given changed, or nothing of it; a new password ends its sessions.

        Raises UnacceptablePasswordError, NotFoundError, ConflictError when no admin would be left.
        """
        hashed = None if password is None else self.passwords.hashed(password, self.team.find(number).email)
        return self.team.change(number, name, role, hashed)

    def change_password(self, agent: Agent, current: str, password: str) -> str:
        """The token of a new session; all others of the agent end with the old password.

        Raises ForbiddenError when `current` is not that password, UnacceptablePasswordError.
        """
        known = self.team.credentials(agent.email)
        if not self.passwords.is_right(current, known.password if known else None):
            raise ForbiddenError("The current password is wrong.")
        self.set_password(agent.number, password)
        return self._started(agent)

    def set_password(self, number: int, password: str) -> None:
        """Gives the account another password, which ends its sessions. Raises UnacceptablePasswordError."""
        self.team.set_password(number, self.passwords.hashed(password, self.team.find(number).email))

    def _started(self, agent: Agent) -> str:
        now, token = self.clock(), secrets.token_urlsafe(32)
        self.team.start_session(agent.number, digest(token), now, now + self.lasting)
        return token


def digest(token: str) -> str:
    """What is stored of a token, by which it is known again but can't be guessed: it is long and random itself."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
