"""An answer's Markdown as it goes out: no HTML, and no link that a client could not or should not follow."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, image, link

LinkTarget = Callable[[str], str | None]

MAX_ROUNDS = 4  # what is unwrapped may be a link again, but nobody honest nests deeper than this
_MARKUP = re.compile(r"[\[<]")
_TAG = re.compile(r"<[A-Za-z/!?]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NEWLINE = re.compile(r"\r\n?|\n")
_SAFE_SCHEMES = {"http", "https", "mailto"}
_IN_ADDRESSES = "!#$%&'*+,/:;=?@~"  # all but what would end a link's address in Markdown


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def portable(markdown: str, target: LinkTarget) -> str:
    """The Markdown with its links led to their targets; all else stays as it is, character for character.

    `target` says where a link's address leads, or None for one that is not to be followed: such a link becomes its
    words. Of images, those that are not on https become their alternative text; what could start an HTML tag is
    escaped. Code is left alone. Whatever resists this (links by reference, above all) is shown as the text it is.
    """
    if not _MARKUP.search(markdown):
        return markdown
    for _ in range(MAX_ROUNDS):
        before, markdown = markdown, _edited(markdown, target)
        if markdown == before:
            break
    return markdown if _is_harmless(markdown) else markdown.replace("<", "&lt;").replace("[", "&#91;")


def scheme_of(address: str) -> str:
    """The scheme in lower case; empty for a relative address."""
    match = _SCHEME.match(address)
    return match[1].lower() if match else ""


def is_safe(address: str) -> bool:
    """Whether the address is relative or on http, https or mailto."""
    return scheme_of(address) in {"", *_SAFE_SCHEMES}


def _edited(markdown: str, target: LinkTarget) -> str:
    """The Markdown after one round: every block of text is read by itself, for only there places are known."""
    parser = _parser()
    starts = [0, *(newline.end() for newline in _NEWLINE.finditer(markdown)), len(markdown)]
    edits: list[_Edit] = []
    for token in parser.parse(markdown):
        if token.type == "inline" and token.map:
            first, after = (starts[min(line, len(starts) - 1)] for line in token.map)
            env: dict[str, Any] = {"edits": [], "target": target}
            parser.inline.parse(markdown[first:after], parser, env, [])
            edits += [_Edit(first + start, first + end, text) for start, end, text in env["edits"]]
    for start, end, text in sorted(edits, reverse=True):
        markdown = markdown[:start] + text + markdown[end:]
    return markdown


def _is_harmless(markdown: str) -> bool:
    """Whether readers of Markdown, with tables and without, find neither HTML nor unsafe addresses in it."""
    for parser in _readers():
        for block in parser.parse(markdown):
            for token in (block, *(block.children or ())):
                if token.type in ("html_block", "html_inline"):
                    return False
                if not is_safe(str(token.attrs.get("href", ""))):
                    return False
                if token.type == "image" and scheme_of(str(token.attrs["src"])) != "https":
                    return False
    return True


@cache
def _parser() -> MarkdownIt:
    """A parser that reads what will be left of the text: `<` is no markup to it, and no address is too strange."""
    parser = _reading_all(MarkdownIt("commonmark", {"html": False})).disable("inline")  # each block on its own
    for name, rule in (("link", _link), ("image", _image), ("autolink", _autolink), ("html_inline", _less_than)):
        parser.inline.ruler.at(name, rule)
    return parser


@cache
def _readers() -> tuple[MarkdownIt, MarkdownIt]:
    return _reading_all(MarkdownIt("commonmark")), _reading_all(MarkdownIt("commonmark").enable("table"))


def _reading_all(parser: MarkdownIt) -> MarkdownIt:
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser


def _link(state: StateInline, silent: bool) -> bool:
    start, label_end = state.pos, _label_end(state, state.pos)
    opened = len(state.tokens)
    if not link(state, silent):
        return False
    if not silent:
        href = next(str(token.attrs["href"]) for token in state.tokens[opened:] if token.type == "link_open")
        address = state.env["target"](href)
        if address is None:
            _unwrap(state.env, start, 1, label_end, state.pos)
        elif address != href:
            _lead(state, label_end, address)
    return True


def _image(state: StateInline, silent: bool) -> bool:
    start = state.pos
    label_end = _label_end(state, start + 1)
    edits, state.env["edits"] = state.env["edits"], []  # the places found in the alternative text are not ours
    found = image(state, silent)
    state.env["edits"] = edits
    if found and not silent and scheme_of(str(state.tokens[-1].attrs["src"])) != "https":
        _unwrap(state.env, start, 2, label_end, state.pos)
    return found


def _autolink(state: StateInline, silent: bool) -> bool:
    start = state.pos
    found = autolink(state, silent)
    if found and not silent:
        href = str(state.tokens[-3].attrs["href"])
        if state.env["target"](href) != href:
            state.env["edits"].append(_Edit(start, start, "\\"))
    return found


def _less_than(state: StateInline, silent: bool) -> bool:
    if not _TAG.match(state.src, state.pos):
        return False
    if not silent:
        state.env["edits"].append(_Edit(state.pos, state.pos, "\\"))
        state.pending += "<"
    state.pos += 1
    return True


def _label_end(state: StateInline, bracket: int) -> int:
    if not state.src.startswith("[", bracket):
        return -1
    return int(state.md.helpers.parseLinkLabel(state, bracket, bracket == state.pos))


def _unwrap(env: MutableMapping[str, Any], start: int, width: int, label_end: int, end: int) -> None:
    env["edits"] += [_Edit(start, start + width, ""), _Edit(label_end, end, "")]


def _lead(state: StateInline, label_end: int, address: str) -> None:
    """Puts the address in the place of the link's own."""
    start = label_end + 2
    while state.src[start].isspace():
        start += 1
    end = state.md.helpers.parseLinkDestination(state.src, start, state.posMax).pos
    state.env["edits"].append(_Edit(start, end, quote(address, safe=_IN_ADDRESSES)))
