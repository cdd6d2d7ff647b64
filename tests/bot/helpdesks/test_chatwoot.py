from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from bot.helpdesks.chatwoot import ChatwootSender
from bot.helpdesks.transport import MAX_SENT_BYTES, Response, Transport
from bot.outbox import Attempt, Delivery, Result

OPENED = Response(200)


class FakeTransport(Transport):
    """Answers what messages and changes of status are to be answered, and remembers what was asked."""

    def __init__(self, message: Response, status: Response) -> None:
        super().__init__()
        self.answers = {"messages": message, "toggle_status": status}
        self.asked: list[str] = []

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Response:
        self.asked.append(url.rpartition("/")[2])
        return self.answers[self.asked[-1]]


def sent(transport: Transport, **asked: str) -> Attempt:
    body = json.dumps({"external": "3/7", **asked})
    delivery = Delivery(1, "id", "chatwoot", "chatwoot answer", body, 1, datetime(2026, 11, 24, tzinfo=UTC))
    return ChatwootSender("https://chat.example", "token", transport).send(delivery)


@pytest.mark.parametrize("status", [400, 413, 422])
def test_answer_that_is_refused_leaves_the_conversation_to_people(status: int) -> None:
    transport = FakeTransport(Response(status), OPENED)
    attempt = sent(transport, text="Open the security page.")

    assert transport.asked == ["messages", "toggle_status"]
    assert (attempt.result, attempt.why.endswith("; the conversation was opened for people")) == (Result.REFUSED, True)


@pytest.mark.parametrize("opening", [Response(503, retry_after=30.0), Response(0, "no route"), Response(422)])
def test_refused_answer_is_tried_again_until_the_conversation_is_open(opening: Response) -> None:
    attempt = sent(FakeTransport(Response(422), opening), text="Open the security page.")

    assert (attempt.result, attempt.retry_after) == (Result.FAILED, opening.retry_after)
    assert "answered 422; it could not be opened for people either" in attempt.why


def test_conversation_that_is_gone_is_not_opened() -> None:
    for transport in (FakeTransport(Response(404), OPENED), FakeTransport(Response(422), Response(404))):
        assert sent(transport, text="Open the security page.").result is Result.REFUSED
    assert sent(FakeTransport(Response(422), OPENED), note="For agents.").result is Result.REFUSED


def test_answer_that_is_too_long_to_be_sent_is_left_to_people() -> None:
    class Full(FakeTransport):
        def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Response:
            too_long = url.endswith("messages") and len(body) > MAX_SENT_BYTES
            return Transport.post(self, url, body, headers) if too_long else super().post(url, body, headers)

    attempt = sent(Full(Response(200), OPENED), text="x" * MAX_SENT_BYTES)
    assert attempt.result is Result.REFUSED
    assert "was not asked: it has " in attempt.why
