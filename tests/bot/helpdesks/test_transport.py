from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import repeat

from bot.helpdesks.transport import BODY_SECONDS, EXCHANGE_SECONDS, MAX_READ_BYTES, Response, Transport
from bot.outbox import LEASE_SECONDS
from tests.patience import PATIENCE_SECONDS

OK = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"
DRIP_SECONDS = 0.02


class Peer(socketserver.ThreadingTCPServer):
    """A receiver that writes these pieces, byte by byte where it drips, as long as anybody reads them."""

    daemon_threads = True

    def __init__(self, pieces: Callable[[], Iterator[bytes]], drips: bool) -> None:
        self.pieces, self.drips = pieces, drips
        self.connections = self.written = 0
        self.was_left = threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/told"


class _Handler(socketserver.StreamRequestHandler):
    server: Peer

    def handle(self) -> None:
        self.server.connections += 1
        try:
            while self._read_request():
                for piece in self.server.pieces():
                    self.wfile.write(piece)
                    self.server.written += len(piece)
                    if self.server.drips:
                        time.sleep(DRIP_SECONDS)
        except OSError:
            self.server.was_left.set()

    def _read_request(self) -> bool:
        length = 0
        while (line := self.rfile.readline()) not in (b"\r\n", b""):
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        return bool(line) and len(self.rfile.read(length)) == length


@contextmanager
def peer(pieces: Callable[[], Iterator[bytes]], drips: bool = False) -> Iterator[Peer]:
    with Peer(pieces, drips) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def timed_post(url: str, exchange_seconds: float) -> tuple[Response, float]:
    started = time.monotonic()
    with closing(Transport(exchange_seconds=exchange_seconds)) as transport:
        response = transport.post(url, b"{}", {})
    return response, time.monotonic() - started


def test_headers_that_come_drop_by_drop_are_not_waited_for_beyond_the_deadline() -> None:
    with peer(lambda: repeat(b"X"), drips=True) as server:
        response, seconds = timed_post(server.url, exchange_seconds=0.5)

        assert response == Response(0, "it took longer than 0.5 seconds in all")
        assert seconds < 5
        assert server.was_left.wait(PATIENCE_SECONDS)


def test_interim_answers_without_end_are_not_waited_for_beyond_the_deadline() -> None:
    with peer(lambda: repeat(b"HTTP/1.1 102 Processing\r\n\r\n"), drips=True) as server:
        response, seconds = timed_post(server.url, exchange_seconds=0.5)

        assert (response.status, seconds < 5) == (0, True)


def test_body_that_comes_drop_by_drop_changes_nothing_of_what_was_answered() -> None:
    def pieces() -> Iterator[bytes]:
        yield OK % 1_000_000
        yield from repeat(b"x")

    with peer(pieces, drips=True) as server:
        response, seconds = timed_post(server.url, exchange_seconds=EXCHANGE_SECONDS)

        assert response == Response(200)
        assert seconds < BODY_SECONDS + 5
        assert server.was_left.wait(PATIENCE_SECONDS)


def test_body_without_end_is_read_no_further_than_its_bound() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"HTTP/1.1 500 Oops\r\nRetry-After: 7\r\n\r\n"
        yield from repeat(b"x" * MAX_READ_BYTES)

    with peer(pieces) as server:
        response, seconds = timed_post(server.url, exchange_seconds=EXCHANGE_SECONDS)

        assert (response, seconds < BODY_SECONDS) == (Response(500, "", 7.0), True)
        assert server.was_left.wait(PATIENCE_SECONDS)


def test_connection_with_a_short_body_is_used_again() -> None:
    with peer(lambda: iter([OK % 2, b"{}"])) as server, closing(Transport()) as transport:
        assert [transport.post(server.url, b"{}", {}).status for _ in range(3)] == [200, 200, 200]
        assert server.connections == 1


def test_delivery_of_two_exchanges_ends_before_another_sender_may_take_it() -> None:
    assert 2 * EXCHANGE_SECONDS < LEASE_SECONDS / 2
