"""Phone numbers: international ones, national ones that are written like one or stand near a word that says so."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import phonenumbers

from bot.masking.labels import HASH_BEFORE, OTHER_BEFORE, PHONE
from bot.masking.spans import Placeholder, Span, blanked

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
_MAX_PREFIXES = 5
_FORMATTED = re.compile(
    r"(?:1[ .-]?)?\(?[2-9]\d\d\)?(?:(?P<us>[-.]| )\d{3}(?P=us)\d{4}|[ -]?\d{3}[-. ]\d{4})"  # North America
    r"|(?:1[ .-])?\d{3}(?P<n>[-.])\d{3}(?P=n)\d{4}"
    r"|\(\d{2,5}\) ?[-/]?\d{2,5}(?:[ -]?\d{2,8}){0,3}"
    r"|\(?0\d{1,5}\)?(?: ?[-/.] ?| )\d{2,8}(?:[ ./-]{1,3}\d{1,8}){0,5}"  # a trunk prefix, in groups
    r"|0[1-9]\d{8,10}"  # … or in one
    r"|1[3-9]\d{9}|1[3-9]\d(?P<cn>[ -])\d{4}(?P=cn)\d{4}"  # China
    r"|[679]\d\d(?P<es>[ -])\d\d(?:(?P=es)\d\d){2}|[89]\d(?P<e2>[ -])\d{3}(?P=e2)\d\d(?P=e2)\d\d"  # Spain
    r"|[6-9]\d{4}[ -]\d{5}"  # India
    r"|8[ -]?\(?9\d\d\)?[ -]?\d{3}[ -]?\d\d[ -]?\d\d"  # Russia
    r"|(?:55|33|81) \d{4} \d{4}|[1-9]\d 9\d{4}-\d{4}"  # Mexico, Brazil
)
_BEFORE_CHARS = 44
_AFTER_CHARS = 32
# A sentence ends; what it said of a phone is no longer about the number.
_NUMBER_OF_PHONE = re.compile(r"(?:phone|mobile|cell|tel|handy|telefon|whatsapp)\W{0,2}(?:no|nr|num|#)\W{0,3}$", re.I)
_ANOTHER = re.compile(r"\d{4}|\0")
_BREAK = re.compile(r"[!?。！？]|(?<!tel)(?<!no)(?<!nr)\. ?(?=[A-Z\n])|[^:：\s]\s*\n", re.I)
_JOINED = re.compile(r"[\s,;/|&、和或]{0,4}(?:(?:or|and|und|oder|y|o|et|ou|to|nach|a|и|或|和|أو|و)[\s,]{1,2})?", re.I)
_LINKED_AFTER = re.compile(
    r"[\s,)\"'-]{0,3}(?:(?:is|was|=|ist|war|es|era|est|这是|是|为|هو|هذا|это)[\s:]{0,2})?"
    r"(?:(?:my|our|the|his|her|mein|meine|die|mi|el|mon|le|我的|我|mobile|cell|new|old|neue|alte|registered|current)\s?){0,3}"
    r"[(\s]{0,2}(?:on |via |per |por |en )?",
    re.I,
)


def phone_numbers(text: str) -> list[Span]:
    """The phone numbers of a folded text."""
    found: list[Span] = []
    labels: list[re.Match[str]] | None = None
    last = -1  # where the last number ended: several share one word before them
    place = 0
    while run := _RUN.search(text, place):
        labels = list(PHONE.finditer(text)) if labels is None else labels
        groups = [(group.start(), group.end()) for group in _GROUP.finditer(text, *run.span())]
        joined = last >= 0 and _JOINED.fullmatch(text, last, run.start()) is not None
        end = _end(text, run.start(), groups, joined or _is_called_phone(text, run.start(), groups[-1][1], labels))
        place = groups[0][1]  # another number may begin with the next group
        if end is not None:
            place = last = _with_extension(text, run.start(), end)
            found.append(Span(run.start(), last, Placeholder.PHONE))
    dialled = _DIALLED.finditer(blanked(text, found))
    return found + [Span(*number.span(1), Placeholder.PHONE) for number in dialled]


def _end(text: str, start: int, groups: Sequence[tuple[int, int]], called_phone: bool) -> int | None:
    """Where the phone number that starts there ends; None if it is none."""
    written = text[start : start + 3].lstrip("(")
    plus = written.startswith("+")
    end = _international_end(text, start, groups, plus) if plus or written.startswith("00") else None
    if end is not None and plus:
        return end
    end = end or _formatted_end(text, start, groups)
    if end is None and called_phone:
        ends = _prefixes(groups, _E164_DIGITS)
        end = ends[-1][1] if ends else None
    before = text[max(0, start - _BEFORE_CHARS) : start]
    if end is not None and _NUMBER_OF_PHONE.search(before):
        return end
    return None if end is None or HASH_BEFORE.search(before) or OTHER_BEFORE.search(before) else end


def _with_extension(text: str, start: int, end: int) -> int:
    extension = _EXTENSION.match(text, end)
    end = extension.end() if extension else end
    closes = text.startswith(")", end) and "(" in text[start:end] and ")" not in text[start:end]
    return end + closes


def _international_end(text: str, start: int, groups: Sequence[tuple[int, int]], plus: bool) -> int | None:
    """Where the longest valid number ends; if none is valid, the longest of a length that the country has."""
    possible: int | None = None
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
    ends = (end for _, end in reversed(_prefixes(groups, _NATIONAL_DIGITS)))
    return next((end for end in ends if _FORMATTED.fullmatch(text, start, end)), None)


def _is_called_phone(text: str, start: int, end: int, labels: Sequence[re.Match[str]]) -> bool:
    place = bisect_left(labels, start, key=re.Match.start)
    if place and labels[place - 1].end() <= start:
        gap = text[labels[place - 1].end() : start]
        if len(gap) <= _BEFORE_CHARS and not _ANOTHER.search(gap) and not _BREAK.search(gap):
            return True
    after = labels[place].start() if place < len(labels) else end + _AFTER_CHARS + 1
    return end <= after <= end + _AFTER_CHARS and _LINKED_AFTER.fullmatch(text, end, after) is not None
