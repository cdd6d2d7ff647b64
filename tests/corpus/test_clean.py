import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.clean import excerpt_of, plain_text, shorten, slug

MARKUP = st.text(alphabet="ab1 \n`*_[](){}<>!#|~\\&;-:.\"'=\0é漢/", max_size=120)


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("## Reset it ##\n\nThen **log in** again.", "Reset it Then log in again."),
        ("See [the *guide*](https://x.example/a_(b) 'Title').", "See the guide."),
        ("[![Logo](logo.png)](https://x.example)", "Logo"),
        ("| Coin | Fee |\n|:-----|----:|\n| BTC | `0.1|x` |", "Coin Fee BTC 0.1|x"),
        ("1. One\n   - [x] two\n> [!NOTE]\n> three", "1. One two Note: three"),
        ("```sh\nls *.md [a](b)\n```\nDone", "ls *.md [a (b) Done"),
        ("snake_case 2 * 3 \\*kept\\* &lt;b&gt; <b>bold</b><br>next", "snake_case 2 * 3 *kept* <b> bold next"),
        ("<!-- hidden -->shown {#anchor} <https://x.example>", "shown https://x.example"),
        ("Title\n=====\n\ntext\n\n***\n[ref]: https://x.example 'T'\n[ref][ref]", "Title text ref"),
        ("C #\n\n`a` *b _c_*", "C # a b c"),
    ],
)
def test_plain_text_is_what_a_reader_sees(markdown: str, words: str) -> None:
    assert plain_text(markdown) == words


@settings(deadline=None)
@given(MARKUP)
def test_plain_text_holds_no_link_seam_and_is_never_longer(markdown: str) -> None:
    text = plain_text(markdown)
    assert "](" not in text
    assert "\0" not in text
    assert len(text) <= len(markdown)
    assert text == " ".join(text.split())


@settings(deadline=None)
@given(st.lists(st.text(alphabet="abcdefgXYZé漢12,.?", min_size=1), max_size=20))
def test_plain_text_leaves_plain_words_alone(words: list[str]) -> None:
    assert plain_text(" ".join(words)) == " ".join(words)


@pytest.mark.parametrize(
    "unit", ["[", "*", "_", "`", "<", "(", "[x](a ", "<!--", "![", "_a ", "\n ", "[a](b[c](d)", "|-"]
)
def test_plain_text_is_linear_on_hostile_input(unit: str) -> None:
    started = time.process_time()
    plain_text(unit * (200_000 // len(unit)) + "x")
    assert time.process_time() - started < 2


def test_excerpt_is_the_first_paragraph_below_the_headings() -> None:
    body = "<!-- note -->\n# Head\n\n```\ncode\n```\n\n## Next\nFirst **words**\nhere.\n\nSecond."
    assert excerpt_of(body) == "First words here."


def test_excerpt_of_nothing_but_headings_is_the_headings() -> None:
    assert excerpt_of("# Only\n\n## Headings") == "Only Headings"


@settings(deadline=None)
@given(st.text(max_size=300), st.integers(10, 100))
def test_shortened_text_fits_and_is_the_start(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert text.startswith(short.removesuffix("…"))


def test_shortening_cuts_between_words() -> None:
    assert shorten("How do I reset it, please?", 20) == "How do I reset it…"


def test_slugs_keep_every_script_apart() -> None:
    titles = ["How do I reset 2FA?", "如何重置双重验证?", "如何提现?", "कि", "का", "???", "!!!", "a" * 100, "a" * 101]
    slugs = [slug(title) for title in titles]
    assert slugs[0] == "how-do-i-reset-2fa"
    assert len(set(slugs)) == len(titles)
    assert all(slugs)
