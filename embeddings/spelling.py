"""Misspelt terms: the only module that imports rapidfuzz."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Of shorter terms, too many are a letter away from another one. A long one may have two wrong letters.
SHORTEST = 4
LONG = 8
# What is longer is no word, and would only be remembered at length.
LONGEST = 40
MOST_REMEMBERED = 10_000


class Spelling:
    """Knows the terms of an index, each with the number of rows that hold it, and finds which one was meant."""

    def __init__(self, frequency: Mapping[str, int]) -> None:
        self._frequency = frequency
        self._by_letter: defaultdict[str, list[str]] = defaultdict(list)
        for term in frequency:
            if len(term) >= SHORTEST - 1 and term.isalpha():
                self._by_letter[term[0]].append(term)
        self._remembered: dict[str, str | None] = {}

    def nearest(self, term: str) -> str | None:
        """The known term that an unknown one is a misspelling of, else None.

        That is the one with the fewest letters wrong, left out, added or swapped, the most frequent among equals: one
        letter, two in a term of LONG letters. The first letter has to be right; terms with digits are never corrected.
        """
        if not SHORTEST <= len(term) <= LONGEST or not term.isalpha():
            return None
        try:
            return self._remembered[term]
        except KeyError:
            found = self._find(term)
        # Several threads ask at once: what one of them remembers, another may clear at any moment.
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[term] = found
        return found

    def _find(self, term: str) -> str | None:
        found = process.extract(
            term,
            self._by_letter.get(term[0], ()),
            scorer=OSA.distance,
            score_cutoff=1 if len(term) < LONG else 2,
            limit=None,
        )
        return min(found, key=lambda one: (one[1], -self._frequency[one[0]], one[0]))[0] if found else None
