"""The HTTP API as one ASGI application."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.middleware import Middleware

from bot.api.articles import articles_router
from bot.api.chat import chat_router
from bot.api.conversations import conversations_router
from bot.api.errors import add_error_handlers
from bot.api.health import health_router
from bot.api.help import help_router
from bot.api.middleware import BodyLimit, LastResort, SecurityHeaders
from bot.api.search import search_router
from bot.api.services import Services
from bot.api.static import add_static_files

__all__ = ["Services", "create_app"]

DESCRIPTION = """\
Answers from a help centre, with citations that can be checked word for word.

Every error is `{"error": {"code", "message", "status"}}`; 503 carries `Retry-After`."""

TAGS = [
    {"name": "chat", "description": "Questions and answers."},
    {"name": "search", "description": "Passages, without an answer."},
    {"name": "articles", "description": "What the help centre has published."},
    {"name": "conversations", "description": "What was said, and forgetting it."},
    {"name": "health", "description": "For whatever watches the process."},
]


def create_app(services: Services) -> FastAPI:
    """The application: the API, the widget and the demo page over the given services."""
    app = FastAPI(
        title="Citedesk",
        description=DESCRIPTION,
        version="1",
        openapi_tags=TAGS,
        # Both pages load scripts from elsewhere, which the content policy forbids; /openapi.json stays.
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        middleware=[Middleware(SecurityHeaders), Middleware(LastResort), Middleware(BodyLimit)],
    )
    add_error_handlers(app)
    for router in (chat_router, search_router, articles_router, conversations_router, health_router, help_router):
        app.include_router(router(services))
    add_static_files(app)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name
