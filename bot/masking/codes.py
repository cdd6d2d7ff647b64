"""One-time codes: 4 to 8 digits that the words near them call so."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from bot.masking.labels import CODE, HASH_BEFORE, OTHER_BEFORE
from bot.masking.spans import Placeholder, Span

_CANDIDATE = re.compile(
    r"(?<![A-Za-z0-9_#.,])(?<![A-Za-z0-9][-./])(?<![$€£¥+])"
    r"(?:\d{3}(?: ?- ?| |\.)\d{3}|\d{4}[ -]\d{4}|\d\d([ -])\d\d\1\d\d|\d(?:([ -])\d)(?:\2\d){2,6}|\d{4,8})"
    r"(?![A-Za-z0-9_%]|[.,:/-]\d|-[A-Za-z]| \d{3}(?!\d))"
    r"|(?i:(?<=otp)|(?<=otp-)|(?<=pin)|(?<=pin-)|(?<=code)|(?<=code-))\d{4,8}(?![A-Za-z0-9_%-]|[.,:/]\d)"
    r"|(?<![A-Za-z0-9_-])G[ -]\d{6}(?![\w-])"
)
# Letters and digits, right behind the words: 'verification code: 7F3K9Q'.
_MIXED_TOKEN = re.compile(r"(?<![A-Za-z0-9_-])(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{5,8}(?![A-Za-z0-9_-])")
_MIXED = re.compile(r"(?:\s(?:is|ist|es)\s|\s?[:：]\s?|是)((?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{5,8})(?![A-Za-z0-9_-])")
_FAR, _NEAR = 60, 26
_MAX_FOLLOWING = 3
_LABELS_BEFORE, _LABELS_AFTER = 100, 100
_BEFORE_CHARS = 44
_YEAR = re.compile(r"(?:19|20)\d\d")
_BREAK = re.compile(r"[。！]|[.!] ?(?=[A-Z\n])|\n\s*\n")
_JOINED = re.compile(r"[\s,;/|&、]{1,4}(?:(?:or|and|then|und|oder|dann|y|o|et|ou|或|和|ثم|أو|و)[\s,]{1,2})?", re.I)
_DIRECT = re.compile(
    r"(?:[\s:：=>\"'“”«»(→,*`-]|\bis\b|\bwas\b|\bist\b|\blautet\b|\bwar\b|\bes\b|\bera\b|\best\b|\bé\b|是|为|為|は|هو|هي"
    r"|\bthis\b|\bone\b|\bit\b|\bsays\b|\bshows\b|\bnow\b|\bnumber\b|\bnummer\b|\bhere\b)*",
    re.I,
)
_FROM_A_NUMBER = re.compile(
    r"(?:from|by|von|de|in|since|of|at|every|per|after|before|来自|من|desde|than|within|block)\s*$", re.I
)
_LINKED_AFTER = re.compile(
    r"[\s,)\"'“”←<-]{0,3}(?:(?:this is|that is|that's|is|was|as|for|=|by|via|per|por|ist|war|als|lautet|es|era"
    r"|como|est|这是|是|为|作为|هو|هي|это)"
    r"\s{0,2}(?:\w{1,14}\s?){0,4}|(?:a|an|the|my|your|mi|el|la|mein|meine|die|der|als) (?:\w{1,14} )?)?[(\s:-]{0,2}",
    re.I,
)


def one_time_codes(text: str) -> Iterator[Span]:
    """The one-time codes of a folded text."""
    candidates = list(_CANDIDATE.finditer(text))
    labels = _labels_near(text, [*candidates, *_MIXED_TOKEN.finditer(text)])
    starts = [label.start() for label in labels]
    last = -1  # where the last code ended: '482913 and 182734'
    for found in candidates if labels else ():
        listed = last >= 0 and _JOINED.fullmatch(text, last, found.start()) is not None
        if listed or found[0].startswith("G") or _is_called_code(text, found, labels, starts):
            last = found.end()
            yield Span(*found.span(), Placeholder.CODE)
    for label in labels:
        mixed = _MIXED.match(text, label.end()) if label["strong"] else None
        if mixed:
            yield Span(*mixed.span(1), Placeholder.CODE)


def _labels_near(text: str, candidates: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """The words about codes that are near enough to one of the candidates to explain it, in order."""
    labels: list[re.Match[str]] = []
    start = end = 0
    for candidate in sorted(candidates, key=re.Match.start):
        if candidate.start() - _LABELS_BEFORE > end:
            labels += CODE.finditer(text, start, end)
            start = candidate.start() - _LABELS_BEFORE
        end = candidate.end() + _LABELS_AFTER
    return [*labels, *CODE.finditer(text, start, end)]


def _is_called_code(text: str, found: re.Match[str], labels: Sequence[re.Match[str]], starts: Sequence[int]) -> bool:
    before = text[max(0, found.start() - _BEFORE_CHARS) : found.start()]
    digits = sum(character.isdigit() for character in found[0])
    place = bisect_right(starts, found.start())
    if place and labels[place - 1].end() <= found.start():
        label = labels[place - 1]
        gap = text[label.end() : found.start()]
        direct = _DIRECT.fullmatch(gap) is not None
        if label["other"] and len(gap) < _FAR:
            return False
        if direct and label["strong"]:
            return True
        if not HASH_BEFORE.search(before) and not OTHER_BEFORE.search(before) and _fits(found[0], digits, label, gap):
            return True
    if HASH_BEFORE.search(before) or OTHER_BEFORE.search(before):
        return False
    return not _is_year_or_round(found[0]) and any(
        (digits == 6 or label["strong"])
        and label.start() - found.end() <= _NEAR + _NEAR
        and _LINKED_AFTER.fullmatch(text, found.end(), label.start())
        for label in labels[place : place + _MAX_FOLLOWING]
        if not label["other"]
    )


def _fits(number: str, digits: int, label: re.Match[str], gap: str) -> bool:
    """Whether the word before, so far away, explains the number; six digits are believed more easily than others."""
    if _BREAK.search(gap) or "\0" in gap or re.search(r"\d{4}", gap) or _FROM_A_NUMBER.search(gap):
        return False
    if _is_year_or_round(number):
        return False
    if digits == 6:
        return len(gap) <= (_FAR if label["strong"] else _NEAR + 14)
    return bool(label["strong"]) and len(gap) <= _NEAR


def _is_year_or_round(number: str) -> bool:
    return _YEAR.fullmatch(number) is not None or number.endswith("000")
