"""GET /v1/widget: what the server decides about the widget on a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from bot.api.callers import counted
from bot.api.embedding import is_allowed_origin, refusal_of
from bot.api.errors import documented
from bot.api.people import People
from bot.api.requests.fields import Locale
from bot.api.schemas.widget import WidgetConfig
from bot.api.services import Services
from bot.api.urls import absolute_url, site_address
from bot.clock import today_utc
from bot.help_centre.lists import Order, in_order
from corpus.article import Article, Kind
from corpus.errors import ReleaseError

STARTERS = 3


def widget_router(services: Services, people: People, today: Callable[[], date] = today_utc) -> APIRouter:
    """The route for the widget's configuration."""
    router = APIRouter(prefix="/v1", tags=["widget"], dependencies=[counted(services)])
    settings = services.settings

    @router.get("/widget", summary="Configure the widget", responses=documented(422, 429, 500))
    def widget_config(
        request: Request, response: Response, locale: Annotated[Locale | None, Query()] = None
    ) -> WidgetConfig:
        """Says what the widget needs to know before anything is said; pages of every origin may ask for it."""
        # The same for everybody but in `allowed`, so this may be read from anywhere, and is never kept.
        response.headers["Cache-Control"] = "no-store"
        site = site_address(settings, request)
        origin = request.headers.get("origin", "")
        allowed = not origin or is_allowed_origin(origin, site, settings.allowed_origins)
        is_open, opens_at = people.opening()
        return WidgetConfig(
            allowed=allowed,
            message=None if allowed else refusal_of(origin),
            site_name=settings.site_name,
            max_message_chars=settings.max_message_chars,
            retention_days=settings.retention_days,
            people=people.kind,
            contact_url=absolute_url(settings.contact_url, site),
            open=is_open,
            opens_at=opens_at,
            starters=_starters(services, today(), locale),
        )

    return router


def _starters(services: Services, today: date, locale: str | None) -> list[str]:
    """The titles of the most read FAQ articles, in the customer's language where there are any."""
    try:
        articles = services.live.current().articles.values()
    except ReleaseError:
        return []  # the widget says so itself once something is asked
    quotable = [article for article in articles if article.kind is Kind.FAQ and article.is_quotable(today)]
    chosen = _in_language(quotable, locale) or quotable
    return [article.title for article in in_order(chosen, services.views.counts(), Order.VIEWS)[:STARTERS]]


def _in_language(articles: Sequence[Article], locale: str | None) -> list[Article]:
    language = _language(locale) if locale else None
    return [article for article in articles if _language(article.locale) == language]


def _language(locale: str) -> str:
    return locale.partition("-")[0].lower()
