"""Articles, passages and questions that the tests of the bot share."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from corpus.article import Article, Kind, Passage
from corpus.sources import load_sources

ROOT = Path(__file__).parents[2]
SAMPLE_ARTICLES = ROOT / "corpus" / "articles"
GOLDEN = ROOT / "eval" / "sets" / "sample" / "questions.jsonl"
TODAY = date(2026, 11, 23)

SAMPLE_QUESTIONS = (
    "how do I do this step by step?",
    "how long does it take and what does it cost",
    "is there a minimum?",
    "it does not work on my phone",
    "",
)


@cache
def sample_articles() -> tuple[Article, ...]:
    loaded = load_sources([str(SAMPLE_ARTICLES)])
    assert not loaded.problems
    return tuple(loaded.articles)


@cache
def golden_questions() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines())


def cases(text: str) -> list[str]:
    """The cases of a table, which stand between bars."""
    return [" ".join(case.split()) for case in text.split("|")]


def article(body: str, **fields: Any) -> Article:
    return Article(**{"id": "reset", "title": "How do I reset 2FA?", "kind": Kind.FAQ, **fields}, body=body)


def whole(about: Article) -> Passage:
    """A passage as long as its article."""
    return part_of(about, 0, len(about.body))


def part_of(about: Article, start: int, end: int) -> Passage:
    return Passage(f"{about.id}#{start}", about.id, 0, start, end, about.body[start:end])


def write_articles(folder: Path, articles: Sequence[Article]) -> Path:
    """A folder of Markdown that holds the articles."""
    for one in articles:
        path = folder / f"{one.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(["---", *_front_matter(one), "---", one.body, ""]), encoding="utf-8")
    return folder


def _front_matter(one: Article) -> Iterator[str]:
    yield f"id: {one.id}"
    yield f"title: {json.dumps(one.title)}"
    for name in ("kind", "locale", "url"):
        if value := getattr(one, name):
            yield f"{name}: {value}"
    if one.expires_at:
        yield f"expires: {one.expires_at}"
    if one.updated_at:
        yield f"published: {one.updated_at}\nupdated: {one.updated_at}"
    if one.draft:
        yield "draft: true"


_WORDS = "deposit withdraw account minutes 24 hours fee 0.5 % Profile > Security code e-mail ORR-1107 **bold** network"
_SENTENCE = st.tuples(
    st.sampled_from(["You", "The wallet", "This", "It", "Orrery", "However, a", "Step"]),
    st.lists(st.sampled_from(_WORDS.split()), min_size=2, max_size=30),
    st.sampled_from([".", ".", ".", "?", "!", ":"]),
).map(lambda parts: f"{parts[0]} {' '.join(parts[1])}{parts[2]}")
_PARAGRAPH = st.lists(_SENTENCE, min_size=1, max_size=6).map(" ".join)
_LIST = st.lists(_SENTENCE, min_size=1, max_size=12)
_BLOCK = st.one_of(
    _PARAGRAPH,
    _PARAGRAPH,
    _SENTENCE.map(lambda text: f"## {text}"),
    _PARAGRAPH.map(lambda text: f"> Note: {text}"),
    _LIST.map(lambda items: "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))),
    _LIST.map(lambda items: "\n\n".join(f"{n}. {item}\n\n   More of it." for n, item in enumerate(items, 1))),
    _LIST.map(lambda items: "\n".join(f"- {item}" for item in items)),
    _LIST.map(lambda rows: "| Network | Fee |\n| --- | --- |\n" + "\n".join(f"| {row} | 1 |" for row in rows)),
    _LIST.map(lambda lines: "```\n" + "\n".join(lines) + "\n```"),
)
bodies = st.lists(_BLOCK, min_size=1, max_size=14).map("\n\n".join)
