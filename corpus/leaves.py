"""Leaves: the parts of a body that passages are put together from, coarse first, finer where they are too large."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.segment import Block, BlockKind, blocks, shows_something
from corpus.sentences import Span, sentences

# What a break before a leaf costs. A passage more costs 1, so a break dearer than that is made only where it must be.
FREE = 0.0
BETWEEN_PARTS = 2.0
BETWEEN_SENTENCES = 3.0
AFTER_INTRODUCTION = 4.0
INSIDE_SENTENCE = 6.0
AFTER_TABLE_HEADER = 20.0
AFTER_HEADING = 50.0

_INTRODUCED = frozenset({BlockKind.LIST, BlockKind.TABLE, BlockKind.CODE})
_TRAILING = frozenset({BlockKind.RULE, BlockKind.REFERENCE})
_MAYBE_EMPTY = frozenset({BlockKind.HTML, BlockKind.PARAGRAPH})
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE})
_CUT_POINTS = (re.compile(r"[\r\n]"), re.compile(r"\s|(?<=[、，；：。！？])"))
# Accents, emoji modifiers and joiners stay with the character before them.
_JOINED = frozenset({"Mn", "Mc", "Me", "Cf", "Sk"})
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part of a body that no passage breaks: `body[start:end]`, no white space around it.

    `tokens` is 0 until it is measured and at least 1 from then on. A leaf may hold `limit` tokens; with more it has to
    be refined, by what `block` consists of as long as there is one. `penalty` is the cost of a break before it.
    `path` is the headings above it; what is not `content` never makes a passage of its own.
    """

    start: int
    end: int
    tokens: int
    limit: int
    penalty: float
    path: tuple[str, ...]
    content: bool
    block: Block | None

    @property
    def heading_level(self) -> int:
        """The level of the heading it is, 0 when it is none."""
        return self.block.level if self.block else 0

    @property
    def is_anchor(self) -> bool:
        """Whether it shows nothing, such as the target of a link to the heading below it."""
        return self.block is not None and self.block.kind in _MAYBE_EMPTY and not self.content


def leaves(body: str, limit: int) -> list[Leaf]:
    """A leaf for each block of a body, not yet measured."""
    found: list[Leaf] = []
    above: list[Block] = []
    previous: Block | None = None
    for block in blocks(body):
        if block.kind is BlockKind.HEADING:
            above = [*(heading for heading in above if heading.level < block.level), block]
        path = tuple(heading.text for heading in above if heading.text)
        penalty = _penalty(block, previous)
        found.append(Leaf(block.start, block.end, 0, limit, penalty, path, _is_content(body, block), block))
        previous = block
    return found


def introduces(leaf: Leaf, following: Leaf) -> bool:
    """Whether a leaf is a paragraph right before a list, table or code block."""
    if leaf.block is None or following.block is None:
        return False
    return leaf.block.kind is BlockKind.PARAGRAPH and following.block.kind in _INTRODUCED


def split_introduction(body: str, leaf: Leaf) -> list[Leaf]:
    """The last sentence of a paragraph apart from those before it, so that it can go with what it introduces."""
    spans = sentences(body, leaf.start, leaf.end)
    if len(spans) < 2:
        return [leaf]
    return _parts(leaf, [((spans[0][0], spans[-2][1]), leaf.block), (spans[-1], None)], BETWEEN_SENTENCES)


def finer(body: str, leaf: Leaf) -> list[Leaf]:
    """The leaves that one consists of, not yet measured: its children, else its sentences, else pieces of like length.

    A single character stays as it is.
    """
    block = leaf.block
    while block is not None and len(block.children) == 1:
        block = block.children[0]
    if block is not None and block.children:
        found = _parts(leaf, [((child.start, child.end), child) for child in block.children], BETWEEN_PARTS)
        if block.kind is BlockKind.TABLE:
            found[1:2] = [replace(row, penalty=AFTER_TABLE_HEADER) for row in found[1:2]]
        return found
    if block is not None and block.kind in _PROSE:
        spans = sentences(body, leaf.start, leaf.end)
        if len(spans) > 1:
            return _parts(leaf, [(span, None) for span in spans], BETWEEN_SENTENCES)
    penalty = BETWEEN_PARTS if block is not None and block.kind not in _PROSE else INSIDE_SENTENCE
    pieces = _cut(body, leaf.start, leaf.end, leaf.tokens // leaf.limit + 1)
    return _parts(leaf, [(piece, None) for piece in pieces], penalty)


def _penalty(block: Block, previous: Block | None) -> float:
    if previous is not None and previous.kind is BlockKind.HEADING:
        return AFTER_HEADING
    introduced = block.kind in _INTRODUCED and previous is not None and previous.kind is BlockKind.PARAGRAPH
    return AFTER_INTRODUCTION if introduced or block.kind in _TRAILING else FREE


def _is_content(body: str, block: Block) -> bool:
    if block.kind in _MAYBE_EMPTY:
        return shows_something(body[block.start : block.end])
    return block.kind is not BlockKind.HEADING and block.kind not in _TRAILING


def _parts(leaf: Leaf, parts: list[tuple[Span, Block | None]], penalty: float) -> list[Leaf]:
    """The parts as leaves; a break before the first costs what a break before the leaf did."""
    return [
        Leaf(start, end, 0, leaf.limit, penalty if at else leaf.penalty, leaf.path, leaf.content, block)
        for at, ((start, end), block) in enumerate(parts)
    ]


def _cut(body: str, start: int, end: int, count: int) -> list[Span]:
    """At least two pieces of like length, cut at line ends, else at white space, else between any two characters."""
    count = max(2, min(count, end - start))
    size = (end - start) / count
    cuts = [start]
    for number in range(1, count):
        ideal = start + round(number * size)
        cuts.append(max(cuts[-1], _cut_near(body, ideal - int(size / 2), ideal)))
    return list(_trimmed(body, [*cuts, end]))


def _cut_near(body: str, earliest: int, ideal: int) -> int:
    for pattern in _CUT_POINTS:
        found = [match.end() for match in pattern.finditer(body, earliest, ideal)]
        if found:
            return found[-1]
    while ideal - 1 > earliest and (body[ideal - 1] == _JOINER or unicodedata.category(body[ideal]) in _JOINED):
        ideal -= 1
    return ideal


def _trimmed(body: str, cuts: list[int]) -> Iterator[Span]:
    for start, end in pairwise(cuts):
        text = body[start:end]
        stripped = text.strip()
        if stripped:
            begin = start + len(text) - len(text.lstrip())
            yield begin, begin + len(stripped)
