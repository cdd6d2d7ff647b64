"""The files of the widget and the page that shows it."""

from __future__ import annotations

import gzip
import re
from os import PathLike, stat_result
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.datastructures import Headers
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

WEB = Path(__file__).parent.parent / "web"
CACHING = "public, max-age=300"
# What a suffix means depends on the machine's own tables, and with nosniff a wrong type stops the script.
TEXT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_NEVER = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")


class WebFiles(StaticFiles):
    """Static files that may be kept for a few minutes and are then asked for again by their ETag.

    Text is compressed for those who take it so, once for as long as the file stays as it is.
    """

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self._compressed: dict[str, tuple[str, bytes]] = {}

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or 304 when the browser has it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        text_type = TEXT_TYPES.get(Path(full_path).suffix)
        response.headers["Cache-Control"] = CACHING
        if text_type is None:
            return response
        response.headers["Vary"] = "Accept-Encoding"
        if response.status_code != status_code:
            return response
        response.headers["Content-Type"] = text_type
        headers = Headers(scope=scope)
        if not _takes_gzip(headers.get("accept-encoding", "")):
            return response
        return self._compressed_response(str(full_path), response, headers)

    def _compressed_response(self, path: str, plain: Response, requested: Headers) -> Response:
        """The same response with its body compressed; under a tag of its own, because it is another body."""
        tag = plain.headers["etag"]
        known, body = self._compressed.get(path, ("", b""))
        if known != tag:
            body = gzip.compress(Path(path).read_bytes(), mtime=0)
            self._compressed[path] = tag, body
        kept = {name: plain.headers[name] for name in ("cache-control", "content-type", "last-modified", "vary")}
        encoded = {"content-encoding": "gzip", "etag": f'"{tag.strip(chr(34))}-gzip"'}
        response = Response(body, plain.status_code, kept | encoded)
        if self.is_not_modified(response.headers, requested):
            return NotModifiedResponse(response.headers)
        return response


def _takes_gzip(accepted: str) -> bool:
    names = (part.partition(";") for part in accepted.lower().split(","))
    return any(name.strip() == "gzip" and not _NEVER.fullmatch(weight) for name, _, weight in names)


def add_static_files(app: FastAPI, web: Path = WEB) -> None:
    """Serves the widget at /widget.js and the demo page at /; the other files of each below /widget/ and /demo/."""
    widget, demo = WebFiles(web / "widget"), WebFiles(web / "demo")

    async def widget_script(request: Request) -> Response:
        return await widget.get_response("citedesk.js", request.scope)

    async def demo_page(request: Request) -> Response:
        return await demo.get_response("index.html", request.scope)

    app.add_route("/widget.js", widget_script, include_in_schema=False)
    app.add_route("/", demo_page, include_in_schema=False)
    app.mount("/widget", widget)
    app.mount("/demo", demo)
