from __future__ import annotations

import logging
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from bot.limits import MemoryCounters, UsageLimits
from bot.settings import Settings
from corpus.errors import ConfigurationError, UsageLimitError
from tests.patience import PATIENCE_SECONDS, TRIES
from tests.ports import free_port

ADDRESS = "203.0.113.7"
OPENED: list[UsageLimits] = []


class Clock:
    """A clock that stands until it is put forward."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def limits(clock: Clock | None = None, **settings: str) -> UsageLimits:
    """Limits of which only those given are there."""
    unlimited = {"limit_address": "", "limit_conversation": "", "limit_site": ""}
    limits = UsageLimits(Settings.model_validate(unlimited | settings), clock or time.monotonic)
    OPENED.append(limits)
    return limits


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().close()


def refusal(limits: UsageLimits, address: str = ADDRESS, conversation_id: str | None = None) -> UsageLimitError | None:
    """Why a message is refused; None if it is not."""
    try:
        limits.message(address, conversation_id)
    except UsageLimitError as error:
        return error
    return None


def test_what_goes_over_a_limit_is_refused_until_it_is_free_again(clock: Clock) -> None:
    few = limits(clock, limit_address="3/minute")
    assert [refusal(few) for _ in range(3)] == [None] * 3

    error = refusal(few)
    assert error is not None
    assert (error.code, error.is_quota) == ("busy", False)
    clock.now += error.retry_after - 1.1
    assert refusal(few) is not None
    clock.now += 1.1
    assert refusal(few) is None


def test_a_used_up_allowance_for_an_hour_or_more_is_a_quota(clock: Clock) -> None:
    for text, code in [("1/59 minutes", "busy"), ("1/hour", "quota"), ("1/day", "quota")]:
        few = limits(clock, limit_address=text)
        assert refusal(few) is None
        error = refusal(few)
        assert error is not None
        assert error.code == code


def test_of_several_full_windows_the_one_that_stays_full_longest_is_told(clock: Clock) -> None:
    few = limits(clock, limit_address="1/minute;1/day")
    assert refusal(few) is None

    error = refusal(few)
    assert error is not None
    assert error.code == "quota"
    assert error.retry_after > 60


@given(st.integers(1, 5), st.lists(st.floats(0, 90), max_size=40))
def test_whoever_waits_as_long_as_told_is_let_in(amount: int, pauses: list[float]) -> None:
    clock = Clock()
    few = limits(clock, limit_address=f"{amount}/minute;{amount * 3}/5 minutes")
    for pause in pauses:
        clock.now += pause
        error = refusal(few)
        if error:
            assert error.retry_after >= 1
            clock.now += error.retry_after
            assert refusal(few) is None


def test_what_is_refused_is_not_counted_in_any_window(clock: Clock) -> None:
    few = limits(clock, limit_address="2/minute", limit_site="4/minute")
    for _ in range(10):
        refusal(few)

    assert refusal(few, "203.0.113.8") is None
    assert refusal(few, "203.0.113.8") is None
    assert refusal(few, "203.0.113.9") is not None


def test_a_conversation_is_limited_wherever_its_messages_come_from(clock: Clock) -> None:
    few = limits(clock, limit_conversation="2/minute")
    assert [refusal(few, f"203.0.113.{n}", "c1") is None for n in range(3)] == [True, True, False]
    assert refusal(few, ADDRESS, "c2") is None
    assert refusal(few, ADDRESS, None) is None


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("fe80::1%eth0", "fe80::1%eth1", True),
        ("unknown", "unknown", True),
        ("x" * 5000, "x" * 5000 + "y", False),
    ],
)
def test_what_counts_as_one_sender(clock: Clock, first: str, second: str, is_same: bool) -> None:
    few = limits(clock, limit_address="1/minute")
    assert refusal(few, first) is None

    assert (refusal(few, second) is not None) == is_same


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", ""])
def test_the_machine_itself_is_limited_by_conversation_and_site_alone(clock: Clock, address: str) -> None:
    few = limits(clock, limit_address="1/minute", limit_conversation="3/minute")

    assert [refusal(few, address, "c1") is None for _ in range(4)] == [True, True, True, False]
    for _ in range(100):
        few.read(address)


def test_ten_times_as_many_other_requests_are_allowed_and_counted_apart(clock: Clock) -> None:
    few = limits(clock, limit_address="2/minute", limit_site="1/hour")
    for _ in range(20):
        few.read(ADDRESS)

    with pytest.raises(UsageLimitError):
        few.read(ADDRESS)
    assert refusal(few) is None


def test_without_a_limit_everything_is_allowed(clock: Clock) -> None:
    none = limits(clock, limit_site=" ")

    assert {refusal(none, conversation_id="c") for _ in range(10_000)} == {None}


def test_threads_together_get_no_more_than_is_allowed() -> None:
    few = limits(limit_address="100/day;100/hour", limit_site="150/day")
    with ThreadPoolExecutor(16) as threads:
        refused = list(threads.map(lambda n: refusal(few, f"203.0.113.{n % 2}") is not None, range(1000)))

    assert refused.count(False) == 150


def test_only_so_many_senders_are_remembered_those_seen_last() -> None:
    counters = MemoryCounters(Clock(), max_keys=100)
    for number in range(100_000):
        counters.acquire_sliding_window_entry("regular", 10, 60)
        counters.acquire_sliding_window_entry(f"sender {number}", 10, 60)

    assert counters.get_sliding_window("regular", 60)[2] == 100_000
    assert counters.get_sliding_window("sender 99999", 60)[2] == 1
    assert counters.get_sliding_window("sender 99000", 60)[2] == 0
    assert len(counters._counts) == 100


@pytest.mark.parametrize(
    "text", ["60", "60/minut", "0/minute", "-1/minute", "60/minute;", "many", "1e3/day", "60/minute x"]
)
def test_a_wrong_limit_is_refused_with_its_setting_and_an_example(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"CITEDESK_LIMIT_SITE is '.*as in '60/minute;1000/day'"):
        limits(limit_site=text)


# --- Redis


@pytest.fixture(scope="module")
def redis_program() -> str:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    return program


class RedisServer:
    """A Redis of the test's own, on a port that stays the same while it is started and ended."""

    def __init__(self, program: str, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        self._command = [program, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        with Redis.from_url(self.url) as client:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while time.monotonic() < deadline:
                try:
                    client.ping()
                except RedisConnectionError:
                    threading.Event().wait(0.02)
                else:
                    return
        pytest.fail("redis-server does not answer")

    def end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture
def redis(redis_program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    # A Redis that gets no turn on a busy machine must not be taken for one that is away.
    monkeypatch.setattr("bot.limits.REDIS_TIMEOUT_SECONDS", PATIENCE_SECONDS)
    server = RedisServer(redis_program, tmp_path)
    try:
        server.start()
        yield server
    finally:
        server.end()


def test_servers_that_share_redis_count_together(redis: RedisServer) -> None:
    first, second = (limits(limit_address="3/hour", limit_storage=redis.url) for _ in range(2))
    assert [refusal(server) for server in (first, second, first)] == [None] * 3

    error = refusal(second)
    assert error is not None
    assert error.code == "quota"
    assert 3590 <= error.retry_after <= 3601


def test_what_redis_refuses_is_not_counted(redis: RedisServer) -> None:
    few = limits(limit_address="2/minute", limit_site="3/minute", limit_storage=redis.url)
    assert [refusal(few) is None for _ in range(5)] == [True, True, False, False, False]

    assert refusal(few, "203.0.113.8") is None
    assert refusal(few, "203.0.113.8") is not None


def test_redis_lets_in_whoever_waits_as_long_as_told(redis: RedisServer) -> None:
    few = limits(limit_address="2/3seconds", limit_storage=redis.url)
    while refusal(few) is None:  # where a window ends meanwhile, three are let in
        pass

    deadline = time.monotonic() + PATIENCE_SECONDS
    while refusal(few):
        assert time.monotonic() < deadline


def test_redis_holds_no_more_than_is_allowed_under_threads(redis: RedisServer) -> None:
    few = limits(limit_address="50/day", limit_storage=redis.url)
    with ThreadPoolExecutor(16) as threads:
        refused = list(threads.map(lambda _: refusal(few) is not None, range(300)))

    assert refused.count(False) == 50


def test_redis_is_given_no_conversation_id_and_forgets_what_it_is_given(redis: RedisServer) -> None:
    few = limits(limit_conversation="3/day", limit_storage=redis.url)
    few.message(ADDRESS, "secret-id")

    with Redis.from_url(redis.url, decode_responses=True) as client:
        keys = list(client.scan_iter())
        assert len(keys) == 1
        assert "secret-id" not in keys[0]
        assert 0 < client.ttl(keys[0]) <= 2 * 86400


def test_while_redis_is_away_a_server_counts_by_itself_and_says_so_once_a_minute(
    redis: RedisServer, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    few = limits(clock, limit_address="2/hour", limit_storage=redis.url)
    assert refusal(few) is None
    redis.end()
    assert [refusal(few) is None for _ in range(3)] == [True, True, False]
    clock.now += 30
    refusal(few)
    assert len(caplog.records) == 1
    assert "counts its limits by itself" in caplog.text
    clock.now += 31
    refusal(few)
    assert len(caplog.records) == 2

    redis.start()
    clock.now += 6
    assert [refusal(few) is None for _ in range(3)] == [True, True, False]


def test_a_closed_connection_to_redis_is_opened_again_without_a_word(
    redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    few = limits(limit_address="2/hour", limit_storage=redis.url)
    assert refusal(few) is None
    redis.end()
    redis.start()

    assert refusal(few) is None
    assert not caplog.records


def test_a_redis_that_hangs_holds_up_one_message_for_less_than_a_second(caplog: pytest.LogCaptureFixture) -> None:
    spent = []
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for _ in range(TRIES):
            caplog.clear()
            began = time.monotonic()
            few = limits(limit_address="2/hour", limit_storage=f"redis://:hunter2@127.0.0.1:{silent.getsockname()[1]}")
            assert [refusal(few) is None for _ in range(3)] == [True, True, False]
            spent.append(time.monotonic() - began)

    assert min(spent) < 1
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "hunter2" not in caplog.text


def test_redis_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redis.backoff", None)

    with pytest.raises(ConfigurationError, match=r"pip install 'citedesk\[redis\]'"):
        limits(limit_storage="redis://127.0.0.1")


@pytest.mark.parametrize("address", ["redis://:hunter2@127.0.0.1:port/0", "redis://:hunter2/x@127.0.0.1/0"])
def test_an_address_that_redis_cannot_have_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(ConfigurationError, match="CITEDESK_LIMIT_STORAGE") as failure:
        limits(limit_storage=address)

    assert "hunter2" not in str(failure.value)
