"""Phone numbers: international ones, national ones that are written like one or stand near a word that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import phonenumbers

from bot.masking.labels import HASH_BEFORE, OTHER_BEFORE, PHONE
from bot.masking.spans import Placeholder, Span

_SEPARATOR = r"(?: ?[-./] ?|[ ()]{1,3})"
_RUN = re.compile(
    rf"(?<![A-Za-z0-9_#.,])(?<![A-Za-z0-9][-./])\(?(?:\+ ?)?\(?\d(?:{_SEPARATOR}?\d){{6,40}}\)?"
    r"(?![A-Za-wyz0-9_]|[,.:]\d|-[A-Za-z0-9])"
)
_DIALLED = re.compile(r"(?:tel:|sms:|wa\.me/|[?&]phone=)\+?(\d[\d.-]{6,18}\d)")
_GROUP = re.compile(r"\d+")
_EXTENSION = re.compile(r"(?:,? ?(?:ext(?:ension)?\.?|x|durchwahl|dw\.?|app\.?|分机|转) ?:?\d{1,5}(?!\d))?", re.I)
_E164_DIGITS = range(7, 16)
_E164_AFTER_ZEROS = range(9, 16)
_NATIONAL_DIGITS = range(9, 13)
_MAX_PREFIXES = 8
_FORMATTED = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:1[ .-]?)?\(?[2-9]\d\d\)?(?:([-.]| )\d{3}\1\d{4}|[ -]?\d{3}[-. ]\d{4})",  # North America
        r"(?:1[ .-])?\d{3}([-.])\d{3}\1\d{4}",
        r"\(\d{2,5}\) ?[-/]?\d{2,5}(?:[ -]?\d{2,8}){0,3}",
        r"\(?0\d{1,5}\)?(?: ?[-/.] ?| )\d{2,8}(?:[ ./-]{1,3}\d{1,8}){0,5}",  # a trunk prefix, in groups
        r"0[1-9]\d{8,10}",  # … or in one
        r"1[3-9]\d{9}|1[3-9]\d([ -])\d{4}\1\d{4}",  # China
        r"[679]\d\d(?:([ -])\d\d){1}(?:\1\d\d){2}|[6789]\d([ -])\d{3}\2\d\d\2\d\d",  # Spain
        r"[6-9]\d{4}[ -]\d{5}",  # India
        r"8[ -]?\(?9\d\d\)?[ -]?\d{3}[ -]?\d\d[ -]?\d\d",  # Russia
        r"(?:55|33|81) \d{4} \d{4}|[1-9]\d 9\d{4}-\d{4}",  # Mexico, Brazil
    )
)
_BEFORE_CHARS = 44
_AFTER_CHARS = 32
# A sentence ends; what it said of a phone is no longer about the number.
_BREAK = re.compile(r"[!?。！？]|(?<!tel)(?<!no)(?<!nr)\. ?(?=[A-Z\n])|[^:：\s]\s*\n", re.I)
_JOINED = re.compile(r"[\s,;/|&、和或]{0,4}(?:(?:or|and|und|oder|y|o|et|ou|to|nach|a|и|或|和|أو|و)[\s,]{1,2})?", re.I)
_LINKED_AFTER = re.compile(
    r"[\s,)\"'-]{0,3}(?:(?:is|was|=|ist|war|es|era|est|这是|是|为|هو|هذا|это)[\s:]{0,2})?"
    r"(?:(?:my|our|the|his|her|mein|meine|die|mi|el|mon|le|我的|我|mobile|cell|new|old|neue|alte|registered|current)\s?){0,3}"
    r"[(\s]{0,2}(?:on |via |per |por |en )?",
    re.I,
)


def phone_numbers(text: str) -> Iterator[Span]:
    """The phone numbers of a folded text."""
    last = -1  # where the last number ended: several share one word before them
    place = 0
    while run := _RUN.search(text, place):
        groups = [(group.start(), group.end()) for group in _GROUP.finditer(text, *run.span())]
        span = _number(text, run.start(), groups, last)
        place = groups[0][1]  # another number may begin with the next group
        if span is not None:
            end = _EXTENSION.match(text, span.end)
            last = end.end() if end else span.end
            if (
                text[last : last + 1] == ")"
                and "(" in text[span.start : last]
                and text[span.start : last].count(")") == 0
            ):
                last += 1
            place = last
            yield Span(span.start, last, Placeholder.PHONE)
    for dialled in _DIALLED.finditer(text):
        yield Span(*dialled.span(1), Placeholder.PHONE)


def _number(text: str, start: int, groups: Sequence[tuple[int, int]], last: int) -> Span | None:
    written = text[start : groups[-1][1]]
    before = text[max(0, start - _BEFORE_CHARS) : start]
    plus = written.lstrip("(").startswith("+")
    if plus or written.startswith("00"):
        end = _international_end(text, start, groups, plus)
        if end is not None and (plus or not OTHER_BEFORE.search(before)):
            return Span(start, end, Placeholder.PHONE)
    if HASH_BEFORE.search(before) or OTHER_BEFORE.search(before):
        return None
    end = _formatted_end(text, start, groups)
    if end is None and _is_called_phone(text, start, groups, last):
        end = _labelled_end(groups)
    return None if end is None else Span(start, end, Placeholder.PHONE)


def _international_end(text: str, start: int, groups: Sequence[tuple[int, int]], plus: bool) -> int | None:
    """Where the longest valid number ends; if none is valid, the longest of a length that the country has."""
    possible = None
    for _, end in reversed(_prefixes(groups, _E164_DIGITS if plus else _E164_AFTER_ZEROS, zeros=0 if plus else 2)):
        digits = "+" + "".join(_GROUP.findall(text[start:end].replace("(0)", ""))).removeprefix("" if plus else "00")
        try:
            number = phonenumbers.parse(digits)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return end
        if possible is None and phonenumbers.is_possible_number(number):
            possible = end
    return possible


def _prefixes(groups: Sequence[tuple[int, int]], digits: range, zeros: int = 0) -> list[tuple[int, int]]:
    """The groups with which a number of so many digits may end."""
    total = -zeros
    found = []
    for group in groups:
        total += group[1] - group[0]
        if total >= digits.stop:
            break
        if total in digits:
            found.append(group)
    return found[-_MAX_PREFIXES:]


def _formatted_end(text: str, start: int, groups: Sequence[tuple[int, int]]) -> int | None:
    for _, end in reversed(_prefixes(groups, _NATIONAL_DIGITS)):
        if any(pattern.fullmatch(text, start, end) for pattern in _FORMATTED):
            return end
    return None


def _labelled_end(groups: Sequence[tuple[int, int]]) -> int | None:
    ends = _prefixes(groups, _E164_DIGITS)
    return ends[-1][1] if ends else None


def _is_called_phone(text: str, start: int, groups: Sequence[tuple[int, int]], last: int) -> bool:
    if last >= 0 and _JOINED.fullmatch(text, last, start):
        return True
    before = text[max(0, start - _BEFORE_CHARS) : start]
    labels = list(PHONE.finditer(before))
    if labels:
        gap = before[labels[-1].end() :]
        if not re.search(r"\d{4}|\0", gap) and not _BREAK.search(gap):
            return True
    end = groups[-1][1]
    after = PHONE.search(text, end, end + _AFTER_CHARS)
    return after is not None and bool(_LINKED_AFTER.fullmatch(text, end, after.start()))
