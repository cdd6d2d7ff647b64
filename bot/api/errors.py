"""The one place where errors become HTTP: which status each class has, and the envelope all of them travel in."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount
from starlette.types import Scope

from bot.api.schemas.errors import ErrorEnvelope
from bot.api.text import readable
from corpus.errors import (
    CitedeskError,
    ConflictError,
    ForbiddenError,
    NoReleaseError,
    NotAllowedError,
    NotFoundError,
    ReleaseError,
    StoreError,
    UnacceptablePasswordError,
    UsageLimitError,
)

RETRY_AFTER_SECONDS = 10
MAX_PROBLEMS = 8
MAX_FIELD_CHARS = 80
SERVER_FAILURE = "Something went wrong on the server; it has been logged. Please try again."

_log = logging.getLogger(__name__)


class Reply(NamedTuple):
    """How an error is answered; without a `message` the error's own words are safe to show."""

    status: int
    message: str | None = None


# The nearest class in an error's ancestry counts. The words of those that have a message here name paths or digests
# of the server: they go to its log, never to a customer.
REPLIES: Mapping[type[Exception], Reply] = {
    NotAllowedError: Reply(401),
    ForbiddenError: Reply(403),
    NotFoundError: Reply(404),
    ConflictError: Reply(409),
    UnacceptablePasswordError: Reply(422),
    UsageLimitError: Reply(429),
    NoReleaseError: Reply(503, "No articles have been published here yet. Run 'citedesk sync SOURCE' on the server."),
    ReleaseError: Reply(503, "The published articles cannot be loaded; the server's log says why."),
    StoreError: Reply(503, "Conversations can't be read or kept at the moment; the server's log says why."),
    CitedeskError: Reply(500, SERVER_FAILURE),
    Exception: Reply(500, SERVER_FAILURE),
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
HTTP_CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "payload_too_large"}
INVALID = "invalid_request"
# What pydantic finds when the body is no object, or is not declared as JSON and so was not parsed.
NO_OBJECT = {"missing", "model_attributes_type"}
MEANINGS = {
    400: "The body is not JSON in UTF-8.",
    401: "The key, signature or sign-in that gives access is missing or wrong.",
    403: "Whoever asks may not do this, or not from a page of another site.",
    404: "What was asked for by its id does not exist.",
    409: "What was sent contradicts what is stored.",
    413: "The body is too large.",
    422: "A field is wrong or unknown; the message says which and why.",
    429: "Too much was sent: `busy` for a moment, `quota` for longer; `Retry-After` says when to try again.",
    500: "The server failed.",
    503: "No index is loaded, or the database can't be used; `Retry-After` says when to try again.",
}


class PublicError(NamedTuple):
    """What the outside may know of an error."""

    status: int
    code: str
    message: str


def public_error(error: Exception, request: str) -> PublicError:
    """What a customer is told about the error; whatever is kept from them is logged with the request it befell."""
    status, message = next(REPLIES[ancestor] for ancestor in type(error).__mro__ if ancestor in REPLIES)
    if not isinstance(error, CitedeskError):
        _log.error("%s failed", request, exc_info=error)
        return PublicError(status, "internal_error", SERVER_FAILURE)
    if message is not None:
        _log.warning("%s: %s", request, error)
    return PublicError(status, error.code, message or readable(str(error)))


def error_response(error: Exception, request: str) -> Response:
    """The response to the error, as every error of the API is answered; `request` is for the log."""
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, UsageLimitError) else None
    return envelope(public_error(error, request), headers)


def request_name(scope: Scope) -> str:
    """What a request is called in the log: by its route, since the path may hold what gives access."""
    return f"{scope['method']} {getattr(scope.get('route'), 'path', 'an unknown path')}"


def envelope(error: PublicError, headers: Mapping[str, str] | None = None) -> Response:
    """The error as every error of the API is answered."""
    extra = dict(headers or {})
    if error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        extra["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if error.status == HTTPStatus.UNAUTHORIZED:
        extra["WWW-Authenticate"] = "Bearer"
    body = {"error": {"code": error.code, "message": readable(error.message), "status": error.status}}
    return JSONResponse(body, error.status, extra)


def http_error(error: HTTPException, method: str, path: str) -> Response:
    """The envelope of an error that the framework found: no such route, wrong method, unreadable or too large body."""
    message = error.detail
    if error.status_code == HTTPStatus.NOT_FOUND:
        message = f"Nothing is served at '{path[:MAX_FIELD_CHARS]}'; /openapi.json lists what is."
    elif error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        message = f"{method} is not possible at '{path[:MAX_FIELD_CHARS]}'; the Allow header says what is."
    elif error.status_code == HTTPStatus.BAD_REQUEST:
        message = "The request body could not be read as JSON in UTF-8."
    code = HTTP_CODES.get(error.status_code, HTTPStatus(error.status_code).name.lower())
    return envelope(PublicError(error.status_code, code, message), error.headers)


def check_length(field: str, text: str, limit: int) -> None:
    """Refuses a text that is longer than the settings allow. Raises RequestValidationError."""
    if len(text) > limit:
        why = f"is {len(text):,} characters long; at most {limit:,} are allowed"
        raise RequestValidationError([{"type": "too_long", "loc": ("body", field), "msg": why}])


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The responses with the envelope, for a route's part of the OpenAPI description."""
    return {status: {"model": ErrorEnvelope, "description": MEANINGS[status]} for status in statuses}


def add_error_handlers(app: FastAPI) -> None:
    """Makes every error of the app an envelope."""

    @app.exception_handler(CitedeskError)
    async def citedesk_error(request: Request, error: CitedeskError) -> Response:
        return error_response(error, request_name(request.scope))

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> Response:
        return envelope(PublicError(422, INVALID, _problems(error.errors())))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        response = http_error(error, request.method, request.url.path)
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED and (allowed := _allowed(request)):
            response.headers["Allow"] = ", ".join(allowed)
        return response


def _allowed(request: Request) -> list[str]:
    """The methods that are possible at the request's path; the framework names those of the first route alone."""
    routes = [route for route in request.app.routes if not isinstance(route, Mount)]
    tried = ((method, {**request.scope, "method": method}) for method in METHODS)
    return [method for method, scope in tried if any(route.matches(scope)[0] is Match.FULL for route in routes)]


def _problems(errors: Sequence[Mapping[str, Any]]) -> str:
    """Which fields are wrong and why, in one line."""
    shown = "; ".join(_problem(error) for error in errors[:MAX_PROBLEMS])
    more = len(errors) - MAX_PROBLEMS
    return shown + (f"; and {more} more" if more > 0 else "")


def _problem(error: Mapping[str, Any]) -> str:
    place, *inner = error["loc"]
    if error["type"] == "json_invalid":
        where = f" at character {inner[0]}" if inner else ""  # a signed body's parser says it in its own words
        return f"body: not valid JSON ({error['ctx']['error']}{where})"
    if error["type"] in NO_OBJECT and not inner:
        return "body: send a JSON object with the header 'Content-Type: application/json'"
    field = ".".join(str(part) for part in inner or [place])[:MAX_FIELD_CHARS]
    return f"{field}: unknown field" if error["type"] == "extra_forbidden" else f"{field}: {error['msg']}"
