"""How long customers waited for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.answer import Reason
from bot.insights.facts import Waits


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


def waiting(waits: Waits) -> Waiting:
    """The summary of waits; reasons come with the commonest first."""
    seconds = waits.seconds
    return Waiting(
        asked=waits.asked,
        taken=len(seconds),
        open=waits.open,
        missed=waits.asked - len(seconds) - waits.open,
        median_seconds=float(np.percentile(seconds, 50)) if len(seconds) else None,
        p90_seconds=float(np.percentile(seconds, 90)) if len(seconds) else None,
        reasons=sorted(waits.reasons.items(), key=lambda pair: (-pair[1], pair[0] or "")),
    )
