from __future__ import annotations

import pytest

from corpus.article import Article
from corpus.errors import BadArticlesError
from corpus.sources.fields import build_article
from corpus.sources.source import NO_DEFAULTS, Place


def build(**fields: object) -> Article:
    return build_article({"id": "a", "title": "Title", "body": "Body", **fields}, Place("x"), NO_DEFAULTS)


def test_control_characters_are_taken_out_of_every_field() -> None:
    built = build(
        title="Re\x1b[31mset\x1b[0m \x9b2FA\x7f",
        body="One\x1b]0;owned\x07 \x1b]8;;http://x\x1b\\two\x08\x0cthree\x85four\tfive\r\nsix",
        excerpt="\x01Short\x02",
        questions=["Ho\x1bw?"],
    )
    assert (built.title, built.excerpt, built.questions) == ("Reset 2FA", "Short", ("How?",))
    assert built.body == "One two three four\tfive\nsix"


def test_nothing_else_is_taken_out() -> None:
    text = "naïve “quotes” 手 [31m, 🙂\u200d, a\u00a0b\u2028c"
    assert build(body=text).body == text


def test_html_from_start_to_end_becomes_markdown() -> None:
    steps = "<ol><li>Choose</li><li>Press</li></ol>"
    html = f"<div><h2>Steps</h2>\n<p>Open <b>Orders</b>.</p>{steps}<script>x</script></div>\n"
    assert build(body=html).body == "## Steps\n\nOpen **Orders**.\n\n1. Choose\n2. Press"


@pytest.mark.parametrize(
    "body", ["<p align=center>Logo</p>\n\nText.", "Use <br>", "<https://x.example>", "<pre-x>Text</pre-x>"]
)
def test_markdown_that_holds_html_stays_as_it_is(body: str) -> None:
    assert build(body=body).body == body


def test_zero_byte_is_refused() -> None:
    with pytest.raises(BadArticlesError, match="unusable character"):
        build(body="a\0b")


@pytest.mark.parametrize("article_id", [".", "..", " .. ", "\x1b.."])
def test_id_that_a_link_would_lose_is_refused(article_id: str) -> None:
    with pytest.raises(BadArticlesError, match="cannot stand in a link"):
        build(id=article_id)


@pytest.mark.parametrize("article_id", ["...", "a.b", ".a", "1"])
def test_id_with_dots_is_kept(article_id: str) -> None:
    assert build(id=article_id).id == article_id
