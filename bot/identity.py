"""Who a visitor is, by what the site that embeds the chat has signed."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Any

import jwt
from jwt.exceptions import InvalidSubjectError

from bot.conversation import Customer
from corpus.errors import ConfigurationError, NotAllowedError

MIN_SECRET_CHARS = 32
MAX_ID_CHARS = 200
MAX_NAME_CHARS = 200
MAX_EMAIL_CHARS = 320
LEEWAY_SECONDS = 60
ALGORITHM = "HS256"
_UNSTORABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# The first class that fits tells why; what is wrong with a signature is never said nearer than that it does not fit.
_REASONS: Mapping[type[Exception], str] = {
    jwt.ExpiredSignatureError: "has expired ('exp' is past). Sign a new one for every page",
    jwt.ImmatureSignatureError: "is not valid yet ('nbf' or 'iat' is ahead). Set the clock of the server that signs it",
    jwt.InvalidAlgorithmError: f"is not signed with {ALGORITHM}, which alone is accepted",
    jwt.InvalidSignatureError: "does not have the right signature. Sign it with the value of CITEDESK_IDENTITY_SECRET",
    jwt.InvalidAudienceError: "is meant for others. Leave 'aud' out",
    InvalidSubjectError: "has a 'sub' that is no text. Write the visitor's id as a string",
}
_UNREADABLE = "could not be read. Send a JWT as it was signed, with numbers as 'exp', 'nbf' and 'iat'"


class SignedIdentities:
    """Accepts what was signed with the secret. Raises ConfigurationError for a secret that could be guessed."""

    def __init__(self, secret: str) -> None:
        if len(secret) < MIN_SECRET_CHARS:
            raise ConfigurationError(
                f"CITEDESK_IDENTITY_SECRET has {len(secret)} characters; at least {MIN_SECRET_CHARS} are needed. "
                "Make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'"
            )
        self._secret = secret.encode()

    def by_token(self, token: str) -> Customer:
        """The customer that a JWT names: `sub` is the id; `exp` must be there, `name` and `email` may."""
        try:
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                options={"require": ["sub", "exp"]},
                leeway=LEEWAY_SECONDS,
            )
        except jwt.MissingRequiredClaimError as error:
            raise NotAllowedError(f"The identity token lacks '{error.claim}'.") from error
        # Beside its own errors the library lets through what is odd enough: nesting, infinite numbers, half characters.
        except (jwt.PyJWTError, ValueError, OverflowError, RecursionError) as error:
            why = next((_REASONS[ancestor] for ancestor in type(error).__mro__ if ancestor in _REASONS), _UNREADABLE)
            raise NotAllowedError(f"The identity token {why}.") from error
        return Customer(
            _checked("sub", claims["sub"], MAX_ID_CHARS),
            _optional(claims, "name", MAX_NAME_CHARS),
            _optional(claims, "email", MAX_EMAIL_CHARS),
        )

    def by_hash(self, user_id: str, signature: str) -> Customer:
        """The customer of that id, whose HMAC-SHA256 in hexadecimal is the signature; nothing else is signed by it."""
        customer_id = _checked("user_id", user_id, MAX_ID_CHARS)
        expected = hmac.new(self._secret, customer_id.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected.encode(), signature.lower().encode("utf-8", "replace")):
            raise NotAllowedError(
                "The identity hash does not fit the user_id. Send the HMAC-SHA256 of the user_id in UTF-8, in "
                "hexadecimal, with the value of CITEDESK_IDENTITY_SECRET as its key."
            )
        return Customer(customer_id)


def _optional(claims: Mapping[str, Any], name: str, max_chars: int) -> str | None:
    value = claims.get(name)
    return None if value in (None, "") else _checked(name, value, max_chars)


def _checked(name: str, value: object, max_chars: int) -> str:
    """The text as it came, if it can be stored."""
    if not isinstance(value, str) or not value.strip():
        raise NotAllowedError(f"The identity's '{name}' has to be a text that is not empty.")
    if len(value) > max_chars:
        raise NotAllowedError(
            f"The identity's '{name}' is {len(value):,} characters long; at most {max_chars} are allowed."
        )
    if _UNSTORABLE.search(value):
        raise NotAllowedError(f"The identity's '{name}' contains control characters or halves of characters.")
    return value
