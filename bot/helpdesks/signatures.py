"""Signs what is sent, and checks what comes, as Standard Webhooks has it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from corpus.errors import ConfigurationError, NotAllowedError

PREFIX = "whsec_"
MIN_SECRET_BYTES, MAX_SECRET_BYTES = 24, 64
_REMEDY = (
    'Make one with: python3 -c \'import base64, secrets; print("whsec_" + '
    "base64.b64encode(secrets.token_bytes(32)).decode())'"
)
_HOW = (
    "Sign the exact bytes of the body as https://www.standardwebhooks.com has it, with the value of "
    "CITEDESK_WEBHOOK_SECRET, afresh for every attempt and with a clock that is right."
)


class Signatures:
    """Signs and checks with one secret. Raises ConfigurationError for one that is no such secret or can be guessed."""

    def __init__(self, secret: str) -> None:
        try:
            unpadded = secret.removeprefix(PREFIX).rstrip("=")
            key = base64.b64decode(unpadded + "=" * (-len(unpadded) % 4), validate=True)
        except (binascii.Error, ValueError) as error:
            raise ConfigurationError(f"CITEDESK_WEBHOOK_SECRET is not in base64. {_REMEDY}") from error
        if not MIN_SECRET_BYTES <= len(key) <= MAX_SECRET_BYTES:
            raise ConfigurationError(
                f"CITEDESK_WEBHOOK_SECRET holds {len(key)} bytes; it has to be {MIN_SECRET_BYTES} to "
                f"{MAX_SECRET_BYTES} random ones in base64. {_REMEDY}"
            )
        self._webhook = Webhook(key)

    def headers(self, webhook_id: str, now: datetime, body: str) -> dict[str, str]:
        """The headers that an attempt made now is sent with."""
        return {
            "webhook-id": webhook_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._webhook.sign(webhook_id, now, body),
        }

    def check(self, body: bytes, headers: Mapping[str, str]) -> str:
        """The id of a request whose signature is right and at most five minutes old. Raises NotAllowedError."""
        try:
            self._webhook.verify(body, dict(headers), json_parse=False)
        except WebhookVerificationError as error:
            raise NotAllowedError(f"The webhook was refused: {error}. {_HOW}") from error
        except ValueError as error:  # what the library does not expect: half a signature, or bytes that are no text
            raise NotAllowedError(f"The webhook was refused: its signature can't be read. {_HOW}") from error
        return headers["webhook-id"]
