"""How fast a running server answers beside the bare encoding of the same questions, and how much memory it takes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import numpy as np

from bot.settings import Settings
from corpus.errors import EvaluationError
from embeddings.encoder import QueryEncoder
from embeddings.home import Home
from embeddings.publish import ProgressDisplay
from embeddings.release import Release, load_release
from eval.bench_publish import CITEDESK

MAX_QUESTIONS = 500
_WARM_UP = 10
_START_SECONDS = 60.0
_HOST = "127.0.0.1"
_READY = re.compile(rf"http://{re.escape(_HOST)}:(\d+)/")


@dataclass(frozen=True, slots=True)
class ServeSpeed:
    """A server from its start to its first answer, then `questions` answers, each beside its bare encoding.

    Milliseconds are as the client sees them; `resident_mb` (10^6 bytes) is the server process's after the last answer,
    None where the system does not tell.
    """

    first_answer_seconds: float
    questions: int
    answer_p50_ms: float
    answer_p95_ms: float
    encode_p50_ms: float
    encode_p95_ms: float
    resident_mb: float | None

    @property
    def p50_ratio(self) -> float:
        """How many times the bare encoding a served answer takes."""
        return self.answer_p50_ms / self.encode_p50_ms


def bench_questions(settings: Settings) -> list[str]:
    """What to ask: the titles and alternative questions of the home's release, at most so many."""
    return _spread([question.text for question in _release(settings).questions], MAX_QUESTIONS)


def measure_serving(settings: Settings, questions: Sequence[str], display: ProgressDisplay) -> ServeSpeed:
    """The speed of serving the home's release."""
    release = _release(settings)
    started = time.perf_counter()
    with _server(settings, started + _START_SECONDS) as (process, port):
        connection = HTTPConnection(_HOST, port, timeout=_START_SECONDS)
        _first_answer(connection, questions[0], process, started + _START_SECONDS)
        first_answer_seconds = time.perf_counter() - started
        for question in questions[:_WARM_UP]:
            _answer_ms(connection, question)
            _encode_ms(release.encoder, question)
        answer_ms, encode_ms = [], []
        with display.stage("Asking the server", len(questions)) as progress:
            for question in questions:
                answer_ms.append(_answer_ms(connection, question))
                encode_ms.append(_encode_ms(release.encoder, question))
                progress(1)
        connection.close()
        resident_mb = _resident_mb(process.pid)
    return ServeSpeed(
        first_answer_seconds=first_answer_seconds,
        questions=len(questions),
        answer_p50_ms=float(np.percentile(answer_ms, 50)),
        answer_p95_ms=float(np.percentile(answer_ms, 95)),
        encode_p50_ms=float(np.percentile(encode_ms, 50)),
        encode_p95_ms=float(np.percentile(encode_ms, 95)),
        resident_mb=resident_mb,
    )


def _release(settings: Settings) -> Release:
    home = Home(settings.home)
    return load_release(home.folder(home.current()), settings.threads)


@contextmanager
def _server(settings: Settings, deadline: float) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A running `citedesk serve` and its port; ended afterwards."""
    log = settings.home / "serve.log"
    command = [*CITEDESK, "serve", "--host", _HOST, "--port", "0", "--home", str(settings.home)]
    # The address it prints has to be the one it listens on.
    environment = {name: value for name, value in os.environ.items() if name != "CITEDESK_PUBLIC_URL"}
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, env=environment)
    try:
        yield process, _wait_for_port(process, log, deadline)
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for_port(process: subprocess.Popen[bytes], log: Path, deadline: float) -> int:
    while time.perf_counter() < deadline and process.poll() is None:
        found = _READY.search(log.read_text(encoding="utf-8"))
        if found:
            return int(found[1])
        time.sleep(0.005)
    raise EvaluationError(f"'citedesk serve' did not start: {log.read_text(encoding='utf-8').strip() or 'no message'}")


def _first_answer(connection: HTTPConnection, question: str, process: subprocess.Popen[bytes], deadline: float) -> None:
    """Asks until the server, which names its address just before it listens, takes the question."""
    while True:
        try:
            _answer_ms(connection, question)
            return
        except ConnectionRefusedError:
            connection.close()
            if time.perf_counter() > deadline or process.poll() is not None:
                raise EvaluationError("'citedesk serve' started but takes no connections.") from None
            time.sleep(0.005)


def _answer_ms(connection: HTTPConnection, question: str) -> float:
    body = json.dumps({"message": question}).encode()
    started = time.perf_counter()
    connection.request("POST", "/v1/chat", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    content = response.read()
    taken = time.perf_counter() - started
    if response.status != 200:
        raise EvaluationError(f"The server answered '{question}' with {response.status}: {content.decode()[:300]}")
    return taken * 1000


def _encode_ms(encoder: QueryEncoder, question: str) -> float:
    started = time.perf_counter()
    encoder.encode_query(question)
    return (time.perf_counter() - started) * 1000


def _spread(questions: Sequence[str], count: int) -> list[str]:
    """At most `count` of the questions, evenly spread over them."""
    step = max(1.0, len(questions) / count)
    return [questions[int(number * step)] for number in range(min(count, len(questions)))]


def _resident_mb(pid: int) -> float | None:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:  # not Linux
        return None
    found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else None
