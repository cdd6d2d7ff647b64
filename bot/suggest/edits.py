"""How far a text was edited; with the spelling of the index, all that uses rapidfuzz."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

# A helpdesk whose editor knows no Markdown gets a link as "words (address)" and emphasised words without their marks.
_LINK = re.compile(r"\]\(")
_MARKS = re.compile(r"[\\`*_#\[\]()]")


def is_as_drafted(draft: str, sent: str) -> bool:
    """Whether what was sent is the draft, but for white space and the marks of Markdown."""
    return _without_layout(draft) == _without_layout(sent)


def edit_distance(draft: str, sent: str) -> float:
    """The letters put in, taken out or replaced, as a share of the longer text: 0 for the same, 1 for nothing left.

    White space counts as one blank, marks of Markdown as nothing.
    Source: Levenshtein 1966, divided by the length of the longer text.
    """
    return Levenshtein.normalized_distance(_without_layout(draft), _without_layout(sent))


def _without_layout(text: str) -> str:
    return " ".join(_MARKS.sub("", _LINK.sub(" ", text)).split())
