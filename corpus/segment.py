"""The structure of a Markdown body, with exact character spans: its blocks, and the units that may be quoted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from corpus.sentences import Span, sentences

_MAX_HEADING_CHARS = 400
_NEWLINE = re.compile(r"\r\n?|\n")
_ANCHOR = re.compile(r"\s*\{[#.:][^{}]*\}\s*$")
_QUOTE_LEAD = re.compile(r"[\s>]*(?:\[![A-Za-z]+\][ \t]*(?:\r?\n[\s>]*|$))?")
_PICTURES = re.compile(
    r"(?:\[?!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])(?:\]\([^()]*\))?\s*)+|<img\b[^<>]*>", re.IGNORECASE
)
_MARKUP = re.compile(r"<!--(?:(?!<!--|-->).)*-->|<(?!img\b|iframe\b|video\b)[a-z/!][^<>]*>", re.DOTALL | re.IGNORECASE)


class BlockKind(StrEnum):
    """What a block is. An item belongs to a list, a header and a row to a table."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    ITEM = "item"
    TABLE = "table"
    HEADER = "header"
    ROW = "row"
    CODE = "code"
    QUOTE = "quote"
    HTML = "html"
    RULE = "rule"
    REFERENCE = "reference"


_KINDS = {
    "heading": BlockKind.HEADING,
    "paragraph": BlockKind.PARAGRAPH,
    "bullet_list": BlockKind.LIST,
    "ordered_list": BlockKind.LIST,
    "list_item": BlockKind.ITEM,
    "table": BlockKind.TABLE,
    "tr": BlockKind.ROW,
    "fence": BlockKind.CODE,
    "code_block": BlockKind.CODE,
    "blockquote": BlockKind.QUOTE,
    "html_block": BlockKind.HTML,
    "hr": BlockKind.RULE,
}


@dataclass(frozen=True, slots=True)
class Block:
    """A block of Markdown: `body[start:end]`, markers included, no white space around it.

    `level` and `text` (plain) are a heading's; `ordered` and `number` (of the first item) a list's. `children` are the
    items of a list, the header and rows of a table, the blocks of an item or quote; between them they hold every
    character of the block that is not white space.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    text: str = ""
    ordered: bool = False
    number: int = 1
    children: tuple[Block, ...] = ()


class UnitKind(StrEnum):
    """What a unit is."""

    SENTENCE = "sentence"
    ITEM = "item"
    ROW = "row"
    CODE = "code"
    HEADING = "heading"
    PICTURE = "picture"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest part of a body that may be quoted: `body[start:end]`, no white space around it.

    A heading, a picture and HTML are units too, so that nothing is overlooked, but never an answer of their own.
    Items of one list share `list_id`, also where other blocks interrupt the list and its numbers go on after them.
    `header` is the span of a row's table header. A unit that the asked-for span cuts off is not `complete`.
    """

    kind: UnitKind
    start: int
    end: int
    list_id: int | None = None
    ordered: bool = False
    header: Span | None = None
    complete: bool = True


@lru_cache(maxsize=1024)
def blocks(body: str) -> tuple[Block, ...]:
    """The blocks of a Markdown body without front matter, in order; only white space lies between them.

    Never raises: any text is Markdown. Link definitions, which a reader does not see, are REFERENCE blocks.
    """
    lines = [0, *(match.end() for match in _NEWLINE.finditer(body)), len(body)]
    found: list[Block] = []
    done = 0
    for node in SyntaxTreeNode(_block_parser().parse(body)).children:
        first, last = _lines(node)
        start, end = lines[first], lines[min(last, len(lines) - 1)]
        found += _hidden(body, done, start)
        found += _block(body, lines, node, start, end)
        done = end
    found += _hidden(body, done, len(body))
    return tuple(found)


def units(body: str, start: int = 0, end: int | None = None) -> list[Unit]:
    """The units of `body[start:end]`, in order and without overlap.

    An item is one unit with everything nested in it; where the span cuts it, its sentences are units instead. The
    sentences of a hard-wrapped quote hold the `>` of their inner lines. Rules, link definitions and the table's own
    header are no units.
    """
    end = len(body) if end is None else end
    tops = blocks(body)
    list_ids = _list_ids(tops)
    first = max(0, bisect_right(tops, start, key=lambda block: block.start) - 1)
    found: list[Unit] = []
    for block in tops[first:]:
        if block.start >= end:
            break
        for unit in _units(body, block, (start, end), list_ids.get(block.start, block.start)):
            clipped = _trim(body, max(unit.start, start), min(unit.end, end))
            if clipped:
                complete = clipped == (unit.start, unit.end)
                found.append(replace(unit, start=clipped[0], end=clipped[1], complete=complete))
    return found


def shows_something(markdown: str) -> bool:
    """Whether a reader sees anything of it: not so of comments and of tags that hold no text."""
    return bool(_MARKUP.sub("", markdown).strip())


@cache
def _block_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


@cache
def _inline_parser() -> MarkdownIt:
    return MarkdownIt("commonmark")


def _plain(markdown: str) -> str:
    """The text of a heading as a reader sees it."""
    source = _ANCHOR.sub("", markdown[:_MAX_HEADING_CHARS])
    words: list[str] = []
    for token in _inline_parser().parseInline(source)[0].children or ():
        words.append(
            " " if token.type in ("softbreak", "hardbreak") else token.content if token.type != "html_inline" else ""
        )
    return " ".join("".join(words).split())


