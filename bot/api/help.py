"""The help centre's pages: lists, search and articles, for people and without JavaScript."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Coroutine
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote as quote_url
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, BackgroundTasks, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.answer import Span
from bot.clock import today_utc
from bot.help_centre.lists import Order, article_page, listed
from bot.help_centre.relative_dates import full_date, relative_date
from bot.help_centre.render import render
from bot.links import HELP_PATH, article_url
from bot.ports import ArticleViews, LiveKnowledge
from bot.settings import Settings
from corpus.article import Article, Kind
from corpus.errors import NotFoundError, ReleaseError

_log = logging.getLogger(__name__)
PAGES = Path(__file__).parent.parent / "web" / "help"
MAX_QUERY_CHARS = 200
_STATIC = {"help.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}
_QUOTE = re.compile(r"(\d{1,9})-(\d{1,9})(?:-([0-9a-f]{8}))?")
# Articles may show images from anywhere; the rest is what the pages and the chat widget load from this server.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'"
)


class HelpServices(Protocol):
    """What the help centre needs of the server's services."""

    @property
    def settings(self) -> Settings:
        """The settings of the process."""
        ...

    @property
    def live(self) -> LiveKnowledge:
        """The published release."""
        ...

    @property
    def views(self) -> ArticleViews:
        """The counter of article views."""
        ...


def help_router(services: HelpServices, today: Callable[[], date] = today_utc) -> APIRouter:
    """The routes below /help; every page is HTML, the error pages too."""
    pages = _Pages(services.settings)
    router = APIRouter(prefix=HELP_PATH, include_in_schema=False, route_class=partial(_HelpRoute, pages=pages))  # type: ignore[arg-type]

    @router.api_route("", methods=["GET", "HEAD"])
    @router.api_route("/", methods=["GET", "HEAD"])
    def articles(kind: str = "", q: str = "", page: str = "1", sort: str = "") -> Response:
        shown = article_page(
            services.live.current(),
            services.views.counts(),
            today(),
            kind=Kind(kind) if kind in set(Kind) else None,
            query=q[:MAX_QUERY_CHARS],
            order=Order(sort) if sort in set(Order) else Order.UPDATED,
            number=int(page) if page.isascii() and page.isdigit() and len(page) < 10 else 1,
        )
        return pages.html("list.html", shown=shown, today=today())

    @router.api_route("/articles/{article_id:path}", methods=["GET", "HEAD"])
    def article(request: Request, tasks: BackgroundTasks, article_id: str, quote: str = "") -> Response:
        published = services.live.current().articles
        found = published.get(article_id)
        if found is None:
            raise NotFoundError(f"There is no article '{article_id}' in the help centre.")
        if found.url:
            return RedirectResponse(found.url, status_code=302)
        if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
            tasks.add_task(services.views.count_view, found.id)
        body = render(found.body, *_quoted(quote), link=lambda other: pages.link(published.get(other)))
        entry = listed(found, services.views.counts(), today())
        response = pages.html("article.html", entry=entry, body=body, today=today())
        response.background = tasks
        return response

    @router.api_route("/static/{name}", methods=["GET", "HEAD"])
    def static(name: str, v: str = "") -> Response:
        if name not in _STATIC:
            raise NotFoundError(f"There is no file '{name}' in the help centre.")
        age = "public, max-age=31536000, immutable" if v == pages.versions[name] else "no-cache"
        return FileResponse(PAGES / name, media_type=_STATIC[name], headers={"Cache-Control": age})

    @router.api_route("/{path:path}", methods=["GET", "HEAD"])
    def missing(path: str) -> Response:
        raise NotFoundError(f"There is no page '{path}' in the help centre.")

    return router


class _HelpRoute(APIRoute):
    """Turns what a page can't show into a page: the API's error envelope is not for people.

    Exception handlers are the whole application's and would have to tell pages from the API by their paths. A route
    knows what it is, so the `try` is here, once for all pages and in none of their functions.
    """

    def __init__(self, *args: Any, pages: _Pages, **kwargs: Any) -> None:
        self._pages = pages
        super().__init__(*args, **kwargs)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with an error page for what is missing."""
        handle = super().get_route_handler()

        async def handle_for_people(request: Request) -> Response:
            try:
                return await handle(request)
            except NotFoundError:
                return self._pages.html("missing.html", status=404)
            except ReleaseError as error:
                _log.warning("%s: %s", request.url.path, error)
                return self._pages.html("unpublished.html", status=503, headers={"Retry-After": "30"})

        return handle_for_people


class _Pages:
    """The templates, and the addresses that they use."""

    def __init__(self, settings: Settings) -> None:
        self._base = urlsplit(settings.public_url).path
        origin = settings.public_url.removesuffix(self._base)
        self.versions = {name: hashlib.sha256((PAGES / name).read_bytes()).hexdigest()[:12] for name in _STATIC}
        self._templates = Environment(
            loader=FileSystemLoader(PAGES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {"relative_date": relative_date, "full_date": full_date}
        self._templates.globals |= {
            "site_name": settings.site_name,
            "base": self._base,
            "origin": origin,
            "kinds": tuple(Kind),
            "labels": {Kind.FAQ: "FAQ", Kind.ANNOUNCEMENT: "Announcement", Kind.PRODUCT: "Product document"},
            "link": self.link,
            "list_link": self.list_link,
            "static": self.static,
        }

    def html(
        self, template: str, status: int = 200, headers: dict[str, str] | None = None, **values: Any
    ) -> HTMLResponse:
        """The page that the template makes of the values."""
        text = self._templates.get_template(template).render(**values)
        return HTMLResponse(text, status_code=status, headers={"Content-Security-Policy": _POLICY} | (headers or {}))

    def link(self, article: Article | None) -> str | None:
        """Where a reader finds the article; None if there is none."""
        if article is None:
            return None
        address = article_url(article)
        return self._base + address if address.startswith("/") else address

    def list_link(self, kind: Kind | None = None, q: str = "", sort: Order = Order.UPDATED, page: int = 1) -> str:
        """The address of a list, without what is the default anyway."""
        values = {
            "kind": kind or "",
            "q": q,
            "sort": "" if q or sort is Order.UPDATED else sort,
            "page": page if page > 1 else "",
        }
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{self._base}{HELP_PATH}" + (f"?{query}" if query else "")

    def static(self, name: str) -> str:
        """The address of a file that may be cached for ever, as it names the version."""
        return f"{self._base}{HELP_PATH}/static/{quote_url(name)}?v={self.versions[name]}"


def _quoted(text: str) -> tuple[Span | None, str]:
    """The span of a link's `quote=START-END-DIGEST`, and the digest; older links have none."""
    match = _QUOTE.fullmatch(text)
    return (Span(int(match[1]), int(match[2])), match[3] or "") if match else (None, "")
