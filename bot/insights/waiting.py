"""How long customers waited for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.answer import Reason
from bot.insights.facts import Wait


@dataclass(frozen=True, slots=True)
class Waiting:
    """Every time that a person was asked for: `taken` by one, `open` still, or `missed`, ended before anybody came.

    The seconds are of those that were taken, None without any.
    """

    asked: int
    taken: int
    open: int
    missed: int
    median_seconds: float | None
    p90_seconds: float | None
    reasons: Sequence[tuple[Reason | None, int]]


def waiting(waits: Sequence[Wait]) -> Waiting:
    """The summary of waits; reasons come with the commonest first."""
    seconds = [one.seconds for one in waits if one.seconds is not None]
    still = sum(1 for one in waits if one.seconds is None and not one.is_over)
    reasons = Counter(one.reason for one in waits)
    return Waiting(
        asked=len(waits),
        taken=len(seconds),
        open=still,
        missed=len(waits) - len(seconds) - still,
        median_seconds=float(np.percentile(seconds, 50)) if seconds else None,
        p90_seconds=float(np.percentile(seconds, 90)) if seconds else None,
        reasons=sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0] or "")),
    )
