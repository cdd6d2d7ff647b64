"""The lines of a customer's message, with the items of the lists in it: "1. …", "a) …", "- …", also within a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.small_talk import without_greeting

_MARK = re.compile(
    r"\s*(?:\(?(?:\d{1,2}|[a-h])[.)]|\d{1,2}\s+[-–]|q(?:uestion)?\.?\s*\d{1,2}\s*[:.)]|[-*•–])\s+", re.IGNORECASE
)
# What joins an item to the next one.
_JOINT_AT_END = re.compile(r"[\s,;]*\b(?:and|or|und|oder|y|o)\s*$", re.IGNORECASE)
# Within a line only what counts up from the first is a list: "two questions: 1. how … 2. when …".
_MARK_WITHIN = re.compile(r"(?:^|(?<=[\s:.;,?!]))\(?(?P<number>\d|[a-h])[.)]\s+", re.IGNORECASE)
_COUNTED = "123456789", "abcdefgh"
_ANNOUNCED = re.compile(
    r"""
    \W*(?:(?:(?:and|also|but)\ )?(?:i|we)(?:['’]?ve|\ have)?(?:\ got)?\ |(?:there|here)\ are\ )?
    (?:(?:just|only|my|our|these)\ )?
    (?:(?:a|one|two|three|four|five|[1-5]|a\ couple(?:\ of)?|a\ few|several|some)\ )?
    (?:(?:quick|more|short|other|different)\ )*
    (?:questions?|things?|points|issues|problems|topics)(?:\ (?:for\ you|please|here|about\ [^:?!.]{1,40}))?
    (?:\s*[:.,;–—-]\s*|\s*$)
    |
    \W*(?:(?:please|can\ you|could\ you)\ )*
    (?:i(?:['’]?d|\ would)?\ (?:want|need|like)\ (?:to\ (?:know|ask)|help\ with)|tell\ me|answer|explain
    |help(?:\ me)?\ with)\b[^.?!\n]{0,40}:\s*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_THANKS = re.compile(
    r"\W*(?:(?:many )?thanks?(?: (?:you|a lot|so much|in advance))*|thx|ty|cheers|danke|gracias)\W*", re.IGNORECASE
)
# "Thanks" and a name below it.
_NAME = re.compile(r"\s*[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){0,2}\s*")
_FEWEST_WORDS_OF_AN_ITEM = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its mark; `in_list` numbers the list of which it is an item, None outside of lists."""

    text: str
    in_list: int | None = None
    is_announced: bool = False


def lines(message: str) -> Iterator[Line]:
    """The lines of a message, without a name at its end, and the items of its lists.

    Items are announced by "two questions:" and the like.
    """
    number = 0
    was_item = is_announced = False
    written_lines = [line for line in message.splitlines() if line.strip()]
    if len(written_lines) > 1 and _NAME.fullmatch(written_lines[-1]) and _THANKS.fullmatch(written_lines[-2]):
        written_lines.pop()
    parts = [part for line in written_lines for part in _parts(line) if part.strip()]
    for place, text in enumerate(parts, start=1):
        mark = _MARK.match(text)
        if mark:
            number += not was_item
            was_item = True
            yield Line(_JOINT_AT_END.sub("", text[mark.end() :]), number, is_announced)
            continue
        was_item = False
        announcement = _ANNOUNCED.match(text := without_greeting(text))
        is_announced = announcement is not None
        left = text[announcement.end() :] if announcement else text
        if left.strip() or place == len(parts):
            yield Line(left if left.strip() else text)


def _parts(line: str) -> list[str]:
    """The line cut before each mark of a list that stands in it."""
    marks = list(_MARK_WITHIN.finditer(line))
    for counted in _COUNTED:
        cuts: list[int] = []
        for mark in marks:
            if len(cuts) < len(counted) and mark["number"].lower() == counted[len(cuts)]:
                cuts.append(mark.start())
        parts = [line[start:end] for start, end in zip([0, *cuts], [*cuts, len(line)], strict=True) if end > start]
        if len(cuts) > 1 and all(len(part.split()) > _FEWEST_WORDS_OF_AN_ITEM for part in parts[-len(cuts) :]):
            return parts
    return [line]
