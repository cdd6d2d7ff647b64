from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from bot.store.turns import Turns


def test_whoever_waits_comes_before_the_one_who_has_just_had_the_turn() -> None:
    turns, order = Turns(), list[str]()
    assert turns.acquire(1)

    def wait() -> None:
        assert turns.acquire(10)
        order.append("waited")
        turns.release()

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(wait)
        while not turns._waiting:
            pass
        turns.release()
        assert turns.acquire(10)
        order.append("again")
        turns.release()
        waiting.result()

    assert order == ["waited", "again"]


def test_who_has_waited_long_enough_leaves_the_others_their_turn() -> None:
    turns = Turns()
    assert turns.acquire(0)
    assert not turns.acquire(0.01)
    turns.release()

    assert turns.acquire(0)


def test_only_one_has_the_turn_however_many_want_it() -> None:
    turns, inside, most = Turns(), 0, 0
    begin = threading.Barrier(8)

    def take() -> None:
        nonlocal inside, most
        begin.wait()
        for _ in range(200):
            assert turns.acquire(10)
            inside += 1
            most = max(most, inside)
            inside -= 1
            turns.release()

    with ThreadPoolExecutor(8) as pool:
        for each in [pool.submit(take) for _ in range(8)]:
            each.result()

    assert (inside, most) == (0, 1)
