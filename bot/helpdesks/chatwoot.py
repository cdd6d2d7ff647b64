"""Chatwoot, in which Citedesk is an agent bot: makes its requests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from bot.helpdesks.transport import Response, Transport, host_of
from bot.outbox import Attempt, Delivery, Result

# Sent again it would be answered the same.
_SETTLED = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)


class ChatwootSender:
    """Makes the requests of deliveries whose body says what is to happen to the conversation `external`.

    `text` (with `options` to choose from) is sent to the customer, `note` is for agents alone, and `status` becomes the
    conversation's.
    """

    def __init__(self, url: str, token: str, transport: Transport) -> None:
        self._url, self._token, self._transport = url.rstrip("/"), token, transport

    def send(self, delivery: Delivery) -> Attempt:
        """What became of one attempt."""
        asked = json.loads(delivery.body)
        response = self._asked(asked)
        if 200 <= response.status < 300:
            return Attempt(Result.DELIVERED)
        why = f"Chatwoot at {host_of(self._url)} {_answered(response)}"
        if response.status not in _SETTLED:
            return Attempt(Result.FAILED, why, response.retry_after)
        if "text" in asked and response.status != HTTPStatus.NOT_FOUND:
            return self._left_to_people(asked["external"], why)
        return Attempt(Result.REFUSED, why)

    def _left_to_people(self, external: str, why: str) -> Attempt:
        """What becomes of an answer that cannot be sent: its customer is left to people, not to silence."""
        opening = self._asked({"external": external, "status": "open"})
        if 200 <= opening.status < 300:
            return Attempt(Result.REFUSED, f"{why}; the conversation was opened for people")
        why = f"{why}; it could not be opened for people either: Chatwoot {_answered(opening)}"
        is_gone = opening.status == HTTPStatus.NOT_FOUND
        return Attempt(Result.REFUSED if is_gone else Result.FAILED, why, opening.retry_after)

    def _asked(self, asked: Mapping[str, Any]) -> Response:
        account, conversation = asked["external"].split("/")
        of = f"{self._url}/api/v1/accounts/{int(account)}/conversations/{int(conversation)}"
        if "status" in asked:
            return self._post(f"{of}/toggle_status", {"status": asked["status"]})
        return self._post(f"{of}/messages", _message(asked))

    def _post(self, url: str, values: Mapping[str, Any]) -> Response:
        headers = {"api_access_token": self._token, "Accept": "application/json"}
        return self._transport.post(url, json.dumps(values, ensure_ascii=False).encode(), headers)


def _message(asked: Mapping[str, Any]) -> dict[str, Any]:
    if "note" in asked:
        return {"content": asked["note"], "message_type": "outgoing", "private": True}
    said = {"content": asked["text"], "message_type": "outgoing", "private": False}
    if not asked.get("options"):
        return said
    items = [{"title": option, "value": option} for option in asked["options"]]
    return {**said, "content_type": "input_select", "content_attributes": {"items": items}}


def _answered(response: Response) -> str:
    status = response.status
    if status == 0:
        return f"could not be reached ({response.wrong})"
    if response.wrong:
        return f"was not asked: {response.wrong}"
    if status == HTTPStatus.UNAUTHORIZED or status == HTTPStatus.FORBIDDEN:
        return f"answered {status}: set CITEDESK_CHATWOOT_TOKEN to the access token of the agent bot"
    if status == HTTPStatus.NOT_FOUND:
        return f"answered {status}: the conversation is gone, or CITEDESK_CHATWOOT_URL names another Chatwoot"
    if 300 <= status < 400:
        return f"answered {status}, and redirects are not followed: set CITEDESK_CHATWOOT_URL to the new address"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return f"answered {status}: too many requests"
    # What it says is of its own making, such as "content is too long", but may repeat what was sent.
    return f"answered {status}"
