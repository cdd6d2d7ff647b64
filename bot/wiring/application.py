"""The application that serves, and what it stands on; whatever it imports, `citedesk ask` and `sync` do without."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from bot.api.app import create_app
from bot.api.server import server_config
from bot.api.services import Services
from bot.assistant import Assistant
from bot.helpdesks.desks import Helpdesks, chatwoot_secret, signatures
from bot.identity import SignedIdentities
from bot.insights.team_insights import TeamInsights
from bot.knowledge import LiveReleases
from bot.learning.gathering import Gathering
from bot.learning.golden import GoldenFiles
from bot.learning.learning import Learning
from bot.learning.meanings import ReleaseMeanings
from bot.limits import UsageLimits
from bot.masking import mask
from bot.outbox import Outbox, Sender
from bot.rules.desk import RuleDesk
from bot.settings import Settings
from bot.store.insights import SqlInsights
from bot.store.store import Store
from bot.suggest import Suggester
from bot.support_hours import SupportHours
from bot.wiring import open_sessions


def open_app(settings: Settings, live: LiveReleases, store: Store, outbox: Outbox | None = None) -> FastAPI:
    """The ASGI application over the live releases and the store. Raises ConfigurationError."""
    secret = settings.identity_secret.get_secret_value()
    identities = SignedIdentities(secret) if secret else None
    limits, sessions = UsageLimits(settings), open_sessions(settings, store)
    rules = RuleDesk(store.rules, live)
    assistant = Assistant(live, rules.book)
    zone = SupportHours.parse(settings.support_hours).zone
    insights = TeamInsights(SqlInsights(store.database), live, store.views, zone)
    desks = open_helpdesks(settings, store, outbox or open_outbox(settings, store))
    return create_app(
        Services(
            settings,
            live,
            assistant,
            store.conversations,
            store.views,
            limits,
            sessions,
            store.desk,
            identities,
            rules,
            helpdesks=desks,
            insights=insights,
            learning=open_learning(settings, live, store),
            suggester=Suggester(live, rules.book),
            suggestions=store.suggestions,
        )
    )


def open_learning(settings: Settings, live: LiveReleases, store: Store) -> Learning:
    """What gathers questions from use, and keeps those that people accept."""
    gathering = Gathering(store.candidates, lambda: ReleaseMeanings(live.current()))
    files = GoldenFiles(settings.home, Path(settings.golden_file) if settings.golden_file else None)
    return Learning(store.candidates, store.conversations, live, gathering, files, mask)


def open_outbox(settings: Settings, store: Store) -> Outbox:
    """What sends to other programs, not started yet. Raises ConfigurationError."""
    senders: dict[str, Sender] = {}
    if settings.webhook_url or settings.chatwoot_url:
        from bot.helpdesks.senders import senders_of  # an HTTP client, which most do without

        senders = senders_of(settings)
    return Outbox(store.deliveries, senders, timedelta(minutes=settings.handoff_minutes))


def open_helpdesks(settings: Settings, store: Store, outbox: Outbox) -> Helpdesks:
    """What the routes for other helpdesks stand on. Raises ConfigurationError."""
    secret = chatwoot_secret(settings)
    return Helpdesks(store.helpdesks, store.deliveries, outbox.wake, signatures(settings), secret)


def open_server(settings: Settings, live: LiveReleases, store: Store, outbox: Outbox | None = None) -> uvicorn.Config:
    """How the application is served; nothing listens or is loaded yet. Raises ConfigurationError."""
    return server_config(open_app(settings, live, store, outbox), settings)
