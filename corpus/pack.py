"""Where to break a run of leaves into passages: the cheapest breaks that keep every passage within a budget."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.leaves import Leaf

# What a passage costs that is far from full, at most: enough to share a section out evenly, no more.
_SHORTFALL = 0.5


def pack(leaves: Sequence[Leaf], budget: int) -> list[Sequence[Leaf]]:
    """The leaves in groups of at most `budget` tokens for which passages and breaks cost least; an exact optimum.

    Each leaf has from 1 to `budget` tokens. Of breaks that cost the same, the earliest is taken. Nothing gives nothing.
    """
    costs, breaks = [0.0], [0]
    for end in range(1, len(leaves) + 1):
        tokens, best, best_start = 0, float("inf"), end - 1
        for start in range(end - 1, -1, -1):
            tokens += leaves[start].tokens
            if tokens > budget and start < end - 1:
                break
            shortfall = max(0.0, 1 - tokens / budget)
            cost = costs[start] + (leaves[start].penalty if start else 0) + 1 + _SHORTFALL * shortfall**2
            if cost <= best:
                best, best_start = cost, start
        costs.append(best)
        breaks.append(best_start)
    groups: list[Sequence[Leaf]] = []
    end = len(leaves)
    while end:
        groups.append(leaves[breaks[end] : end])
        end = breaks[end]
    return groups[::-1]


def halve(leaves: Sequence[Leaf]) -> tuple[Sequence[Leaf], Sequence[Leaf]]:
    """Two or more leaves in two groups, broken where it costs least and, of those places, nearest to the middle."""
    middle = len(leaves) / 2
    at = min(range(1, len(leaves)), key=lambda i: (leaves[i].penalty, abs(i - middle)))
    return leaves[:at], leaves[at:]
