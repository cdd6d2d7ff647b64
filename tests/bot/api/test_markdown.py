from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.api.markdown import is_safe, portable

PIECES = (
    *(
        "[",
        "]",
        "](",
        ")",
        "!",
        "\\",
        "`",
        "``",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "    ",
        "| ",
        "|---|\n",
        "~~~\n",
        '"',
    ),
    *(
        "javascript:1",
        "java&#115;cript:1",
        "article:k",
        "article:gone",
        "https://ok.example",
        "../c",
        "(",
        "a",
        " b ",
        "<",
    ),
    *(
        "<b>",
        "<img src=x onerror=y>",
        "<!--",
        "-->",
        "<script>\n",
        "[r]",
        "\n[r]: javascript:1\n",
        "<javascript:1>",
        "\r\n",
    ),
)
EVERYTHING = MarkdownIt("commonmark").enable("table")
EVERYTHING.validateLink = lambda url: True  # type: ignore[method-assign]


def target(href: str) -> str | None:
    """One article exists."""
    if href == "article:k":
        return "https://help.example/k"
    return href if is_safe(href) else None


@pytest.mark.parametrize(
    ("markdown", "sent"),
    [
        ("Please [create a *key*](article:k) now.", "Please [create a *key*](https://help.example/k) now."),
        ('[a](<article:k> "why")', '[a](https://help.example/k "why")'),
        ("[gone](article:gone), [here](javascript:alert(1))", "gone, here"),
        ("[x](java&#115;cript:1) [y](data:text/html,hi)", "x y"),
        ("<script>x</script> <img onerror=x>", "\\<script>x\\</script> \\<img onerror=x>"),
        ("<javascript:1> <https://ok.example> <a@ok.example>", "\\<javascript:1> <https://ok.example> <a@ok.example>"),
        ("![Chart](http://x.example/c.png) ![ok](https://x.example/c.png)", "Chart ![ok](https://x.example/c.png)"),
        ("> 1. [a](javascript:1)\n>    [b](article:k)", "> 1. a\n>    [b](https://help.example/k)"),
        ("[![Chart](c.png)](article:k)", "[Chart](https://help.example/k)"),
    ],
)
def test_links_lead_somewhere_or_become_their_words(markdown: str, sent: str) -> None:
    assert portable(markdown, target) == sent


@pytest.mark.parametrize(
    "markdown",
    [
        "1. Open **Assets > Withdraw**.\n2. If `a < b`, wait; 1 < 2.",
        "Type `<port>` and `[x](javascript:1)`.\n\n```\n<b>[a](article:k)</b>\n```",
        "See [the form](https://ok.example/x_(y)) or [write](mailto:a@ok.example).\r\nAn [aside] and \\<b>.",
    ],
)
def test_everything_else_stays_character_for_character(markdown: str) -> None:
    assert portable(markdown, target) == markdown


def test_links_by_reference_are_shown_as_the_text_they_are() -> None:
    sent = portable("[a][r]\n\n[r]: javascript:1", target)

    assert EVERYTHING.render(sent) == "<p>[a][r]</p>\n<p>[r]: javascript:1</p>\n"


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_no_reader_of_markdown_finds_html_or_an_unsafe_address(markdown: str) -> None:
    sent = portable(markdown, target)
    html = EVERYTHING.render(sent)

    assert not re.findall(r"<(?:b>|script|!--)|<img(?! src=\"https:)", html)
    assert all(is_safe(href) for href in re.findall(r'href="([^"]*)"', html))
    assert portable(sent, target) == sent
