from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI, Request
from starlette.middleware import Middleware

from bot.api.errors import add_error_handlers
from bot.api.middleware import BodyLimit, ConcurrencyLimit
from bot.api.server import MAX_HEAD_BYTES, MAX_HEADERS, server_config, trusted_proxies
from bot.settings import Settings
from corpus.errors import ConfigurationError
from tests.patience import PATIENCE_SECONDS

START = b"GET /who HTTP/1.1\r\nHost: x\r\n"


@contextmanager
def running(app: FastAPI, settings: Settings, family: int = socket.AF_INET) -> Iterator[int]:
    """The port of a real server as `citedesk serve` starts it."""
    listener = socket.socket(family)
    listener.bind(("::" if family == socket.AF_INET6 else "127.0.0.1", 0))
    listener.listen()
    server = uvicorn.Server(server_config(app, settings))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def application(body_seconds: float = PATIENCE_SECONDS) -> FastAPI:
    """Says who asks, reads a body, and holds requests back until it is told to go on."""
    app = FastAPI(middleware=[Middleware(ConcurrencyLimit, 2), Middleware(BodyLimit, 1000, body_seconds)])
    add_error_handlers(app)
    app.state.go_on, app.state.holding = asyncio.Event(), 0

    @app.get("/who")
    async def who(request: Request) -> dict[str, object]:
        return {"address": request.client and request.client.host, "scheme": request.url.scheme}

    @app.post("/body")
    async def body(request: Request) -> int:
        return len(await request.body())

    @app.get("/v1/held")
    async def held() -> None:
        app.state.holding += 1
        await app.state.go_on.wait()

    @app.get("/holding")
    async def holding() -> int:
        return int(app.state.holding)

    @app.get("/go-on")
    async def go_on() -> None:
        app.state.go_on.set()

    return app


@pytest.fixture
def port() -> Iterator[int]:
    with running(application(), Settings()) as port:
        yield port


