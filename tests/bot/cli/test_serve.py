from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.store.database import Database, default_url
from bot.store.tables import conversations
from embeddings.encoder import PassageEncoder
from embeddings.home import Home
from embeddings.model_files import ModelFiles
from tests.bot.articles import ROOT
from tests.bot.cli.conftest import Cli
from tests.embeddings.builders import articles, publisher
from tests.patience import PATIENCE_SECONDS


@dataclass
class Server:
    """A server of its own process."""

    process: subprocess.Popen[str]
    url: str
    announced: str

    def get(self, path: str) -> tuple[int, str]:
        with urllib.request.urlopen(self.url + path, timeout=PATIENCE_SECONDS) as response:
            return response.status, response.read().decode()

    def ask(self, message: str) -> dict[str, Any]:
        request = urllib.request.Request(
            f"{self.url}/v1/chat",
            json.dumps({"message": message}).encode(),
            {"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:
            answer: dict[str, Any] = json.load(response)
        return answer


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], Server]]:
    """Starts servers on free ports, and ends those that a test left running."""
    monkeypatch.setenv("CITEDESK_RELEASE_POLL_SECONDS", "0.05")
    started: list[subprocess.Popen[str]] = []

    def start(home: Path) -> Server:
        command = [str(Path(sys.executable).with_name("citedesk")), "serve", "--port", "0", "--home", str(home)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT)
        started.append(process)
        assert process.stderr
        announced = ""
        while not (found := re.search(r"(http://[\d.]+:\d+)/openapi\.json", announced)):
            line = process.stderr.readline()
            assert line, f"the server ended: {announced}"
            announced += line
        return Server(process, found[1], announced)

    yield start
    for process in started:
        process.kill()
        process.communicate()


def end(server: Server) -> tuple[int, str]:
    server.process.send_signal(signal.SIGTERM)
    _, rest = server.process.communicate(timeout=PATIENCE_SECONDS)
    return server.process.returncode, rest


def test_server_answers_without_torch_and_ends_cleanly(serve: Callable[[Path], Server], home: Path) -> None:
    server = serve(home)

    assert all(f"{server.url}{path}" in server.announced for path in ("/", "/help", "/openapi.json"))
    assert server.get("/healthz")[0] == 200
    assert Home(home).current() in server.get("/readyz")[1]
    answer = server.ask("How do Fees work?")
    assert answer["outcome"] == "answered"
    assert answer["citations"][0]["article_id"] == "fees"
    assert server.get("/help")[0] == 200
    assert server.get("/help/articles/fees")[0] == 200
    mapped = Path(f"/proc/{server.process.pid}/maps").read_text(encoding="utf-8")
    assert "onnxruntime" in mapped
    assert not re.search(r"libtorch|libc10|sentence_transformers", mapped)
    code, rest = end(server)
    assert (code, rest) == (0, "")


def test_sync_is_swapped_in_under_load_without_a_failed_request(
    serve: Callable[[Path], Server], home: Path, model_files: ModelFiles, encoder: PassageEncoder
) -> None:
    server = serve(home)
    first = Home(home).current()
    seen: list[list[str]] = [[] for _ in range(4)]
    failures: list[Exception] = []
    warm = threading.Barrier(5)

    def ask(releases: list[str]) -> None:
        try:
            while not releases or releases[-1] == first:
                releases.append(server.ask("How do Fees work?")["release"])
                if len(releases) == 1:
                    warm.wait(PATIENCE_SECONDS)
        except Exception as error:  # noqa: BLE001 (the test's own thread must hear of everything)
            failures.append(error)

    threads = [threading.Thread(target=ask, args=(releases,)) for releases in seen]
    for thread in threads:
        thread.start()
    warm.wait(PATIENCE_SECONDS)
    second = publisher(home, model_files, lambda: encoder).publish(articles()[:10]).release
    for thread in threads:
        thread.join(PATIENCE_SECONDS)

    assert failures == []
    assert [set(releases) for releases in seen] == [{first, second}] * 4
    code, rest = end(server)
    assert code == 0
    assert f"serving release {second}" in rest


def test_server_starts_before_anything_is_published(
    serve: Callable[[Path], Server], tmp_path: Path, published: Path
) -> None:
    server = serve(tmp_path)

    assert "No answers yet: No index has been published" in server.announced
    assert server.get("/healthz")[0] == 200
    with pytest.raises(urllib.error.HTTPError) as refused, urllib.request.urlopen(f"{server.url}/readyz"):
        pass
    with refused.value as response:
        assert response.code == 503
    assert end(server)[0] == 0


def test_port_in_use_is_named_with_the_remedy(cli: Cli, home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = cli("serve", "--port", port, "--home", home)

    assert (run.code, run.out) == (2, "")
    assert (
        f"Cannot listen on 127.0.0.1:{port}: Address already in use. Choose another with --port or CITEDESK_PORT"
        in run.err
    )


def test_host_that_is_none_is_named(cli: Cli, home: Path) -> None:
    run = cli("serve", "--host", "no.such.host.invalid", "--port", 0, "--home", home)

    assert run.code == 2
    assert "Cannot listen on no.such.host.invalid" in run.err


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_port_out_of_range_is_refused(cli: Cli, home: Path, port: str) -> None:
    run = cli("serve", "--port", port, "--home", home)

    assert run.code == 2
    assert "port" in run.err


def test_conversation_outlives_kill_9_and_the_next_start_forgets_what_is_too_old(
    serve: Callable[[Path], Server], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(home)
    path = f"/v1/conversations/{server.ask('How do Fees work?')['conversation_id']}/messages"
    server.process.kill()
    server.process.wait()
    messages = json.loads(serve(home).get(path)[1])["messages"]
    assert [message["role"] for message in messages] == ["user", "bot"]

    database = Database(default_url(home))
    with database.writing() as connection:
        connection.execute(update(conversations).values(active_at=datetime.now(UTC) - timedelta(days=8)))
    database.close()
    monkeypatch.setenv("CITEDESK_RETENTION_DAYS", "7")
    process = serve(home).process
    assert process.stderr
    assert "Deleted 1 conversations in which nothing was said for 7 days." in process.stderr.readline()


def test_database_that_is_away_stops_neither_the_server_nor_the_help_centre(
    serve: Callable[[Path], Server], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITEDESK_DATABASE_URL", "postgresql://desk:hush@127.0.0.1:1/desk")
    server = serve(home)

    assert "is ready" not in server.announced
    assert "runs without its database" in server.announced
    assert "could not be opened" in server.announced
    assert server.get("/healthz")[0] == server.get("/help")[0] == 200
    for request in (lambda: server.ask("How do Fees work?"), lambda: server.get("/readyz")):
        with pytest.raises(urllib.error.HTTPError) as error:
            request()
        with error.value as refused:
            assert (refused.code, refused.headers["Retry-After"]) == (503, "10")
            assert json.load(refused)["error"]["code"] == "store_unavailable"
    code, told = end(server)
    assert (code, "hush" in server.announced + told) == (0, False)
