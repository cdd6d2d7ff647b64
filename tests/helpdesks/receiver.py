"""A program on 127.0.0.1 that is told things over HTTP, and answers as a test wants it to."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.patience import PATIENCE_SECONDS


@dataclass(frozen=True)
class Received:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """How a request is answered; with `after`, not before it is set."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    after: threading.Event | None = None


class Receiver:
    """Keeps what it receives, and answers with the replies that are queued, then with what `reply` says."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.queue: deque[Reply] = deque()
        self._changed = threading.Condition()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                receiver._serve(self)

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_: Any) -> None:
                """Says nothing of a connection that ended with a server that a test has killed."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def reply(self, request: Received) -> Reply:
        """How a request is answered when nothing is queued."""
        return Reply()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    def wait_for(self, condition: Callable[[list[Received]], Any]) -> list[Received]:
        """All that was received, as soon as the condition holds for it."""
        with self._changed:
            met = self._changed.wait_for(lambda: condition(self.received), PATIENCE_SECONDS)
            assert met, f"received only {[(one.path, one.body[:200]) for one in self.received]}"
            return list(self.received)

    def note(self) -> None:
        """Lets those who wait look again."""
        with self._changed:
            self._changed.notify_all()

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        request = Received(handler.path, {name.lower(): value for name, value in handler.headers.items()}, body)
        with self._changed:
            reply = self.queue.popleft() if self.queue else self.reply(request)
            self.received.append(request)
            self._changed.notify_all()
        if reply.after:
            reply.after.wait(PATIENCE_SECONDS)
        handler.send_response(reply.status)
        for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(reply.body)
