"""What of a sentence is left without its courtesies: one may end where the matter has hardly begun."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.learning.courtesies import in_any_language
from bot.small_talk import small_talk

_STOPS = r"[\s.!?,:;)\u2026\u3002\uff01\uff1f\uff0c\uff1a\uff1b\u061f\u060c\u061b]"
_COURTESY = re.compile(rf"{in_any_language('sentence')}{_STOPS}*", re.IGNORECASE | re.DOTALL)
_FILLER = re.compile(rf"{in_any_language('filler')}{_STOPS}*", re.IGNORECASE)
# What stands between two clauses; after a comma or a mere "and", a list may go on.
_AND, _BUT = in_any_language("and_word"), in_any_language("but_word")
# Blanks are looked at from their first on: a run of very many takes no longer than other text.
_BREAK = re.compile(
    rf"(?<!\s)(?:(?P<firm>\s*[;:\u061b]\s+|\s*[\uff1b\uff1a]\s*|\s+[\u2013\u2014-]+\s+|\s*\u2014\s*|\s*\n\s*"
    rf"|\s*[,\u060c]\s+{_BUT}\s+|\s+{_BUT}\s+|\s*\uff0c\s*{_BUT})"
    rf"|(?P<comma>\s*[,\u060c]\s+|\s*\uff0c\s*)(?:{_AND}\s+)?"
    rf"|(?P<joint>\s+{_AND}\s+))",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(rf"(?<!\w){in_any_language('subordinator')}\s+\w", re.IGNORECASE)
_DEPENDENT = re.compile(rf"{in_any_language('dependent')}(?!\w)", re.IGNORECASE)
_OPENER = re.compile(rf"{in_any_language('opener')}(?!\w)", re.IGNORECASE)
# Chinese words follow one another without blanks.
_NO_MATTER = re.compile(
    rf"\[name\]|(?<!\w){in_any_language('no_matter')}(?!\w)|{in_any_language('no_matter_unspaced')}", re.IGNORECASE
)
_WORD = re.compile(r"\w")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"(?<!\w)\d[\d.,]*(?![^\W\d_])|\d\s*[%\u20ac$]|(?<=[\u4e00-\u9fff])\d")


def own_part(sentence: str) -> str:
    """The sentence from where its own matter begins, as it is written; empty where it is courtesies and nothing else.

    It is the whole one where it does not begin with a courtesy.
    """
    clauses = list(_clauses(sentence))
    start, end, _ = clauses[0]
    if not _is_courtesy(sentence[start:end]):
        is_courtesy = _COURTESY.fullmatch(sentence.strip()) and not _DIGIT.search(sentence)
        return "" if is_courtesy or small_talk(sentence) else sentence
    if _NUMBER.search(sentence[start:end]):
        return sentence
    may_go_on = _SUBORDINATE.search(sentence[start:end]) is not None
    for place, (start, end, after) in enumerate(clauses[1:], 1):
        clause = sentence[start:end]
        is_own = _DIGIT.search(clause) or _is_own(clause, after, may_go_on=may_go_on)
        if is_own and not _asks_back([sentence[one:other] for one, other, _ in clauses[place:]]):
            return sentence[start:]
        may_go_on = may_go_on or _SUBORDINATE.search(clause) is not None
    return ""


def _clauses(sentence: str) -> Iterator[tuple[int, int, str]]:
    """Where each begins and ends, and what kind of break it follows."""
    start, after = 0, ""
    for found in _BREAK.finditer(sentence):
        if found.start() > start:
            yield start, found.start(), after
        start, after = found.end(), found.lastgroup or ""
    yield start, len(sentence), after


def _is_courtesy(clause: str) -> bool:
    """Whether it is one by itself, or would be with what it is about: "we are sorry"."""
    return any(_COURTESY.fullmatch(one) for one in (clause.strip(), f"{clause.strip()} it"))


def _asks_back(clauses: Sequence[str]) -> bool:
    """Whether they are a condition for courtesies: "if not, let me know"."""
    condition, *rest = clauses
    return bool(rest and _SUBORDINATE.match(condition)) and all(map(_is_said_alone, rest))


def _is_said_alone(clause: str) -> bool:
    is_courtesy = _COURTESY.fullmatch(clause.strip()) or _FILLER.fullmatch(clause.strip())
    return bool(is_courtesy or small_talk(clause))


def _is_own(clause: str, after: str, *, may_go_on: bool) -> bool:
    """Whether a clause that follows a courtesy has matter of its own.

    "Sorry to hear that the card is lost and the phone is gone" may go on after its "that".
    """
    if _is_said_alone(clause):
        return False
    if after == "joint" and (may_go_on or not _OPENER.match(clause)):
        return False
    if after == "comma" and may_go_on and not _OPENER.match(clause):
        return False
    return not _DEPENDENT.match(clause) and _WORD.search(_NO_MATTER.sub("", clause)) is not None
