"""What makes the requests for those that the settings name."""

from __future__ import annotations

import re

from bot.helpdesks.chatwoot import ChatwootSender
from bot.helpdesks.desks import signatures
from bot.helpdesks.transport import Transport
from bot.helpdesks.webhook import WebhookSender
from bot.outbox import CHATWOOT, WEBHOOK, Sender
from bot.settings import Settings
from corpus.errors import ConfigurationError

_TOKEN = re.compile(r"[!-~]+")


def senders_of(settings: Settings) -> dict[str, Sender]:
    """What makes the requests for each target. Raises ConfigurationError."""
    transport, found = Transport(), dict[str, Sender]()
    if settings.webhook_url:
        signed = signatures(settings)
        if signed is None:
            raise ConfigurationError(
                "CITEDESK_WEBHOOK_URL is set without CITEDESK_WEBHOOK_SECRET: nobody could tell what comes from here. "
                "Set it to the secret that the receiver verifies with, as in whsec_…"
            )
        found[WEBHOOK] = WebhookSender(settings.webhook_url, signed, transport)
    if settings.chatwoot_url:
        found[CHATWOOT] = ChatwootSender(settings.chatwoot_url, _chatwoot_token(settings), transport)
    return found


def _chatwoot_token(settings: Settings) -> str:
    token = settings.chatwoot_token.get_secret_value()
    if not _TOKEN.fullmatch(token):
        raise ConfigurationError(
            "CITEDESK_CHATWOOT_TOKEN is empty or has characters that no token has. Set it to the access token that "
            "Chatwoot shows for the agent bot."
        )
    return token
