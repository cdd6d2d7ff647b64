"""The helpdesks and programs that the settings name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.helpdesks.signatures import Signatures
from bot.outbox import Deliveries
from bot.ports import HelpdeskConversations
from bot.settings import Settings
from corpus.errors import ConfigurationError

MIN_SECRET_CHARS = 16


@dataclass(frozen=True, slots=True)
class Helpdesks:
    """What the routes for other helpdesks stand on; without `signatures` or `chatwoot_secret` they let nobody in.

    `wake` lets what was just added be sent at once.
    """

    conversations: HelpdeskConversations
    deliveries: Deliveries
    wake: Callable[[], None]
    signatures: Signatures | None = None
    chatwoot_secret: str = ""


def signatures(settings: Settings) -> Signatures | None:
    """What signs and checks webhooks; None where no secret is set. Raises ConfigurationError."""
    secret = settings.webhook_secret.get_secret_value()
    return Signatures(secret) if secret else None


def chatwoot_secret(settings: Settings) -> str:
    """The secret of Chatwoot's webhooks; empty where Chatwoot is not used. Raises ConfigurationError."""
    secret = settings.chatwoot_secret.get_secret_value()
    if settings.chatwoot_url and len(secret) < MIN_SECRET_CHARS:
        raise ConfigurationError(
            f"CITEDESK_CHATWOOT_SECRET has {len(secret)} characters; at least {MIN_SECRET_CHARS} are needed. Set it to "
            "the webhook secret that Chatwoot shows for the agent bot."
        )
    return secret if settings.chatwoot_url else ""
