"""Where the sentences of a paragraph begin and end.

A stop ends a sentence only where white space follows it and the next word may begin one. A stop that is missed makes
a quotation a little longer; a stop that is seen where there is none makes it wrong. So doubtful stops do not count.
"""

from __future__ import annotations

import re

Span = tuple[int, int]

# Marked-up or bracketed text that is never cut; lengths are bounded so that odd input costs linear time.
_PROTECTED = re.compile(
    r"""
      ``[^\n]{1,400}?`` | `[^`]{1,400}`
    | !?\[(?:[^\[\]]|\[[^\[\]]{0,400}\]){0,400}\](?:\((?:[^()]|\([^()]{0,400}\)){0,1000}\)|\[[^\[\]]{0,400}\])?
    | <[/!a-zA-Z][^<>]{0,400}>
    | \*\*(?=\S)(?:(?!\*\*).){1,600}?(?<=\S)\*\* | __(?=\S)(?:(?!__).){1,600}?(?<=\S)__
    | (?<![*\w])\*(?=[^\s*])[^*]{1,400}?(?<=\S)\*(?!\*) | (?<![_\w])_(?=[^\s_])[^_]{1,400}?(?<=\S)_(?![_\w])
    | \([^()]{1,400}\) | “[^“”]{1,400}” | 「[^「」]{1,400}」 | 『[^『』]{1,400}』 | （[^（）]{1,400}）
    """,
    re.VERBOSE | re.DOTALL,
)
_STOP = re.compile(
    r"""
      (?<![.!?…؟۔।])[.!?…؟۔।]++["'”’»)\]*_`]*+(?=\s|$)    # a stop and what closes after it, before white space
    | [。！？｡]++[」』）”’"*_]*+                             # Chinese and Japanese leave no space
    | (?<![ ])[ ]{2,}+(?=\r?\n) | \\(?=\r?\n) | <br\s*/?>  # a line break that the writer asked for
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"[^\s(\[\"'“‘*_/,;:–—]+$")
_OPENERS = " \t\r\n\"'“‘«([*_<>¿¡"
# "iOS 17 is supported": a small letter that begins a name, not a sentence that goes on.
_CAMEL_CASE = re.compile(r"[a-z]{1,3}[A-Z]")
_NUMBERING = re.compile(r"\W{0,8}(?:(?:step|part|option|section|chapter)\s+)?(?:\d{1,3}|[a-z])\.\W{0,8}", re.IGNORECASE)
# Particles that carry a Japanese sentence on after a closed bracket.
_JAPANESE_PARTICLES = "とのがをにはでも、，"

_NEVER_LAST = re.compile(r"e\.g|i\.e|eg|ie|vs|cf|mr|mrs|ms|dr|prof|st|approx|ca|incl|resp|viz|dept|z\.b|u\.a|bzw")
_BEFORE_NUMBERS = re.compile(r"nos?|nr|figs?|art|sec|vol|ch|pp?|v|ver|est|max|min|tel|ext")
# These, and initials, end a sentence only where a word follows that hardly ever has a capital otherwise.
_SELDOM_LAST = re.compile(
    r"inc|ltd|co|corp|jr|sr|al|am|pm|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|(?:[^\W\d_]\.)*[^\W\d_]"
)
_STARTER = re.compile(
    r"""a|after|all|an|and|as|at|before|but|by|do|each|for|from|he|how|however|if|in|it|its|make|my|no|not|on|once|our
    |please|she|so|that|the|their|then|there|these|they|this|to|use|we|what|when|where|which|while|why|with|you|your""",
    re.VERBOSE,
)


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The spans of the sentences of `text[start:end]`, a paragraph of Markdown, without white space around them.

    Every character that is not white space lies in exactly one of them. Links, inline code, bold and bracketed text
    are never cut.
    """
    end = len(text) if end is None else end
    part = text[start:end]
    guarded = [match.span() for match in _PROTECTED.finditer(part)]
    found: list[Span] = []
    begin = guard = 0
    for match in _STOP.finditer(part):
        stop = match.end()
        while guard < len(guarded) and guarded[guard][1] <= match.start():
            guard += 1
        # A guarded text that holds the stop may end with it; one that begins inside the stop's closers may not be cut.
        if any(first < stop < last for first, last in guarded[guard : guard + 2]) and match[0][:1] != "<":
            continue
        if _ends_sentence(part, begin, match):
            _add(found, part, begin, stop, start)
            begin = stop
    _add(found, part, begin, len(part), start)
    return found


def _add(found: list[Span], part: str, begin: int, stop: int, offset: int) -> None:
    piece = part[begin:stop]
    if piece.strip():
        found.append((offset + begin + len(piece) - len(piece.lstrip()), offset + begin + len(piece.rstrip())))


def _ends_sentence(part: str, begin: int, match: re.Match[str]) -> bool:
    mark = match[0][0]
    if mark in " \\<":
        return True
    following = part[match.end() : match.end() + 80]
    if not following.strip():
        return True
    if mark in "。！？｡":
        return following[0] not in _JAPANESE_PARTICLES
    upcoming = following.lstrip(_OPENERS)
    if _NUMBERING.fullmatch(part, begin, match.end()):
        return False
    if upcoming[:1].islower() and not _CAMEL_CASE.match(upcoming):
        return False
    return mark != "." or match[0].startswith("..") or not _is_abbreviation(part, begin, match.start(), following)


def _is_abbreviation(part: str, begin: int, stop: int, following: str) -> bool:
    before = _WORD_BEFORE.search(part, max(begin, stop - 40), stop)
    word = before[0].casefold() if before else ""
    next_word = following.split(None, 1)[0]
    if _NEVER_LAST.fullmatch(word):
        return True
    if _BEFORE_NUMBERS.fullmatch(word):
        return next_word[0] in "[#" or any(ch.isdigit() for ch in next_word)
    is_unit = len(word) == 1 and part[max(0, stop - 8) : stop - 1].rstrip()[-1:].isdigit()
    if not is_unit and _SELDOM_LAST.fullmatch(word):
        return _STARTER.fullmatch(next_word.strip("\"'“‘([*_,").casefold()) is None
    return False
