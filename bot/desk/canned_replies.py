"""Replies that the team keeps ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A reply kept ready; `shortcut` is what an agent types to get it."""

    number: int
    title: str
    shortcut: str | None
    text: str


class CannedReplies(Protocol):
    """The replies that the team keeps ready. Every method raises StoreError when the database can't be used."""

    def all(self) -> Sequence[CannedReply]:
        """All of them, by title."""
        ...

    def save(self, reply: CannedReply) -> CannedReply:
        """The reply as stored: a new one for the number 0, else in place of the one of its number.

        Raises NotFoundError, ConflictError when another one has its shortcut.
        """
        ...

    def remove(self, number: int) -> None:
        """Forgets the reply. Raises NotFoundError."""
        ...
