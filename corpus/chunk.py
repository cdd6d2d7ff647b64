"""Cuts articles into passages along their structure, each within what the encoder reads.

Headings begin passages. A list, table or code block stays whole where it fits, with the sentence that introduces it
where that fits too. Only what does not fit is cut: between parts, then sentences, then words, then characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, takewhile

from corpus.article import Article, Passage, passage_id
from corpus.errors import ConfigurationError
from corpus.leaves import AFTER_HEADING, Leaf, finer, introduces, leaves, split_introduction
from corpus.pack import halve, pack
from corpus.segment import BlockKind, blocks

CountTokens = Callable[[Sequence[str]], list[int]]

_MIN_BUDGET = 16
# An encoder may read any long run of letters as one unknown token; a passage of that is not short.
_CHARS_PER_TOKEN = 32


@dataclass(frozen=True, slots=True)
class ChunkOptions:
    """How passages are measured.

    `window` is what the encoder reads, in tokens; of it, as much is kept free as the article's title takes, at most
    `max_prefix_tokens`. A section of fewer than `min_section_tokens` joins the next one where both fit, unless that
    stands higher in the outline. Raises ConfigurationError when too little of the window is left for text.
    """

    window: int = 254
    max_prefix_tokens: int = 48
    min_section_tokens: int = 32

    def __post_init__(self) -> None:
        if self.max_prefix_tokens < 0 or self.window - self.max_prefix_tokens < _MIN_BUDGET:
            raise ConfigurationError(
                f"A window of {self.window} tokens with {self.max_prefix_tokens} kept for titles leaves fewer than "
                f"{_MIN_BUDGET} for text. Choose an encoder that reads more or a smaller max_prefix_tokens."
            )


@dataclass(frozen=True, slots=True)
class _Run:
    """Leaves of the article at position `at` that share out their passages among themselves."""

    at: int
    body: str
    budget: int
    leaves: Sequence[Leaf]

    @property
    def tokens(self) -> int:
        return sum(leaf.tokens for leaf in self.leaves)

    @property
    def text(self) -> str:
        return self.body[self.leaves[0].start : self.leaves[-1].end]

    @property
    def level(self) -> int:
        """The level of its first heading, 0 without one."""
        return next((leaf.heading_level for leaf in self.leaves if leaf.heading_level), 0)


def chunk(article: Article, count_tokens: CountTokens, options: ChunkOptions | None = None) -> list[Passage]:
    """The passages of one article; see chunk_all."""
    return chunk_all([article], count_tokens, options)[0]


def chunk_all(
    articles: Sequence[Article], count_tokens: CountTokens, options: ChunkOptions | None = None
) -> list[list[Passage]]:
    """The passages of each article, in the order of the articles; none for a body without text.

    Passages are contiguous and do not overlap; each character that is not white space lies in exactly one. None has
    more tokens than the window less the title's share, unless a single character has. An article that fits is one
    passage. An edit leaves the passages of other sections as they are, tiny ones next to it excepted. The texts of all
    articles are counted together, in a few calls.
    """
    options = options or ChunkOptions()
    runs: list[_Run] = []
    for at, (article, tokens) in enumerate(
        zip(articles, _counted([a.title for a in articles], count_tokens), strict=True)
    ):
        budget = options.window - min(tokens, options.max_prefix_tokens)
        runs.append(_Run(at, article.body, budget, leaves(article.body, budget)))
    runs = [part for run in _measured(runs, count_tokens) for part in _parts(run, options.min_section_tokens)]
    runs = [
        replace(run, leaves=group) for run in _refined(runs, count_tokens) for group in pack(run.leaves, run.budget)
    ]
    found: list[list[_Run]] = [[] for _ in articles]
    for run in sorted(_within(runs, count_tokens), key=lambda run: run.leaves[0].start):
        found[run.at].append(run)
    return [_passages(article, own) for article, own in zip(articles, found, strict=True)]


def prefix(article: Article, passage: Passage) -> str:
    """What is encoded before a passage's text: the title and the headings above it that its text does not show.

    One a line, outermost first. The caller limits it to the room that the passage leaves in the window.
    """
    if not passage.headings:
        return article.title
    inside = {block.text for block in blocks(passage.text) if block.kind is BlockKind.HEADING}
    title = article.title.casefold()
    above = [text for text in passage.headings if text not in inside and text.casefold() != title]
    return "\n".join([article.title, *above])


def cut_to_tokens(text: str, limit: int, count_tokens: CountTokens) -> str:
    """The longest beginning of `text` of at most `limit` tokens that ends with a word; '' when no word fits."""
    if count_tokens([text])[0] <= limit:
        return text
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    fits, too_many = 0, len(ends)
    while too_many - fits > 1:
        words = (fits + too_many) // 2
        if count_tokens([text[: ends[words - 1]]])[0] <= limit:
            fits = words
        else:
            too_many = words
    return text[: ends[fits - 1]] if fits else ""


def _counted(texts: Sequence[str], count_tokens: CountTokens) -> list[int]:
    """The size of each text in tokens, at least 1; nothing is asked about no texts."""
    counts = count_tokens(texts) if texts else []
    return [max(1, tokens, len(text) // _CHARS_PER_TOKEN) for text, tokens in zip(texts, counts, strict=True)]


def _measured(runs: Sequence[_Run], count_tokens: CountTokens) -> list[_Run]:
    """The runs with the tokens of every leaf, counted in one call."""
    texts = [run.body[leaf.start : leaf.end] for run in runs for leaf in run.leaves if not leaf.tokens]
    counts = iter(_counted(texts, count_tokens))
    return [
        replace(run, leaves=[leaf if leaf.tokens else replace(leaf, tokens=next(counts)) for leaf in run.leaves])
        for run in runs
    ]


def _parts(run: _Run, min_tokens: int) -> Iterator[_Run]:
    """What no passage crosses: the article when it fits, else its sections, a tiny one joined to the next."""
    if run.tokens <= run.budget:
        yield from [run] if run.leaves else []
        return
    held: _Run | None = None
    for section in _sections(run):
        if held is not None:
            is_tiny = held.tokens < min_tokens and section.level >= held.level
            if is_tiny and held.tokens + section.tokens <= run.budget:
                section = replace(run, leaves=[*held.leaves, *section.leaves])
            else:
                yield _with_room(held)
        held = section
    if held is not None:
        yield _with_room(held)


def _sections(run: _Run) -> list[_Run]:
    """Headings with what stands under them, at least one block of content; headings at the end join what is above."""
    sections: list[list[Leaf]] = [[]]
    has_content = False
    for leaf in run.leaves:
        if leaf.heading_level and has_content:
            anchors = list(takewhile(lambda leaf: leaf.is_anchor, reversed(sections[-1])))[::-1]
            sections[-1:] = [sections[-1][: len(sections[-1]) - len(anchors)], anchors]
            has_content = False
        sections[-1].append(leaf)
        has_content = has_content or leaf.content
    if len(sections) > 1 and not has_content:
        first, *rest = sections.pop()
        sections[-1] += [replace(first, penalty=AFTER_HEADING), *rest]
    return [replace(run, leaves=section) for section in sections]


def _with_room(run: _Run) -> _Run:
    """A section made ready to be cut, unless it fits.

    What follows a heading has to leave room for it, and a sentence that introduces a list is set apart to go with it.
    """
    if run.tokens <= run.budget:
        return run
    found: list[Leaf] = []
    room = run.budget
    for leaf, following in zip(run.leaves, [*run.leaves[1:], None], strict=True):
        limited = replace(leaf, limit=room if room >= run.budget // 2 else run.budget)
        found += split_introduction(run.body, limited) if following and introduces(leaf, following) else [limited]
        room = run.budget if leaf.content else room - leaf.tokens
    return replace(run, leaves=found)


def _refined(runs: Sequence[_Run], count_tokens: CountTokens) -> list[_Run]:
    """The runs with every leaf within its limit; each round counts the new leaves of all articles in one call."""
    measured = _measured(runs, count_tokens)
    while any(_is_too_large(leaf) for run in measured for leaf in run.leaves):
        refined = []
        for run in measured:
            parts = [finer(run.body, leaf) if _is_too_large(leaf) else [leaf] for leaf in run.leaves]
            refined.append(replace(run, leaves=list(chain.from_iterable(parts))))
        measured = _measured(refined, count_tokens)
    return measured


def _is_too_large(leaf: Leaf) -> bool:
    return leaf.tokens > leaf.limit and leaf.end - leaf.start > 1


def _within(runs: Sequence[_Run], count_tokens: CountTokens) -> list[_Run]:
    """The runs, halved until the text each of them makes fits: a text need not have as many tokens as its parts."""
    fitting: list[_Run] = []
    halves: list[_Run] = []
    for run, tokens in zip(runs, _counted([run.text for run in runs], count_tokens), strict=True):
        if tokens > run.budget and len(run.leaves) > 1:
            halves += [replace(run, leaves=half) for half in halve(run.leaves)]
        else:
            fitting.append(run)
    return fitting + (_within(halves, count_tokens) if halves else [])


def _passages(article: Article, runs: Sequence[_Run]) -> list[Passage]:
    repeats: Counter[str] = Counter()
    found: list[Passage] = []
    for ordinal, run in enumerate(runs):
        text = run.text
        path = next((leaf.path for leaf in run.leaves if leaf.content), run.leaves[-1].path)
        id_ = passage_id(article.id, text, repeats[text])
        repeats[text] += 1
        found.append(Passage(id_, article.id, ordinal, run.leaves[0].start, run.leaves[-1].end, text, path))
    return found
