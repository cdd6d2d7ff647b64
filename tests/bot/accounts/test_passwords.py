from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from bot.accounts.passwords import MAX_CHARS, Passwords
from corpus.errors import UnacceptablePasswordError

GOOD = "correct horse battery"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(QUICK)


def test_password_is_known_again_by_its_hash_alone(passwords: Passwords) -> None:
    known = passwords.hashed(GOOD, "lena@shop.example")

    assert known.startswith("$argon2id$")
    assert GOOD not in known
    assert passwords.is_right(GOOD, known)
    assert not passwords.is_right(GOOD + "!", known)
    assert not passwords.is_right(GOOD, "what somebody put into the database")


@pytest.mark.parametrize(
    "password", ["ninechars", "Lena.Kowalska@Shop.example", "lena.kowalska", "abababababab", "x" * (MAX_CHARS + 1)]
)
def test_password_that_could_be_guessed_is_refused(passwords: Passwords, password: str) -> None:
    with pytest.raises(UnacceptablePasswordError):
        passwords.hashed(password, "lena.kowalska@shop.example")


def test_wrong_password_takes_as_long_without_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            verified.append(str(hash))
            return super().verify(hash, password)

    passwords = Passwords(Counting(time_cost=1, memory_cost=8, parallelism=1))

    assert not passwords.is_right(GOOD, None)
    assert not passwords.is_right("the password of nobody", None)
    assert [known.split(",p=")[0] for known in verified] == ["$argon2id$v=19$m=8,t=1"] * 2


def test_hash_of_weaker_parameters_is_outdated(passwords: Passwords) -> None:
    known = passwords.hashed(GOOD, "")

    assert not passwords.is_outdated(known)
    assert Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)).is_outdated(known)