def _trim(body: str, start: int, end: int) -> Span | None:
    text = body[start:end]
    stripped = text.strip()
    if not stripped:
        return None
    start += len(text) - len(text.lstrip())
    return start, start + len(stripped)


def _lines(node: SyntaxTreeNode) -> Span:
    return node.map or (0, 0)


def _hidden(body: str, start: int, end: int) -> Iterator[Block]:
    """What the parser consumed without a token: link definitions, and blocks nested deeper than it goes."""
    span = _trim(body, start, end)
    if span:
        yield Block(BlockKind.REFERENCE, *span)


def _block(body: str, lines: Sequence[int], node: SyntaxTreeNode, start: int, end: int) -> Iterator[Block]:
    span = _trim(body, start, end)
    if span is None:
        return
    kind = _KINDS.get(node.type, BlockKind.PARAGRAPH)
    block = Block(kind, *span)
    if kind is BlockKind.HEADING:
        block = replace(block, level=int(node.tag[1]), text=_plain(node.children[0].content))
    elif kind is BlockKind.LIST:
        number = int(node.attrs.get("start", 1))
        block = replace(block, ordered=node.type == "ordered_list", number=number)
    inner = node.children
    if kind is BlockKind.TABLE:
        inner = [row for part in node.children for row in part.children]
    if kind in (BlockKind.LIST, BlockKind.ITEM, BlockKind.QUOTE, BlockKind.TABLE):
        block = replace(block, children=tuple(_children(body, lines, inner, span)))
    if kind is BlockKind.TABLE:
        header, *rows = block.children
        block = replace(block, children=(replace(header, kind=BlockKind.HEADER), *rows))
    yield block


def _children(body: str, lines: Sequence[int], nodes: Sequence[SyntaxTreeNode], span: Span) -> Iterator[Block]:
    """Blocks that share out the whole of their parent: each reaches to where the next begins."""
    starts = [span[0], *(lines[_lines(node)[0]] for node in nodes[1:]), span[1]]
    for node, start, end in zip(nodes, starts, starts[1:], strict=False):
        yield from _block(body, lines, node, start, end)


def _list_ids(tops: Sequence[Block]) -> dict[int, int]:
    """The id of each numbered list that continues an earlier one of its section, by where it starts."""
    ids: dict[int, int] = {}
    current, following = 0, 0
    for block in tops:
        if block.kind is BlockKind.HEADING:
            following = 0
        elif block.kind is BlockKind.LIST and block.ordered:
            if block.number != following or following == 0:
                current = block.start
            ids[block.start] = current
            following = block.number + len(block.children)
    return ids


def _units(body: str, block: Block, span: Span, list_id: int, quoted: bool = False) -> Iterator[Unit]:
    match block.kind:
        case BlockKind.LIST:
            for item in block.children:
                if span[0] <= item.start and item.end <= span[1]:
                    end = _without_tail(body, item) if quoted else item.end
                    yield Unit(UnitKind.ITEM, _lead(body, item) if quoted else item.start, end, list_id, block.ordered)
                else:
                    yield from _units(body, item, span, list_id, quoted)
        case BlockKind.ITEM | BlockKind.QUOTE if block.children:
            for child in block.children:
                yield from _units(body, child, span, child.start, quoted or block.kind is BlockKind.QUOTE)
        case BlockKind.TABLE:
            header, *rows = block.children
            for row in rows:
                yield Unit(UnitKind.ROW, row.start, row.end, header=(header.start, header.end))
        case BlockKind.PARAGRAPH | BlockKind.ITEM:
            yield from _sentence_units(body, block, quoted)
        case BlockKind.HEADING | BlockKind.CODE | BlockKind.HTML:
            yield Unit(UnitKind(block.kind.value), block.start, block.end)
        case _:
            return


def _lead(body: str, block: Block) -> int:
    """Where a block inside a quote begins, past `>` and a marker such as [!NOTE]."""
    lead = _QUOTE_LEAD.match(body, block.start, block.end)
    return lead.end() if lead else block.start


def _without_tail(body: str, block: Block) -> int:
    """Where a block inside a quote ends, before lines that hold nothing but `>`."""
    end = block.end
    while (line := body.rfind("\n", block.start, end)) >= 0 and not body[line:end].strip("> \t\r\n"):
        end = line
    return end


def _sentence_units(body: str, block: Block, quoted: bool) -> Iterator[Unit]:
    start, end = block.start, block.end
    if quoted:
        start, end = _lead(body, block), _without_tail(body, block)
    for first, last in sentences(body, start, end):
        begin = first
        if quoted and first > start:
            begin = min(last, _lead(body, Block(BlockKind.PARAGRAPH, first, last)))
        if begin < last:
            yield Unit(_kind_of_sentence(body, begin, last), begin, last)


def _kind_of_sentence(body: str, start: int, end: int) -> UnitKind:
    if _PICTURES.fullmatch(body, start, end):
        return UnitKind.PICTURE
    return UnitKind.SENTENCE if shows_something(body[start:end]) else UnitKind.HTML