def answer_to(port: int, *pieces: bytes, deadline_seconds: float = PATIENCE_SECONDS) -> bytes:
    """All that the server sends until it closes the connection; it may do so before all pieces are sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=deadline_seconds) as connection:
        received = b""
        with suppress(ConnectionError):  # closed with something still on its way
            for piece in pieces:
                connection.sendall(piece)
            while more := connection.recv(65536):
                received += more
        return received


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_headers_that_are_too_large_are_refused_with_an_envelope(port: int) -> None:
    answer = answer_to(port, START + b"X: " + b"x" * MAX_HEAD_BYTES + b"\r\n\r\n")

    head, _, body = answer.partition(b"\r\n\r\n")
    assert status_of(answer) == 431
    assert json.loads(body)["error"]["code"] == "request_header_fields_too_large"
    assert b"connection: close" in head.lower()
    assert f"content-length: {len(body)}".encode() in head.lower()


@pytest.mark.parametrize(
    "head",
    [
        START + b"".join(b"X-%d: x\r\n" % number for number in range(MAX_HEADERS)) + b"\r\n",
        START + b"X: x\r\n" * 5000 + b"\r\n",
        b"GET /who?" + b"x" * MAX_HEAD_BYTES + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_too_many_headers_and_addresses_without_end_are_refused(port: int, head: bytes) -> None:
    assert status_of(answer_to(port, head)) == 431


def test_as_many_headers_as_browsers_ever_send_are_read(port: int) -> None:
    headers = b"".join(b"X-%d: %s\r\n" % (number, b"x" * 300) for number in range(MAX_HEADERS - 2))

    assert status_of(answer_to(port, START + headers + b"Connection: close\r\n\r\n")) == 200


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (START + b"X: ", b"x" * 8192),
        (START + b"X", b"x" * 8192),
        (b"GET /", b"x" * 8192),
        (b"POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x" * 8192),
        (b"POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ", b"x" * 8192),
        (b"POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: x\r\n" * 1000),
    ],
)
def test_a_head_without_end_is_cut_off_long_before_it_fills_the_memory(port: int, start: bytes, piece: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(start)
        # What the kernel holds between the two counts as sent.
        with pytest.raises(ConnectionError):
            connection.sendall(piece * 3000)


def test_a_long_body_after_a_short_head_is_no_long_head(port: int) -> None:
    request = b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000
    last = request.replace(b"Host: x", b"Host: x\r\nConnection: close")

    answer = answer_to(port, request * 200, last)
    assert answer.count(b"HTTP/1.1 200 OK") == 201


def test_whoever_sends_no_whole_head_in_time_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.api.server.HEAD_SECONDS", 0.2)
    with running(application(), Settings()) as port:
        for start in (b"", START, b"\r\n"):
            assert answer_to(port, start) == b""


def test_a_body_that_takes_too_long_is_refused() -> None:
    with running(application(body_seconds=0.3), Settings()) as port:
        answer = answer_to(port, b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nx")

    assert status_of(answer) == 408
    assert b'"request_timeout"' in answer


def test_what_is_not_http_is_refused_with_an_envelope(port: int) -> None:
    answer = answer_to(port, b"\x16\x03\x01 hello\r\n\r\n")

    assert status_of(answer) == 400
    assert b'"bad_request"' in answer


def test_more_requests_at_once_than_can_be_served_are_told_when_to_come_again(port: int) -> None:
    url, patience = f"http://127.0.0.1:{port}", {"timeout": PATIENCE_SECONDS}
    held = [threading.Thread(target=httpx2.get, args=(f"{url}/v1/held",), kwargs=patience) for _ in range(2)]
    for thread in held:
        thread.start()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while httpx2.get(f"{url}/holding", timeout=PATIENCE_SECONDS).json() < 2:
        assert time.monotonic() < deadline
    response = httpx2.get(f"{url}/v1/nowhere", timeout=PATIENCE_SECONDS)
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "overloaded"
    assert response.headers["retry-after"] == "10"
    for path in ("who", "v1/conversations/one/events"):
        assert httpx2.get(f"http://127.0.0.1:{port}/{path}", timeout=PATIENCE_SECONDS).status_code != 503

    httpx2.get(f"http://127.0.0.1:{port}/go-on", timeout=PATIENCE_SECONDS)
    for thread in held:
        thread.join()
    assert httpx2.get(f"http://127.0.0.1:{port}/v1/nowhere", timeout=PATIENCE_SECONDS).status_code == 404


FORWARDED = {"X-Forwarded-For": "192.0.2.66, 203.0.113.7", "X-Forwarded-Proto": "https"}


@pytest.mark.parametrize(
    ("proxies", "address", "scheme"),
    [
        ("127.0.0.1", "203.0.113.7", "https"),
        ("10.0.0.1 127.0.0.0/8", "203.0.113.7", "https"),
        ("127.0.0.1,203.0.113.0/24", "192.0.2.66", "https"),
        ("*", "192.0.2.66", "https"),
        ("10.0.0.1", "127.0.0.1", "http"),
        ("", "127.0.0.1", "http"),
    ],
)
def test_what_a_proxy_says_is_believed_of_trusted_ones_alone(proxies: str, address: str, scheme: str) -> None:
    with running(application(), Settings(trusted_proxies=proxies)) as port:
        told = httpx2.get(f"http://127.0.0.1:{port}/who", headers=FORWARDED, timeout=PATIENCE_SECONDS).json()

    assert told == {"address": address, "scheme": scheme}


def test_a_trusted_proxy_is_recognised_by_a_server_that_listens_on_ipv6_too() -> None:
    with running(application(), Settings(), socket.AF_INET6) as port:
        told = httpx2.get(f"http://127.0.0.1:{port}/who", headers=FORWARDED, timeout=PATIENCE_SECONDS).json()

    assert told["address"] == "203.0.113.7"


@pytest.mark.parametrize("text", ["nginx", "10.0.0.1/8", "127.0.0.1, 300.0.0.1"])
def test_proxies_that_are_no_addresses_are_refused(text: str) -> None:
    with pytest.raises(
        ConfigurationError, match=r"CITEDESK_TRUSTED_PROXIES names .* as in '127\.0\.0\.1,10\.0\.0\.0/8'"
    ):
        trusted_proxies(text)
