"""Who sends a request: the address that is counted, and the customer that is named."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, Request

from bot.api.requests.identity import Identity, SignedToken
from bot.api.services import Services
from bot.conversation import Customer
from corpus.errors import NotAllowedError


def address_of(request: Request) -> str:
    """The address that the request came from; the server has put the customer's in place of a trusted proxy's."""
    return request.client.host if request.client else ""


def counted(services: Services) -> Any:
    """The dependency that counts every request of a router. Raises UsageLimitError when it is too much."""

    def count(request: Request) -> None:
        services.limits.read(address_of(request))

    return Depends(count)


def customer_of(services: Services, identity: Identity) -> Customer:
    """The customer that the site has signed. Raises NotAllowedError."""
    if services.identities is None:
        raise NotAllowedError(
            "This server can't tell who a visitor is: CITEDESK_IDENTITY_SECRET is not set. "
            "Set it to the secret that the site signs with, or send no identity."
        )
    if isinstance(identity, SignedToken):
        return services.identities.by_token(identity.token)
    return services.identities.by_hash(identity.user_id, identity.hash)
