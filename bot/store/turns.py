"""A lock for which nobody is passed over."""

from __future__ import annotations

from collections import deque
from threading import Lock


class Turns:
    """A lock that goes to those who wait for it in the order in which they came.

    Python's own goes to whoever asks first once it is free, which may be the thread that has just released it.
    """

    def __init__(self) -> None:
        self._guard, self._waiting, self._is_taken = Lock(), deque[Lock](), False

    def acquire(self, timeout: float) -> bool:
        """Whether it is the caller's turn now; False after so many seconds."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=timeout):
            return True
        with self._guard:
            if mine not in self._waiting:
                return True  # it was given just then
            self._waiting.remove(mine)
            return False

    def release(self) -> None:
        """Gives the turn to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False
