"""Passwords: what makes a good one, and how it is checked without being kept."""

from __future__ import annotations

from functools import cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from corpus.errors import UnacceptablePasswordError

MIN_CHARS = 10
MAX_CHARS = 1000
# Each takes 64 MB and a tenth of a second of every core: no crowd at the door may take the machine's memory.
AT_ONCE = 2


class Passwords:
    """Hashes passwords with argon2id, and checks them in the same time whether or not there is an account."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._places = BoundedSemaphore(AT_ONCE)

    def hashed(self, password: str, email: str) -> str:
        """The hash by which the password is known again. Raises UnacceptablePasswordError for one easily guessed."""
        check_strength(password, email)
        with self._places:
            return self._hasher.hash(_bytes(password))

    def is_right(self, password: str, known: str | None) -> bool:
        """Whether the password is the one of the hash; never without a hash, for which it takes as long."""
        with self._places:
            nobodys = self._nobodys
            try:
                self._hasher.verify(known or nobodys, _bytes(password[:MAX_CHARS]))
            except (VerificationError, InvalidHashError):
                return False
        return known is not None and len(password) <= MAX_CHARS

    def is_outdated(self, known: str) -> bool:
        """Whether the hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(known)

    def rehashed(self, password: str) -> str:
        """The hash of a password that was right, made with today's parameters."""
        with self._places:
            return self._hasher.hash(_bytes(password))

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("the password of nobody")


def check_strength(password: str, email: str) -> None:
    """Lets only such a password pass as is not guessed at once. Raises UnacceptablePasswordError."""
    if len(password) < MIN_CHARS:
        raise UnacceptablePasswordError(f"The password is too short; take at least {MIN_CHARS} characters.")
    if len(password) > MAX_CHARS:
        raise UnacceptablePasswordError(f"The password is too long; take at most {MAX_CHARS} characters.")
    if len(set(password)) < MIN_CHARS // 2:
        raise UnacceptablePasswordError("The password repeats a few characters; take more different ones.")
    if password.casefold() in (email.casefold(), email.casefold().partition("@")[0]):
        raise UnacceptablePasswordError("The password is the e-mail address; take another one.")


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
