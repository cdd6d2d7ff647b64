"""Marks the quoted words of an article in its HTML: from a span of the Markdown to `<mark>` elements.

A span points into Markdown, a reader sees HTML, and nothing keeps a map between the two. So one private-use character
is put into the Markdown at each end of the span, the article is rendered with them, and they are looked for in the
text of the HTML. A place is good only if the HTML without the two characters equals the plain HTML: a character that
changed the meaning of the Markdown (before a list's number, inside an address) shows at once, and the next place
further inside the span is tried. The text of an article can therefore neither be lost nor altered by highlighting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from bot.answer import Span

MAX_TRIES = 24  # renderings spent on one end of a span: markup between its edge and its first word is short
_TAG = re.compile(r'<(/?)([a-z0-9]*)[^>"]*(?:"[^"]*"[^>"]*)*>')
_UNSEEN = re.compile(r"<[A-Za-z/!][^<>]*>|\]\([^()\s]*\)")  # tags and links' addresses: no place in them is text
_VOID = frozenset({"br", "hr", "img"})
_LAYOUT = frozenset(
    {"", "blockquote", "dl", "details", "div", "figure", "ol", "table", "tbody", "tfoot", "thead", "tr", "ul"}
)


def fits(span: Span, body: str) -> bool:
    """Whether the span lies within the text and holds more than blanks."""
    return 0 <= span.start < span.end <= len(body) and not body[span.start : span.end].isspace()


def highlight(body: str, span: Span, to_html: Callable[[str], str]) -> str | None:
    """The article's HTML with the span in `<mark>`, the first of them with the id 'quote'; None if no place was found.

    `to_html` renders Markdown. Marks never cross the border of an element: a span over several blocks gets several.
    """
    plain = to_html(body)
    opener, closer = _unused_characters(body + plain)

    def marked(start: int, end: int) -> str | None:
        html = to_html(body[:start] + opener + body[start:end] + closer + body[end:])
        return _marked(html, opener, closer) if _without(html, opener, closer) == plain else None

    def holds(position: int) -> bool:
        html = to_html(body[:position] + opener + body[position:])
        return _without(html, opener) == plain and opener in _TAG.sub("", html)

    if (whole := marked(span.start, span.end)) is not None:
        return whole
    start = _first(holds, _inwards_from_start(body, span))
    end = None if start is None else _first(holds, _inwards_from_end(body, Span(start, span.end)))
    return None if start is None or end is None else marked(start, end)


def _first(holds: Callable[[int], bool], places: Iterator[int]) -> int | None:
    return next((place for place in islice(places, MAX_TRIES) if holds(place)), None)


def _unused_characters(text: str) -> tuple[str, str]:
    taken = set(text)
    free = (chr(code) for code in range(0xE000, 0xF900) if chr(code) not in taken)
    return next(free), next(free)


def _without(html: str, *characters: str) -> str:
    for character in characters:
        html = html.replace(character, "")
    return html


def _inwards_from_start(body: str, span: Span) -> Iterator[int]:
    """The span's start, then the starts of words and runs of punctuation after it."""
    unseen = _unseen_places(body)
    for place in range(span.start, span.end):
        starts_word = place == span.start or _is_border(body[place - 1], body[place])
        if starts_word and not body[place].isspace() and place not in unseen:
            yield place


def _inwards_from_end(body: str, span: Span) -> Iterator[int]:
    """The span's end, then the ends of words and runs of punctuation before it."""
    unseen = _unseen_places(body)
    for place in range(span.end, span.start, -1):
        ends_word = place == span.end or _is_border(body[place - 1], body[place])
        if ends_word and not body[place - 1].isspace() and place not in unseen:
            yield place


def _unseen_places(body: str) -> set[int]:
    return {place for match in _UNSEEN.finditer(body) for place in range(match.start() + 1, match.end())}


def _is_border(before: str, after: str) -> bool:
    return before != after and not (before.isalnum() and after.isalnum())


def _marked(html: str, opener: str, closer: str) -> str | None:
    """The HTML with what stands between the two characters in marks; None if one of them is not in its text."""
    pieces: list[str] = []
    path: list[str] = []
    marks, position, inside = 0, 0, False
    for tag in [*_TAG.finditer(html), None]:
        for part in re.split(f"([{opener}{closer}])", html[position : tag.start() if tag else len(html)]):
            if part in (opener, closer):
                inside = part == opener
            elif inside and part and not _is_layout(part, path):
                pieces.append(f"<mark>{part}</mark>" if marks else f'<mark id="quote">{part}</mark>')
                marks += 1
            else:
                pieces.append(part)
        if tag:
            position = tag.end()
            pieces.append(tag.group())
            _step(path, closing=bool(tag.group(1)), name=tag.group(2))
    whole = "".join(pieces)
    return whole if marks and not inside and opener not in whole and closer not in whole else None


def _is_layout(text: str, path: list[str]) -> bool:
    """Whether the text is only the blanks between elements, which no reader sees."""
    parent = path[-1] if path else ""
    return not text.strip() and (parent in _LAYOUT or (parent == "li" and "\n" in text))


def _step(path: list[str], *, closing: bool, name: str) -> None:
    if closing:
        path.pop()
    elif name not in _VOID:
        path.append(name)
