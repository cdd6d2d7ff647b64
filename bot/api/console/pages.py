"""How every page of the console is made: its templates, its navigation, its headers and its static files."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from os import PathLike, stat_result
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.types import Scope

from bot.api.static import WEB, WebFiles
from corpus.errors import ForbiddenError

CONSOLE_PATH = "/console"
PAGES = WEB / "console"
# Nobody may put the console into a frame, the sites that embed the chat included.
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; frame-ancestors 'none'"
    ),
}


class Reader(Protocol):
    """Whom a page is for."""

    @property
    def number(self) -> int:
        """The account's number."""
        ...

    @property
    def email(self) -> str:
        """What they sign in with."""
        ...

    @property
    def name(self) -> str:
        """What customers and colleagues call them."""
        ...

    @property
    def role(self) -> str:
        """`agent` or `admin`."""
        ...


class Place(NamedTuple):
    """An entry of the navigation: its name, its address below /console, its icon, and whether it is for admins."""

    name: str
    page: str
    icon: str
    for_admins: bool = False


PLACES = (
    Place("Inbox", "", "M4 13.5 6.2 5.8A1.5 1.5 0 0 1 7.6 4.7h8.8a1.5 1.5 0 0 1 1.4 1.1L20 13.5v4a1.8 1.8 0 0 1-1.8 1.8"
          "H5.8A1.8 1.8 0 0 1 4 17.5ZM4 13.5h4.6a3.4 3.4 0 0 0 6.8 0H20"),
    Place("Replies", "replies", "M5.5 4.5h13a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5H12l-4.5 "
          "3.5v-3.5h-2A1.5 1.5 0 0 1 4 15V6a1.5 1.5 0 0 1 1.5-1.5ZM8 8.7h8M8 12.2h5"),
    Place("Insights", "insights", "M4.5 19.5h15M7 16v-4.5M12 16V5M17 16V9"),
    Place("Learn", "learn", "M12 6.5C10.5 5.3 8.3 4.7 4.5 4.7v13c3.8 0 6 .6 7.5 1.8 1.5-1.2 3.7-1.8 "
          "7.5-1.8v-13c-3.8 0-6 .6-7.5 1.8ZM12 6.5v13"),
    Place("Rules", "rules", "M12 4.2 18.5 6.5v5.2c0 4-2.7 6.7-6.5 8.1-3.8-1.4-6.5-4.1-6.5-8.1V6.5ZM9.2 "
          "11.8l2 2 3.6-3.8", for_admins=True),
    Place("Team", "team", "M9 11.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6ZM3 19c.7-3.2 3-4.8 6-4.8s5.3 "
          "1.6 6 4.8M15.5 5.2a3.2 3.2 0 0 1 0 6M17.5 14.6c1.9.7 3.1 2.2 3.5 4.4", for_admins=True),
)  # fmt: skip

_templates = Environment(
    loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def render(
    request: Request, agent: Reader | None, template: str, status_code: int = 200, **values: Any
) -> HTMLResponse:
    """The page that the template makes of the values, for the agent who is signed in; None on pages for nobody.

    Every template has `agent`, `site_name`, `base` (what leads to the site's root), `static(name)` and `places`.
    """
    base = base_of(request.url.path)
    text = _templates.get_template(template).render(
        agent=agent,
        site_name=getattr(request.app.state, "site_name", "Citedesk"),
        base=base,
        here=_page_of(request.url.path),
        places=[place for place in PLACES if agent and (agent.role == "admin" or not place.for_admins)],
        static=lambda name: f"{base}{CONSOLE_PATH}/static/{name}",
        **values,
    )
    return HTMLResponse(text, status_code=status_code, headers=_HEADERS)


class ConsoleRoute(APIRoute):
    """Tells an agent on a page what they may not see: the API's error envelope is not for people."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with a page for what is refused."""
        handle = super().get_route_handler()

        async def handle_for_people(request: Request) -> Response:
            try:
                return await handle(request)
            except ForbiddenError as error:
                return render(request, None, "refused.html", status_code=403, message=str(error))

        return handle_for_people


def base_of(path: str) -> str:
    """What leads from the page to the site's root, whatever a proxy puts before it: '.' from /console, '..' below."""
    return "/".join([".."] * (path.count("/") - 1)) or "."


def add_console_files(app: FastAPI, site_name: str) -> None:
    """Serves the console's scripts, styles and icons below /console/static/, and tells its pages the site's name."""
    app.state.site_name = site_name
    app.mount(f"{CONSOLE_PATH}/static", ConsoleFiles(PAGES))


class ConsoleFiles(WebFiles):
    """Static files that are asked for again each time: a page never runs with the scripts of the version before it."""

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or 304 when the browser has it; a template is no file to be had."""
        if Path(full_path).suffix == ".html":
            return Response(status_code=404)
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _page_of(path: str) -> str:
    return path.removeprefix(CONSOLE_PATH).strip("/").partition("/")[0]
