from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.exceptions import RequestValidationError

from bot.api.requests.hooks import ChatwootEvent, HelpdeskMessage, parsed


def said(**changes: Any) -> bytes:
    return json.dumps({"conversation": " T-17 ", "message": "Where is my order?", **changes}).encode()


def test_names_are_taken_without_the_blanks_around_them() -> None:
    message = parsed(HelpdeskMessage, said(customer={"id": " 7\t", "name": " Ana ", "email": ""}))

    assert message.conversation == "T-17"
    assert message.customer is not None
    assert (message.customer.id, message.customer.name, message.customer.email) == ("7", "Ana", "")


@pytest.mark.parametrize("changes", [{"conversation": " "}, {"customer": {"id": "\t"}}, {"conversation": "x" * 201}])
def test_blanks_name_nothing(changes: dict[str, Any]) -> None:
    with pytest.raises(RequestValidationError):
        parsed(HelpdeskMessage, said(**changes))


def test_damaged_character_is_replaced_rather_than_the_message_refused() -> None:
    ours = parsed(HelpdeskMessage, said(message="Help \ud83d", conversation="T\ud800", customer={"id": "\x00"}))
    event = {"event": "message_created", "content": "Help \ud83d", "sender": {"na\ud800me": "\udc00"}}
    theirs = parsed(ChatwootEvent, json.dumps(event).encode())

    assert (ours.message, ours.conversation, ours.customer and ours.customer.id) == ("Help \ufffd", "T\ufffd", "\ufffd")
    assert (theirs.content, theirs.sender) == ("Help \ufffd", {"na\ufffdme": "\ufffd"})


def test_account_is_known_by_the_last_message_as_a_number_or_a_text() -> None:
    for account in (3, "3"):
        event = {"event": "conversation_resolved", "id": 7, "messages": [{"account_id": account}]}
        assert parsed(ChatwootEvent, json.dumps(event).encode()).account_id == 3
    assert parsed(ChatwootEvent, b'{"event": "conversation_resolved", "messages": [{}]}').account_id is None


@pytest.mark.parametrize(
    "body",
    [
        b'{"event": "x", "messages": [{"account_id": "%s"}]}' % (b"1" * 5000),
        b'{"event": "x", "id": %s}' % (b"1" * 5000),
        b'{"event": "x", "id": "%s"}' % (b"1" * 5000),
        b'{"event": "x", "id": -1}',
        b"{",
        b'{"event": "\xff"}',
        b"[" * 100_000,
        b"3",
    ],
)
def test_what_cannot_be_read_is_said_to_be_wrong(body: bytes) -> None:
    with pytest.raises(RequestValidationError):
        parsed(ChatwootEvent, body)
