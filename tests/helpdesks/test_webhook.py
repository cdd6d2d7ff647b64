from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from standardwebhooks.webhooks import Webhook

from tests.helpdesks.conftest import WEBHOOK_SECRET, Citedesk
from tests.helpdesks.receiver import Received, Receiver, Reply
from tests.patience import PATIENCE_SECONDS

QUESTION = "How do I reset my two-factor authentication?"


def ask(bot: Citedesk, message: str = QUESTION, **more: Any) -> Any:
    """The bot's reply to a customer in the chat."""
    reply = httpx.post(f"{bot.url}/v1/chat", json={"message": message, **more}, timeout=PATIENCE_SECONDS)
    return reply.raise_for_status().json()


def types(received: list[Received]) -> list[str]:
    """What the receiver was told, attempts that failed included."""
    return [one.json["type"] for one in received]


def signed(body: dict[str, Any], webhook_id: str = "msg_1", age: timedelta = timedelta()) -> dict[str, Any]:
    """A request as another helpdesk signs it."""
    text, sent = json.dumps(body), datetime.now(UTC) - age
    signature = Webhook(WEBHOOK_SECRET).sign(webhook_id, sent, text)
    stamped = {"webhook-id": webhook_id, "webhook-timestamp": str(int(sent.timestamp()))}
    headers = {**stamped, "webhook-signature": signature}
    return {"content": text.encode(), "headers": headers, "timeout": PATIENCE_SECONDS}


def test_what_happens_is_told_in_order_and_signed(told: Citedesk, receiver: Receiver) -> None:
    first = ask(told)
    of = first["conversation_id"]
    ask(told, "I want to talk to a person", conversation_id=of)
    told.say(of, "Hello, Dana here.")
    rated = f"{told.url}/v1/messages/{first['message_id']}/feedback"
    httpx.post(rated, json={"rating": "up"}, timeout=PATIENCE_SECONDS).raise_for_status()
    told.set_status(of, "closed")

    received = receiver.wait_for(lambda got: len(got) == 9)
    assert types(received) == [
        *("message.created", "message.created", "message.created", "handoff.requested", "message.created"),
        *("handoff.taken", "message.created", "feedback.given", "conversation.closed"),
    ]
    assert [Webhook(WEBHOOK_SECRET).verify(one.body, one.headers)["type"] for one in received] == types(received)
    assert len({one.headers["webhook-id"] for one in received}) == 9


def test_errors_are_tried_again_under_the_same_id_and_no_redirect_is_followed(
    told: Citedesk, receiver: Receiver
) -> None:
    receiver.queue.extend([Reply(500), Reply(302, {"Location": f"{receiver.url}/elsewhere"}), Reply(429), Reply(404)])
    ask(told)

    received = receiver.wait_for(lambda got: len(got) == 6)
    ids = [one.headers["webhook-id"] for one in received]
    assert len(set(ids[:5])) == 1
    assert ids[5] != ids[0]
    assert {one.path for one in received} == {"/hook?key=1"}
    log = told.log.read_text()
    assert "answered 302, and redirects are not followed" in log
    assert "key=1" not in log


def test_receiver_that_is_gone_is_left_alone(told: Citedesk, receiver: Receiver) -> None:
    receiver.queue.extend([Reply(410)] * 4)
    ask(told)
    receiver.wait_for(lambda got: got)
    ask(told)

    told._wait_for(lambda: "Nothing more is sent there until the server is started again" in told.log.read_text())
    assert len(receiver.received) <= 2  # two may be under way at once


def test_receiver_that_hangs_holds_up_no_chat(told: Citedesk, receiver: Receiver) -> None:
    let_go = threading.Event()
    receiver.queue.extend([Reply(after=let_go)] * 2)
    ask(told)
    receiver.wait_for(lambda got: got)

    assert ask(told)["outcome"] == "answered"
    let_go.set()
    receiver.wait_for(lambda got: len(got) == 4)


def test_what_was_under_way_when_the_server_died_is_told_after(told: Citedesk, receiver: Receiver) -> None:
    never = threading.Event()
    receiver.queue.append(Reply(after=never))
    ask(told)
    receiver.wait_for(lambda got: got)
    told.kill()
    told.rows("UPDATE deliveries SET due_at = 0")
    told.start()

    received = receiver.wait_for(lambda got: len(got) == 3)
    never.set()
    assert received[1].headers["webhook-id"] == received[0].headers["webhook-id"]


def test_wait_that_nobody_ends_is_told_of_once(told: Citedesk, receiver: Receiver) -> None:
    of = ask(told, "I want to talk to a person")["conversation_id"]
    told.rows("UPDATE conversations SET requested_at = requested_at - 660000000 WHERE id = ?", of)

    received = receiver.wait_for(lambda got: "handoff.unattended" in types(got))
    unattended = next(one.json["data"] for one in received if one.json["type"] == "handoff.unattended")
    assert unattended["handoff"]["reason"] == "customer_request"
    told.say(of, "Sorry!")
    after = receiver.wait_for(lambda got: types(got)[-1:] == ["message.created"] and "handoff.taken" in types(got))
    assert types(after).count("handoff.unattended") == 1
    state = httpx.get(f"{told.url}/v1/conversations/{of}/messages", timeout=PATIENCE_SECONDS).json()["handoff"]
    assert state["unattended"] is False


def test_deleted_conversation_is_not_told_of(told: Citedesk, receiver: Receiver) -> None:
    receiver.queue.append(Reply(503, {"Retry-After": "3600"}))
    of = ask(told)["conversation_id"]
    told._wait_for(lambda: bool(told.rows("SELECT 1 FROM deliveries WHERE error IS NOT NULL")))
    httpx.delete(f"{told.url}/v1/conversations/{of}", timeout=PATIENCE_SECONDS).raise_for_status()

    assert told.rows("SELECT count(*) FROM deliveries") == [(0,)]


def test_helpdesk_hands_in_a_message_and_gets_the_same_answer_twice(told: Citedesk, receiver: Receiver) -> None:
    url = f"{told.url}/v1/hooks/generic"
    body = {"conversation": "T-17", "message": QUESTION, "locale": "en", "customer": {"id": "ana", "name": "Ana"}}
    first, again = (httpx.post(url, **signed(body)).raise_for_status().json() for _ in range(2))
    next_one = httpx.post(url, **signed({**body, "message": "Thanks!"}, "msg_2")).json()

    assert first == again
    assert first["reply"]["citations"]
    assert next_one["number"] == first["number"]
    received = receiver.wait_for(lambda got: len(got) == 4)
    named = received[0].json["data"]["conversation"]
    assert named["external"] == {"helpdesk": "generic", "id": "T-17"}
    assert named["customer"]["name"] == "Ana"


def test_what_is_handed_in_is_checked(told: Citedesk, receiver: Receiver) -> None:
    url, body = f"{told.url}/v1/hooks/generic", {"conversation": "T-1", "message": "Hello"}

    def status(**request: Any) -> int:
        return httpx.post(url, **request).status_code

    assert status(**signed(body, age=timedelta(minutes=6))) == 401
    assert status(**{**signed(body), "content": b'{"conversation":"T-2","message":"Hello"}'}) == 401
    assert status(json=body) == 401
    assert status(**signed({"conversation": "T-1", "mesage": "Hello"})) == 422
    assert status(**signed(body, "msg_3")) == 200
    assert status(**signed({**body, "message": "Something else"}, "msg_3")) == 409
    other = {**body, "customer": {"id": "ben"}}
    assert status(**signed({**body, "customer": {"id": "ana"}}, "msg_4")) == 200
    assert status(**signed(other, "msg_5")) == 409
