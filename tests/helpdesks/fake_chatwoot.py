"""A Chatwoot with one inbox and an agent bot, as its documentation and source have it.

It tells the bot of every message, its own included, signs what it sends, tries 429 and 500 three
times in all, and opens a pending conversation for people when the bot fails. Its API takes the bot's token, knows the
conversations of one account, and refuses content that is too long.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import re
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.helpdesks.receiver import Received, Receiver, Reply
from tests.patience import PATIENCE_SECONDS

ACCOUNT = 3
TOKEN = "token-of-the-agent-bot"
SECRET = "secret-of-the-agent-bot-0123456789"
MAX_CONTENT_CHARS = 150_000
ATTEMPTS = 3
_PATH = re.compile(r"/api/v1/accounts/(\d+)/conversations/(\d+)/(messages|toggle_status)")


@dataclass
class Talk:
    """A conversation of Chatwoot's."""

    id: int
    status: str = "pending"
    channel: str = "Channel::WebWidget"
    messages: list[dict[str, Any]] = field(default_factory=list)
    activity: list[str] = field(default_factory=list)


class FakeChatwoot(Receiver):
    """The server, and what its people and customers do."""

    def __init__(self) -> None:
        super().__init__()
        self.bot_url = ""
        self.talks: dict[int, Talk] = {}
        self._ids = itertools.count(1000)
        self.told: list[tuple[str, int]] = []

    def talk(self, channel: str = "Channel::WebWidget") -> Talk:
        """A new conversation, which is the bot's."""
        talk = Talk(len(self.talks) + 1, channel=channel)
        self.talks[talk.id] = talk
        return talk

    def write(self, talk: Talk, content: str | None, **changes: Any) -> dict[str, Any]:
        """A customer writes; the bot is told. The webhook's payload."""
        message = self._message(talk, content, "incoming")
        payload = {"event": "message_created", **self._of(talk, message), **changes}
        self.tell(payload, talk)
        return payload

    def choose(self, talk: Talk, option: str) -> dict[str, Any]:
        """A customer chooses one of the bot's options, which updates the bot's message."""
        message = next(one for one in reversed(talk.messages) if one.get("content_type") == "input_select")
        chosen = {**message["content_attributes"], "submitted_values": [{"title": option, "value": option}]}
        message["content_attributes"] = chosen
        payload = {"event": "message_updated", **self._of(talk, message)}
        self.tell(payload, talk)
        return payload

    def resolve(self, talk: Talk) -> None:
        """A person ends the conversation."""
        talk.status = "resolved"
        self.tell({"event": "conversation_resolved", **self._conversation(talk)}, talk)

    def tell(self, payload: dict[str, Any], talk: Talk) -> int:
        """Tells the bot, as often as Chatwoot does; the last status."""
        for _ in range(ATTEMPTS):
            status = self.post(payload)
            self.told.append((payload["event"], status))
            if status not in (429, 500):
                break
        if not 200 <= status < 300 and payload["event"] == "message_created" and talk.status == "pending":
            talk.status = "open"
            talk.activity.append("the bot failed")
        return status

    def post(self, payload: dict[str, Any], secret: str = SECRET, age: int = 0, query: str = "") -> int:
        """One attempt to tell the bot; the status of its answer."""
        body = json.dumps(payload).encode()
        sent = str(int(time.time()) - age)
        signature = hmac.new(secret.encode(), f"{sent}.".encode() + body, hashlib.sha256).hexdigest()
        signed = {"X-Chatwoot-Timestamp": sent, "X-Chatwoot-Signature": f"sha256={signature}"}
        headers = {"Content-Type": "application/json", **({} if query else signed)}
        url = f"{self.bot_url}/v1/hooks/chatwoot{query}"
        return httpx.post(url, content=body, headers=headers, timeout=PATIENCE_SECONDS).status_code

    def reply(self, request: Received) -> Reply:
        """The API."""
        found = _PATH.fullmatch(request.path)
        if request.headers.get("api_access_token") != TOKEN:
            return Reply(401, body=b'{"error":"Invalid Access Token"}')
        talk = self.talks.get(int(found[2])) if found and int(found[1]) == ACCOUNT else None
        if found is None or talk is None:
            return Reply(404, body=b'{"error":"Resource could not be found"}')
        asked = request.json
        if found[3] == "toggle_status":
            talk.status = asked["status"]
            return Reply(body=json.dumps({"payload": {"current_status": talk.status}}).encode())
        if len(asked["content"]) > MAX_CONTENT_CHARS:
            return Reply(422, body=b'{"message":"Content is too long (maximum is 150000 characters)"}')
        message = self._message(talk, asked["content"], asked["message_type"])
        message.update(
            {name: asked[name] for name in ("private", "content_type", "content_attributes") if name in asked}
        )
        return Reply(body=json.dumps({"id": message["id"], "content": message["content"]}).encode())

    def echo(self, talk: Talk) -> list[int]:
        """Tells the bot of its own messages, as Chatwoot does of every message; what it answered."""
        own = [one for one in talk.messages if one["message_type"] == "outgoing"]
        sender = {"id": 1, "name": "Citedesk", "type": "agent_bot"}
        return [self.post({"event": "message_created", **self._of(talk, one), "sender": sender}) for one in own]

    def sent(self, talk: Talk, *, private: bool = False) -> list[str]:
        """What the bot has sent to the customer, or to agents in private."""
        outgoing = (one for one in talk.messages if one["message_type"] == "outgoing")
        return [one["content"] for one in outgoing if one["private"] == private]

    def _message(self, talk: Talk, content: str | None, kind: str) -> dict[str, Any]:
        message = {"id": next(self._ids), "content": content, "message_type": kind, "private": False}
        talk.messages.append(message | {"content_type": "text", "content_attributes": {}})
        return talk.messages[-1]

    def _of(self, talk: Talk, message: dict[str, Any]) -> dict[str, Any]:
        return {
            **message,
            "created_at": "2026-11-24T09:00:00.000Z",
            "account": {"id": ACCOUNT, "name": "Orrery"},
            "inbox": {"id": 1, "name": "Website"},
            "sender": {"id": 7, "name": "Ana", "email": "ana@site.example", "phone_number": None, "blocked": False},
            "source_id": None,
            "conversation": self._conversation(talk),
        }

    def _conversation(self, talk: Talk) -> dict[str, Any]:
        browser = {"browser_name": "Chrome", "browser_language": "en"}
        return {
            "id": talk.id,
            "status": talk.status,
            "channel": talk.channel,
            "inbox_id": 1,
            "can_reply": True,
            "additional_attributes": {"browser": browser, "referer": "https://shop.example"},
            "messages": [{"account_id": ACCOUNT, "conversation_id": talk.id}],
            "labels": [],
            "meta": {"sender": {"id": 7, "type": "contact"}, "assignee": None},
            "unread_count": 1,
        }
