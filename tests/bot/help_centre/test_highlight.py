from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Span
from bot.help_centre.render import render

REPOSITORY = Path(__file__).parents[3]
SAMPLES = sorted((REPOSITORY / "corpus" / "articles").rglob("*.md"))
BODY = """\
Fees depend on the *network*. **"Tron"** is cheapest & quick.

## How to pay {#pay}

1. Open **Assets > Withdraw**, then `Next`.
2. Choose [a network](https://x.example/a_b(c)?d=e&f=g) and
   confirm\\.
   - Nested &amp; short.

| Coin | Fee |
|:-----|----:|
| BTC \\| XBT | 0.1 |
| ETH | <kbd>0.2</kbd> |

```python
    pay(1 < 2)
done()
```

> Note: ![a coin](coin.png) _snake_case_ stays.

<div class="x"><b>Raw</b> text.</div>
"""


def marked_text(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.DOTALL))))


def letters(text: str) -> str:
    """The text without what may be markup, such as the number of a list's item."""
    return "".join(re.findall(r"[^\W\d_]", text))


@pytest.mark.parametrize(
    ("quoted", "shown"),
    [
        ('**"Tron"** is cheapest & quick.', '"Tron" is cheapest & quick.'),
        ('*network*. **"Tron"**', 'network. "Tron"'),
        ("## How to pay {#pay}", "How to pay"),
        ("1. Open **Assets > Withdraw**, then `Next`.\n", "Open Assets > Withdraw, then Next."),
        ("[a network](https://x.example/a_b(c)?d=e&f=g) and\n   confirm\\.", "a network and\nconfirm."),
        ("Nested &amp; short.", "Nested & short."),
        ("| BTC \\| XBT | 0.1 |", "BTC | XBT0.1"),
        ("| BTC \\| XBT | 0.1 |\n| ETH | <kbd>0.2</kbd> |", "BTC | XBT0.1ETH0.2"),
        ("```python\n    pay(1 < 2)\ndone()\n```", "pay(1 < 2)\ndone()"),
        ("![a coin](coin.png) _snake_case_ stays.", "a coin snake_case stays."),
        ("<b>Raw</b> text.", "Raw text."),
    ],
)
def test_exactly_the_quoted_words_are_marked(quoted: str, shown: str) -> None:
    start = BODY.index(quoted)

    assert marked_text(render(BODY, Span(start, start + len(quoted))).html).strip("\n") == shown.strip("\n")


def test_quote_over_several_blocks_gets_a_mark_in_each_and_one_id() -> None:
    html = render(BODY, Span(0, len(BODY))).html

    assert html.count('<mark id="quote">') == 1
    assert html.count("<mark>") > 15
    assert '<td align="left"><mark>' in html
    assert "<tr><mark>" not in html


def check(body: str, span: Span) -> None:
    """The text is the same as without a quote, the marks are well-formed, and only what was quoted is marked."""
    plain, html = render(body).html, render(body, span).html
    assert re.sub(r"</?mark[^>]*>", "", html) == plain
    assert html.count('id="quote"') == min(1, html.count("<mark"))
    balance = Balance()
    balance.feed(html)
    assert not balance.path


class Balance(HTMLParser):
    """Fails on an end tag that doesn't end the last element, or a mark within a mark."""

    def __init__(self) -> None:
        super().__init__()
        self.path: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert not (tag == "mark" and "mark" in self.path)
        if tag not in ("br", "hr", "img"):
            self.path.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.path.pop() == tag


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_highlighting_at_any_place_never_alters_the_text(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(BODY) - 1))
    check(BODY, Span(start, data.draw(st.integers(start + 1, len(BODY)))))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_quoted_sentences_of_real_articles_are_marked(data: st.DataObject) -> None:
    body = data.draw(st.sampled_from(SAMPLES)).read_text(encoding="utf-8").split("---\n", 2)[2]
    edges = sorted({0, len(body), *(match.end() for match in re.finditer(r"[.!?] |\n+|\| ", body))})
    first = data.draw(st.integers(0, len(edges) - 2))
    start, end = edges[first], edges[data.draw(st.integers(first + 1, len(edges) - 1))]
    check(body, Span(start, end))
    source = re.sub(r"\]\([^)]*\)|^```\w*", " ", body[start:end], flags=re.MULTILINE)
    cut_address = "(article:" in body[max(0, start - 60) : end + 60]
    if letters(source) and not cut_address:  # what shows no text of its own marks its block
        assert letters(marked_text(render(body, Span(start, end)).html)) == letters(source)
