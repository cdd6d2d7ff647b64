"""Tells one address of the settings what happens, signed as Standard Webhooks has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from bot.clock import now_utc
from bot.helpdesks.signatures import Signatures
from bot.helpdesks.transport import Response, Transport, host_of
from bot.outbox import Attempt, Delivery, Result


class WebhookSender:
    """Sends events to the webhook."""

    def __init__(
        self, url: str, signatures: Signatures, transport: Transport, clock: Callable[[], datetime] = now_utc
    ) -> None:
        self._url, self._signatures, self._transport, self._clock = url, signatures, transport, clock

    def send(self, delivery: Delivery) -> Attempt:
        """What became of one attempt."""
        headers = self._signatures.headers(delivery.id, self._clock(), delivery.body)
        response = self._transport.post(self._url, delivery.body.encode(), headers)
        if 200 <= response.status < 300:
            return Attempt(Result.DELIVERED)
        why = f"The webhook at {host_of(self._url)} {_answered(response)}"
        if response.status == HTTPStatus.GONE:
            return Attempt(Result.GONE, why)
        if response.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return Attempt(Result.REFUSED, why)
        return Attempt(Result.FAILED, why, response.retry_after)


def _answered(response: Response) -> str:
    if response.status == 0:
        return f"could not be reached ({response.wrong})"
    if 300 <= response.status < 400:
        return (
            f"answered {response.status}, and redirects are not followed: set CITEDESK_WEBHOOK_URL to its new address"
        )
    if response.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return f"answered {response.status}: check that it verifies with the value of CITEDESK_WEBHOOK_SECRET"
    return f"answered {response.status}"
