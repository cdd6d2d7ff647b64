"""The API with all of its services, and helpdesks that sign what they send."""

from __future__ import annotations

import hashlib
import hmac
import time
from pathlib import Path

from fastapi import FastAPI
from pydantic import SecretStr
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.api.app import create_app
from bot.api.services import Services
from bot.clock import now_utc
from bot.helpdesks.chatwoot_events import SIGNATURE, TIMESTAMP
from bot.helpdesks.desks import Helpdesks
from bot.helpdesks.signatures import Signatures
from bot.knowledge import LiveReleases
from bot.rules.desk import RuleDesk
from bot.settings import Settings
from bot.store.store import Store
from tests.bot.api.server_process import AGENT_KEY
from tests.bot.learning.builders import learning_in
from tests.fakes import FakeAnswers, FakeLive, FakeSuggester, FakeViews, Unlimited, abstained, sessions_in

CHATWOOT_SECRET = "the-secret-of-chatwoot"
SIGNATURES = Signatures("whsec_" + "c2VjcmV0" * 6)


def whole_api(store: Store, home: Path, live: LiveReleases) -> FastAPI:
    """The API over a store and fakes; its rules know the live release."""
    settings = Settings(agent_key=SecretStr(AGENT_KEY))
    desks = Helpdesks(store.helpdesks, store.deliveries, lambda: None, SIGNATURES, CHATWOOT_SECRET)
    fakes = FakeLive()
    services = Services(
        settings,
        fakes,
        FakeAnswers(fakes),
        store.conversations,
        FakeViews(),
        Unlimited(),
        sessions_in(store.database),
        store.desk,
        rules=RuleDesk(store.rules, live),
        suggester=FakeSuggester(fakes),
        suggestions=store.suggestions,
        helpdesks=desks,
        learning=learning_in(store.database, home),
    )
    return create_app(services)


def fill(store: Store) -> None:
    """Keeps a few conversations, of which the bot could answer none and an agent has answered one."""
    for question in ("Where is my 2FA?", "Which fees are there?", "Is there a dark mode?"):
        received = store.conversations.receive(None, question)
        store.conversations.reply(received.conversation.id, received.message.id, abstained())
    store.conversations.say(received.conversation.id, "Kim", "Not yet.")


class SigningHelpdesks:
    """The application as helpdesks reach it that sign every body that is text.

    What follows changes in the background is not started: the tests' client would start it anew for every request.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            for step in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{step}.complete"})
            return
        if not scope["path"].startswith("/v1/hooks/"):
            await self._app(scope, receive, send)
            return
        body, more = b"", True
        while more:
            part = await receive()
            body, more = body + part.get("body", b""), part.get("more_body", False)
        signed = [(name.encode(), value.encode()) for name, value in _signed(body).items()]

        async def again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app({**scope, "headers": [*scope["headers"], *signed]}, again, send)


def _signed(body: bytes) -> dict[str, str]:
    sent = str(int(time.time()))
    of_chatwoot = hmac.new(CHATWOOT_SECRET.encode(), f"{sent}.".encode() + body, hashlib.sha256).hexdigest()
    headers = {SIGNATURE: f"sha256={of_chatwoot}", TIMESTAMP: sent}
    webhook_id = f"msg_{hashlib.sha256(body).hexdigest()[:20]}"
    return {**headers, **SIGNATURES.headers(webhook_id, now_utc(), body.decode("utf-8", "replace"))}
