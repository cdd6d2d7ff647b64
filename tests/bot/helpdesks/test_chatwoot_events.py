from __future__ import annotations

import json
from typing import Any

import pytest

from bot.api.requests.hooks import ChatwootEvent, parsed
from bot.helpdesks.chatwoot_events import Incoming, read

MESSAGE: dict[str, Any] = {
    "event": "message_created",
    "id": "12",
    "content": "Where is my invoice?",
    "message_type": "incoming",
    "content_attributes": {},
    "source_id": "",
    "sender": {"id": "1", "name": "Ada", "email": "ada@example.com"},
    "contact": {"id": "1", "name": "Ada"},
    "conversation": {"display_id": "7", "additional_attributes": {}},
    "account": {"id": "3", "name": "Shop"},
}


def found(**changes: Any) -> Incoming | str:
    event = parsed(ChatwootEvent, json.dumps({**MESSAGE, **changes}).encode())
    return read(event.model_dump())


@pytest.mark.parametrize("of", [{"display_id": "7"}, {"id": 7}, {"id": "7"}, {"id": 99, "display_id": 7}])
def test_conversation_is_known_by_its_number_in_every_form_of_the_payload(of: dict[str, Any]) -> None:
    read_from = found(conversation={**of, "status": "pending"})
    assert isinstance(read_from, Incoming)
    assert (read_from.external, read_from.key) == ("3/7", "chatwoot:3-created-12")


def test_documented_sample_which_has_no_status_is_left_to_people() -> None:
    assert found() == "the conversation is without a status, not pending: people answer it"


@pytest.mark.parametrize(("account", "number"), [(3, 3), ("3", 3), ("three", None), (None, None)])
def test_account_of_an_event_about_a_conversation_is_that_of_its_last_message(account: Any, number: int | None) -> None:
    event = {"event": "conversation_resolved", "id": "7", "messages": [{"account_id": account}]}
    assert parsed(ChatwootEvent, json.dumps(event).encode()).account_id == number
