"""The files of the widget and the page that shows it."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from os import PathLike, stat_result
from pathlib import Path

import rcssmin
import rjsmin
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
# What a reader of the sources needs and a browser does not: comments and white space.
STRIPPED = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}
_NEVER = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")


@dataclass(frozen=True, slots=True)
class Served:
    """A file of text as it is sent, plain and compressed, for as long as its `tag` is the same."""

    tag: str
    plain: bytes
    compressed: bytes

    @classmethod
    def of(cls, path: Path, tag: str) -> Served:
        """The file, without comments and white space where it is a script or a style sheet."""
        strip = STRIPPED.get(path.suffix)
        plain = path.read_bytes() if strip is None else strip(path.read_text("utf-8")).encode()
        return cls(tag, plain, gzip.compress(plain, mtime=0))


class WebFiles(StaticFiles):
    """Static files that may be kept for a few minutes and are then asked for again by their ETag.

    Scripts and style sheets are sent without their comments, text is compressed for those who take it so; each is made
    once for as long as the file stays as it is.
    """

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        self._served: dict[str, Served] = {}

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
        return self._text_response(str(full_path), response, Headers(scope=scope))

    def _text_response(self, path: str, whole: Response, requested: Headers) -> Response:
        """The same response with its body as it is sent; compressed under a tag of its own, because it is another."""
        tag = whole.headers["etag"]
        served = self._served.get(path)
        if served is None or served.tag != tag:
            served = self._served[path] = Served.of(Path(path), tag)
        headers = {name: whole.headers[name] for name in ("cache-control", "content-type", "last-modified", "vary")}
        if not _takes_gzip(requested.get("accept-encoding", "")):
            return Response(served.plain, whole.status_code, headers | {"etag": tag})
        headers |= {"content-encoding": "gzip", "etag": f'"{tag.strip(chr(34))}-gzip"'}
        response = Response(served.compressed, whole.status_code, headers)
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
