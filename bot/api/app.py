"""The HTTP API as one ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.middleware import Middleware

from bot.api.agents import agents_router
from bot.api.articles import articles_router
from bot.api.chat import chat_router
from bot.api.console.inbox import inbox_pages
from bot.api.console.insights import insights_page
from bot.api.console.learn import learn_pages
from bot.api.console.pages import add_console_files
from bot.api.console.rules import rules_page
from bot.api.console.sign_in import sign_in_page
from bot.api.conversations import conversations_router
from bot.api.desk_updates import DeskUpdates
from bot.api.embedding import Embedding
from bot.api.errors import add_error_handlers
from bot.api.events import events_router
from bot.api.feedback import feedback_router
from bot.api.handoff import handoff_router
from bot.api.health import health_router
from bot.api.help import help_router
from bot.api.hooks import hooks_router
from bot.api.middleware import BodyLimit, CompressedPages, ConcurrencyLimit, LastResort, SecurityHeaders
from bot.api.people import People, Staff
from bot.api.schemas.conversations import PeopleKind
from bot.api.search import search_router
from bot.api.services import Services
from bot.api.static import add_static_files
from bot.api.suggest import suggest_routers
from bot.api.updates import Updates
from bot.api.widget_config import widget_router
from bot.clock import now_utc
from bot.support_hours import SupportHours

__all__ = ["Services", "create_app"]

DESCRIPTION = """\
Answers from a help centre, with citations that can be checked word for word.

Every error is `{"error": {"code", "message", "status"}}`; 429 and 503 carry `Retry-After`."""

TAGS = [
    {"name": "chat", "description": "Questions and answers."},
    {"name": "search", "description": "Passages, without an answer."},
    {"name": "suggestions", "description": "Drafts for agents, of any helpdesk."},
    {"name": "articles", "description": "What the help centre has published."},
    {"name": "conversations", "description": "What was said, who answers, and forgetting it."},
    {"name": "widget", "description": "What the widget is told by the server."},
    {"name": "agents", "description": "For those who answer: signed in, or with `Authorization: Bearer` and the key."},
    {"name": "helpdesks", "description": "For other helpdesks, which sign what they send."},
    {"name": "health", "description": "For whatever watches the process."},
]


def create_app(services: Services, now: Callable[[], datetime] = now_utc) -> FastAPI:
    """The application: the API, the widget and the demo page over the given services.

    Raises ConfigurationError when the support hours can't be read or the agents' key could be guessed.
    """
    hours, staff = SupportHours.parse(services.settings.support_hours), Staff(services.sessions.team)
    people = People(services.settings, hours, staff, services.desk.presences, now)
    desk_updates = DeskUpdates(services.desk, people, services.sessions)
    updates = Updates(
        services.conversations,
        services.desk.presences,
        also=desk_updates.changed,
        is_attended=lambda: people.kind is PeopleKind.CHAT,
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if services.rules is not None:
            services.rules.follow()
        if services.learning is not None:
            services.learning.start()
        yield
        if services.learning is not None:
            services.learning.stop()
        if services.rules is not None:
            services.rules.stop()
        if services.insights is not None:
            services.insights.close()
        services.limits.close()

    app = FastAPI(
        title="Citedesk",
        description=DESCRIPTION,
        version="1",
        openapi_tags=TAGS,
        # Both pages load scripts from elsewhere, which the content policy forbids; /openapi.json stays.
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        lifespan=lifespan,
        middleware=[
            Middleware(SecurityHeaders, services.settings.allowed_origins),
            Middleware(Embedding, services.settings),
            Middleware(LastResort),
            Middleware(ConcurrencyLimit),
            Middleware(BodyLimit),
            Middleware(CompressedPages),
        ],
    )
    add_error_handlers(app)
    for router in (
        *(add(services, people, updates) for add in (chat_router, conversations_router, handoff_router, events_router)),
        feedback_router(services),
        search_router(services),
        articles_router(services),
        widget_router(services, people),
        hooks_router(services, people, updates),
        agents_router(services, people, updates, desk_updates),
        *suggest_routers(services),
        health_router(services),
        help_router(services),
        sign_in_page(),
        rules_page(services),
        inbox_pages(services),
        insights_page(services),
        learn_pages(services),
    ):
        app.include_router(router)
    add_static_files(app)
    add_console_files(app, services.settings.site_name)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name
