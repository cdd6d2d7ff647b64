"""A text as patterns read it: the digits, dashes and spaces of every script as those of ASCII, nothing invisible."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# Format characters stand unseen inside numbers that were copied: soft hyphens, joiners, marks of direction. The others
# are what makes a digit a keycap emoji.
_INVISIBLE_CATEGORIES = frozenset({"Cf", "Me"})
_VARIATION_SELECTORS = frozenset("\ufe0e\ufe0f")
_MINUS_SIGNS = frozenset("\u2212\u30fc\uff70")


@dataclass(frozen=True, slots=True)
class Folded:
    """The text to search, and for each of its characters the place in the original; None where they are the same."""

    text: str
    places: list[int] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The start and end in the original of what stands at `text[start:end]`."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """The text as patterns read it."""
    if text.isascii():
        return Folded(text, None)
    known: dict[str, str] = {}
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = known.get(character)
        if plain is None:
            plain = known[character] = character if character.isascii() else _plain(character)
        if plain:
            characters.append(plain)
            places.append(place)
    return Folded("".join(characters), places)


def _plain(character: str) -> str:
    """One character, or none for what is invisible."""
    category = unicodedata.category(character)
    if category in _INVISIBLE_CATEGORIES or character in _VARIATION_SELECTORS:
        return ""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if category == "Pd" or character in _MINUS_SIGNS:
        return "-"
    if category == "Zs":
        return " "
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if len(compatible) == 1 and compatible != " " else character
