"""Those who answer customers: their accounts, what each may do, and where accounts and sessions are kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

EMAIL_PATTERN = r"[^\s@]+@[^\s@]+"
MAX_EMAIL_CHARS = 254
MAX_NAME_CHARS = 80


class AgentRole(StrEnum):
    """What an agent may do: everything about conversations, or the team, its rules and what is learned as well."""

    AGENT = "agent"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Agent:
    """One who answers; `name` is what customers see. Number 0 is whatever program holds the agents' key."""

    number: int
    email: str
    name: str
    role: AgentRole

    def may(self, role: AgentRole) -> bool:
        """Whether the agent may do what is for those of the role."""
        return role is AgentRole.AGENT or self.role is AgentRole.ADMIN


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account with the hash of its password."""

    agent: Agent
    password: str


def folded_email(email: str) -> str:
    """The address as accounts are found by: without blanks around it and in lower case."""
    return email.strip().lower()


class Team(Protocol):
    """Where accounts and sessions are kept; neither a password nor a session's token ever is, only what checks them.

    E-mail addresses come in lower case. Every method raises StoreError when the database can't be used.
    """

    def agents(self) -> Sequence[Agent]:
        """All accounts, by name."""
        ...

    def find(self, number: int) -> Agent:
        """The account of this number. Raises NotFoundError."""
        ...

    def is_empty(self) -> bool:
        """Whether there is no account at all."""
        ...

    def credentials(self, email: str) -> Credentials | None:
        """The account of this address; None where there is none."""
        ...

    def add(self, email: str, name: str, role: AgentRole, password: str) -> Agent:
        """The new account; `password` is its hash. Raises ConflictError when the address has one already."""
        ...

    def change(
        self, number: int, name: str | None = None, role: AgentRole | None = None, password: str | None = None
    ) -> Agent:
        """The account with all that is given changed, or nothing of it; `password` is a hash, and ends its sessions.

        Raises NotFoundError, ConflictError when no admin would be left.
        """
        ...

    def set_password(self, number: int, password: str, *, ends_sessions: bool = True) -> None:
        """Keeps the hash of a password, and ends all sessions of before. Raises NotFoundError."""
        ...

    def remove(self, number: int) -> None:
        """Forgets the account and ends its sessions; its conversations are assigned to nobody from now on.

        The customers whom it answers wait for another agent, as `Conversations.pass_on` has it.

        Raises NotFoundError, ConflictError when no admin would be left.
        """
        ...

    def start_session(self, number: int, digest: str, now: datetime, expires_at: datetime) -> None:
        """Keeps a session of the account, and forgets those of anybody that have expired."""
        ...

    def alive(self, digests: Collection[str], now: datetime) -> Collection[str]:
        """Those of the sessions that have not ended; they last no longer by this."""
        ...

    def of_session(
        self, digest: str, now: datetime, lasting: timedelta, at_most: timedelta, *, renews: bool = True
    ) -> Agent | None:
        """Whose session it is; None when there is none or it has expired.

        If that `renews` it, it lasts that long again from now on, but not longer than `at_most` from its start.
        """
        ...

    def end_session(self, digest: str) -> None:
        """Ends the session, if there is one."""
        ...
