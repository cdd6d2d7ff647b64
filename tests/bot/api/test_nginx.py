from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.answer import Answer
from tests.bot.api.conftest import World
from tests.bot.api.event_stream import followed, until
from tests.patience import PATIENCE_SECONDS
from tests.ports import free_port

# Everything else is as nginx has it by default: buffering, HTTP/1.0 to the server, its own name as the host.
CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    {paths}
    server {{
        listen 127.0.0.1:{port};
        location / {{ proxy_pass {server}; }}
    }}
}}
"""
PATHS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@pytest.fixture(scope="module")
def program() -> str:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed")
    return program


@pytest.fixture
def proxy(program: str, server: str, tmp_path: Path) -> Iterator[str]:
    """The address of an nginx in front of the server."""
    port = free_port()
    paths = " ".join(f"{name}_temp_path {tmp_path / name};" for name in PATHS)
    (tmp_path / "nginx.conf").write_text(
        CONFIGURATION.format(folder=tmp_path, paths=paths, port=port, server=server), encoding="utf-8"
    )
    process = subprocess.Popen([program, "-p", tmp_path, "-e", "error.log", "-c", tmp_path / "nginx.conf"])
    try:
        for _ in range(PATIENCE_SECONDS * 50):
            with socket.socket() as attempt:
                if attempt.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, (tmp_path / "error.log").read_text(encoding="utf-8")
            threading.Event().wait(0.02)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def test_the_parts_of_an_answer_arrive_as_they_are_sent(
    world: World, proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.api.sse.PING_SECONDS", 0.05)
    go_on, answer_at_once = threading.Event(), world.answers.answer

    def held_back(*args: Any, **named: Any) -> Answer:
        assert go_on.wait(PATIENCE_SECONDS)
        return answer_at_once(*args, **named)

    monkeypatch.setattr(world.answers, "answer", held_back)
    body = {"message": "reset my 2FA", "stream": True}
    with httpx2.stream("POST", f"{proxy}/v1/chat", json=body, timeout=PATIENCE_SECONDS) as response:
        lines = response.iter_lines()
        start = next(line for line in lines if line.startswith("data: "))  # a ping may have been faster
        assert json.loads(start.removeprefix("data: "))["type"] == "start"
        # A ping before the answer is made shows that nothing is kept back until the end.
        assert next(line for line in lines if line.startswith(": ping"))
        go_on.set()
        rest = list(lines)

    assert rest[-2:] == ["data: [DONE]", ""]
    assert any('"type":"text-delta"' in line for line in rest)


def test_events_arrive_as_they_happen(world: World, proxy: str) -> None:
    conversation_id = world.conversations.start().id
    with followed(proxy, conversation_id) as events:
        assert until(events, "handoff").data["status"] == "bot"
        for text in ("One moment.", "Here it is."):
            world.conversations.say(conversation_id, "Kim", text)
            assert until(events, "message").data["text"] == text


def test_one_connection_to_the_proxy_serves_many_requests(proxy: str) -> None:
    with httpx2.Client(base_url=proxy, timeout=PATIENCE_SECONDS) as client:
        for _ in range(3):
            answer = client.post("/v1/chat", json={"message": "reset my 2FA"}, headers={"Accept-Encoding": "gzip"})
            assert answer.json()["outcome"] == "answered"
            assert client.get("/help").text.rstrip().endswith("</html>")


def test_an_own_page_may_chat_though_the_proxy_passes_its_own_name(proxy: str) -> None:
    headers = {"Host": "help.example", "Origin": "https://help.example"}

    own = httpx2.post(
        f"{proxy}/v1/chat",
        json={"message": "x"},
        headers=headers | {"Sec-Fetch-Site": "same-origin"},
        timeout=PATIENCE_SECONDS,
    )
    assert own.status_code == 200
    assert (
        httpx2.post(f"{proxy}/v1/chat", json={"message": "x"}, headers=headers, timeout=PATIENCE_SECONDS).status_code
        == 403
    )


def test_an_answer_can_be_read_by_the_oldest_of_proxies(server: str) -> None:
    head, body = b"POST /v1/chat HTTP/1.0\r\nContent-Type: application/json\r\n", b'{"message": "reset my 2FA"}'
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(
            b"POST /v1/chat HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n" + body
        )
        with connection.makefile("rb") as answer:
            head, _, received = answer.read().partition(b"\r\n\r\n")

    # In pieces it could not be: HTTP/1.0 has no word for them, though nginx asks in it and understands them.
    assert f"content-length: {len(received)}".encode() in head
    assert b"chunked" not in head
    assert json.loads(received)["outcome"] == "answered"
