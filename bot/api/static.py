"""The files of the widget and the page that shows it."""

from __future__ import annotations

from os import PathLike, stat_result
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

WEB = Path(__file__).parent.parent / "web"
CACHING = "public, max-age=300"
SCRIPT_TYPE = "text/javascript; charset=utf-8"


class WebFiles(StaticFiles):
    """Static files that may be kept for a few minutes and are then asked for again by their ETag."""

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or 304 when the browser has it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = CACHING
        # What a suffix means depends on the machine's own tables, and with nosniff a wrong type stops the script.
        if response.status_code == status_code and str(full_path).endswith((".js", ".mjs")):
            response.headers["Content-Type"] = SCRIPT_TYPE
        return response


def add_static_files(app: FastAPI, web: Path = WEB) -> None:
    """Serves the widget at /widget.js and the demo page at /; the other files of each below /widget/ and /demo/."""
    widget, demo = WebFiles(directory=web / "widget"), WebFiles(directory=web / "demo")

    async def widget_script(request: Request) -> Response:
        return await widget.get_response("citedesk.js", request.scope)

    async def demo_page(request: Request) -> Response:
        return await demo.get_response("index.html", request.scope)

    app.add_route("/widget.js", widget_script, include_in_schema=False)
    app.add_route("/", demo_page, include_in_schema=False)
    app.mount("/widget", widget)
    app.mount("/demo", demo)
