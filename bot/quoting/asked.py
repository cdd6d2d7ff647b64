"""What a question asks for: its terms, and whether it wants steps, a yes or no, or a figure of some kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from embeddings.analysis import terms

_HOW_TO = re.compile(
    r"\b(how (do|can|to|should|would)|steps?|set ?up|guide|way to|where (do|can) i|what (should|can|do) i do"
    r"|what now)\b",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"\W*(?:(?:so|and|but|then|ok|okay)\W+)*"
    r"(is|are|am|was|do|does|did|have|has|can|could|may|might|must|should|will|would)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(not|no|never|cannot|cant|dont|doesnt|isnt|wont|didnt|\w+n['’]t|without)\b", re.IGNORECASE)
_LETTERS_AND_DIGITS = re.compile(r"[^\W\d_]+|\d+")
# Terms (stemmed) that say how something is asked; inside one article they only pick the wrong sentence.
_ASKING = frozenset(
    """
    am ani anyon can could did do doe get got had has have hello help hi how im ive just know long mani may might much
    must need now ok okay pleas should so still tell thank then want what when where which who whom whose whi would yet
    """.split()  # noqa: SIM905 (a list of words reads better than a list of strings)
)


class Figure(StrEnum):
    """A kind of figure that a question asks for or a text holds."""

    TIME = "time"
    MONEY = "money"
    NUMBER = "number"


_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_HELD = {
    Figure.TIME: re.compile(
        rf"\b(?:\d+|a few|one|two|three)[ -](?:business |working |calendar )?"
        rf"(?:seconds?|minutes?|min|hours?|days?|weeks?|months?|years?|{_MONTH})\b"
        rf"|\b\d+ ?h\b|\b{_MONTH},? \d|\b\d\d?:\d\d\b|\b\d{{4}}-\d\d-\d\d\b|\b(?:at once|immediately|instantly)\b",
        re.IGNORECASE,
    ),
    Figure.MONEY: re.compile(r"\d ?%|[$€£¥]|\d ?(?-i:[A-Z]{3,5})\b|\b(?:free|no (?:fees?|charges?|cost))\b", re.I),
    Figure.NUMBER: re.compile(r"(?<!\w)\d+(?!\w)"),
}
_ASKS = {
    Figure.TIME: re.compile(
        r"\b(when|how (?:long|soon|fast|quick(?:ly)?|often)|what (?:time|date|day)|until|deadline|dates?|duration|hours"
        r"|(?:which|what) (?:month|year)|takes?)\b",
        re.IGNORECASE,
    ),
    Figure.MONEY: re.compile(
        r"\b(how much|fees?|costs?|prices?|charged?|rates?|percent(?:age)?|expensive|cheap(?:er|est)?|minimum|min"
        r"|maximum|max|limits?|amount|volume|pay)\b|%",
        re.IGNORECASE,
    ),
    Figure.NUMBER: re.compile(
        r"\b(how (?:many|old|big|large|high|often)|versions?|number of|minimum|min|maximum|max|limits?|age|size)\b",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as extraction sees it; `terms` are without those that only say how it is asked, if others are left."""

    terms: frozenset[str]
    figures: frozenset[Figure]
    how_to: bool
    yes_no: bool
    negated: bool

    @property
    def wants_a_fact(self) -> bool:
        """Whether it is answered by a yes, a no or a figure."""
        return self.yes_no or bool(self.figures)


def asked_for(question: str, locale: str = "en") -> Asked:
    """What the question asks for."""
    found = loose_terms(question, locale)
    return Asked(
        terms=found - _ASKING or found,
        figures=frozenset(kind for kind, pattern in _ASKS.items() if pattern.search(question)),
        how_to=bool(_HOW_TO.search(question)),
        yes_no=bool(_YES_NO.match(question)),
        negated=bool(_NEGATED.search(question)),
    )


def asks_how(text: str) -> bool:
    """Whether a title asks what to do."""
    return bool(_HOW_TO.search(text))


def figures(text: str) -> frozenset[Figure]:
    """The kinds of figure that a plain text holds."""
    return frozenset(kind for kind, pattern in _HELD.items() if pattern.search(text))


def loose_terms(text: str, locale: str) -> frozenset[str]:
    """The distinct terms of a text, and the letters and digits of 'vip3' and '24h' apart, as others write them."""
    found = frozenset(terms(text, locale))
    joined = [term for term in found if term.isalnum() and not term.isalpha() and not term.isdigit()]
    return found.union(*(_LETTERS_AND_DIGITS.findall(term) for term in joined)) if joined else found
