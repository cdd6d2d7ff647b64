from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import Customer
from bot.identity import SignedIdentities
from corpus.errors import ConfigurationError, NotAllowedError

SECRET = "0123456789abcdef0123456789abcdef"
NOW = int(time.time())
VALID = {"sub": "u-1", "exp": NOW + 3600}


@pytest.fixture(scope="module")
def identities() -> SignedIdentities:
    return SignedIdentities(SECRET)


def token(claims: dict[str, Any], secret: str = SECRET, algorithm: str = "HS256") -> str:
    return jwt.encode(claims, secret, algorithm=algorithm)


def raw_token(header: bytes, claims: bytes, digest: str = "sha256") -> str:
    """A token of any bytes, rightly signed."""
    signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in (header, claims))
    signature = hmac.new(SECRET.encode(), signed, digest).digest()
    return (signed + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


HEADER = b'{"alg":"HS256","typ":"JWT"}'


def user_hash(user_id: str, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), user_id.encode(), hashlib.sha256).hexdigest()


def test_a_signed_token_names_the_customer(identities: SignedIdentities) -> None:
    everything = VALID | {"name": "Zoë Ångström", "email": "z@example.com", "iat": NOW, "nbf": NOW, "iss": "shop"}

    assert identities.by_token(token(everything)) == Customer("u-1", "Zoë Ångström", "z@example.com")
    assert identities.by_token(token(VALID)) == Customer("u-1")
    assert identities.by_token(token(VALID | {"name": None, "email": ""})) == Customer("u-1")


def test_clocks_may_differ_by_a_minute(identities: SignedIdentities) -> None:
    assert identities.by_token(token({"sub": "u-1", "exp": int(time.time()) - 30})).id == "u-1"
    assert identities.by_token(token(VALID | {"nbf": NOW + 30, "iat": NOW + 30})).id == "u-1"


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ({"sub": "u-1", "exp": NOW - 120}, "has expired"),
        (VALID | {"nbf": NOW + 600}, "is not valid yet"),
        (VALID | {"iat": NOW + 600}, "is not valid yet"),
        (VALID | {"aud": "other"}, "Leave 'aud' out"),
        ({"sub": "u-1"}, "lacks 'exp'"),
        ({"exp": NOW + 600}, "lacks 'sub'"),
        (VALID | {"sub": 5}, "'sub' that is no text"),
        (VALID | {"sub": " "}, "'sub' has to be a text"),
        (VALID | {"sub": "x" * 201}, "'sub' is 201 characters long; at most 200"),
        (VALID | {"sub": "a\x00b"}, "'sub' contains control characters"),
        (VALID | {"name": "x" * 201}, "'name' is 201 characters"),
        (VALID | {"name": ["x"]}, "'name' has to be a text"),
        (VALID | {"name": "x\ud800"}, "'name' contains control characters or halves"),
        (VALID | {"email": "x" * 321}, "'email' is 321 characters"),
        ({"sub": "u-1", "exp": "soon"}, "could not be read"),
    ],
)
def test_a_token_that_is_wrong_is_refused_saying_what_is(
    identities: SignedIdentities, claims: dict[str, Any], message: str
) -> None:
    with pytest.raises(NotAllowedError, match=message):
        identities.by_token(token(claims))


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_only_one_algorithm_is_accepted(identities: SignedIdentities, algorithm: str) -> None:
    with pytest.raises(NotAllowedError, match="HS256, which alone"):
        identities.by_token(token(VALID, algorithm=algorithm))


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "", "RS256", "hs256"])
def test_a_token_that_asks_for_no_signature_is_refused(identities: SignedIdentities, algorithm: str) -> None:
    header = json.dumps({"alg": algorithm, "typ": "JWT"}).encode()
    signed = raw_token(header, json.dumps(VALID).encode())

    for forged in (signed, signed.rpartition(".")[0] + "."):
        with pytest.raises(NotAllowedError):
            identities.by_token(forged)


def test_a_token_signed_with_another_secret_is_refused(identities: SignedIdentities) -> None:
    with pytest.raises(NotAllowedError, match="CITEDESK_IDENTITY_SECRET") as failure:
        identities.by_token(token(VALID, secret=SECRET[::-1]))

    assert SECRET not in str(failure.value)


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "a.b.c",
        "ü.ü.ü",
        "\ud800",
        "." * 4000,
        raw_token(b"[" * 2900, b"{}"),
        raw_token(HEADER, b"[" * 2900),
        raw_token(HEADER, b'{"sub": "u-1", "exp": 1e999}'),
        raw_token(HEADER, b'{"sub": "u-1", "exp": NaN}'),
        raw_token(HEADER, b"[]"),
        raw_token(HEADER, b"\xff"),
        raw_token(b'{"alg":"HS256","b64":false,"crit":["b64"]}', b"{}"),
        raw_token(b'{"alg":["HS256"]}', b"{}"),
    ],
)
def test_odd_tokens_are_refused_and_nothing_more(identities: SignedIdentities, odd: str) -> None:
    with pytest.raises(NotAllowedError):
        identities.by_token(odd)


@given(st.text(max_size=60))
def test_no_text_is_a_token(text: str) -> None:
    with pytest.raises(NotAllowedError):
        SignedIdentities(SECRET).by_token(text)


def test_a_hash_of_the_id_names_the_customer_by_the_id_alone(identities: SignedIdentities) -> None:
    assert identities.by_hash("u-1", user_hash("u-1")) == Customer("u-1")
    assert identities.by_hash("Zoë", user_hash("Zoë").upper()) == Customer("Zoë")


@pytest.mark.parametrize("signature", ["", "0" * 64, user_hash("u-2"), user_hash("u-1", SECRET[::-1]), "ü", "\ud800"])
def test_a_hash_that_does_not_fit_is_refused(identities: SignedIdentities, signature: str) -> None:
    with pytest.raises(NotAllowedError, match="does not fit the user_id"):
        identities.by_hash("u-1", signature)


@pytest.mark.parametrize("user_id", ["", " ", "x" * 201, "a\nb", "\ud800"])
def test_an_id_that_cannot_be_kept_is_refused_even_signed(identities: SignedIdentities, user_id: str) -> None:
    signature = hmac.new(SECRET.encode(), user_id.encode("utf-8", "replace"), "sha256").hexdigest()
    with pytest.raises(NotAllowedError, match="'user_id'"):
        identities.by_hash(user_id, signature)


def test_a_short_secret_is_refused_with_how_to_make_one() -> None:
    with pytest.raises(ConfigurationError, match=r"has 7 characters.*secrets\.token_hex") as failure:
        SignedIdentities("hunter2")

    assert "hunter2" not in str(failure.value)
