from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.words import END, SNIPPET_CHARS, START, Searched, searched, shortened, snippet, words_of


def test_words_are_folded_and_split_at_signs() -> None:
    assert words_of("Ana's RÜCKERSTATTUNG: résumé_x, ana@site.example") == {
        "ana", "s", "ruckerstattung", "resume", "x", "site", "example",
    }  # fmt: skip


def test_scripts_without_blanks_give_signs_and_pairs() -> None:
    assert words_of("iPhone東京都") == {"iphone", "東", "京", "都", "東京", "京都"}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("refund tid", Searched(("refund",), "tid")),
        ("Rückerst", Searched((), "ruckerst")),
        ("a", Searched(("a",))),
        ("東京都", Searched(("京都", "東京"))),
        ("#4711", Searched((), None, 4711)),
        ("4711", Searched((), "4711", 4711)),
        (" '*\" ", None),
        ("", None),
    ],
)
def test_query_looks_for_whole_words_and_the_beginning_of_the_last(query: str, wanted: Searched | None) -> None:
    assert searched(query) == wanted


def test_snippet_shows_the_first_hit_with_every_hit_marked() -> None:
    text = "Hello there, " * 10 + "my Refund is late.\nA refunding it is!"
    wanted = searched("refun")

    assert wanted is not None
    shown = snippet(text, wanted)
    assert shown is not None
    assert shown.startswith("…")
    assert f"my {START}Refund{END} is late. A {START}refunding{END} it is!" in shown


def test_snippet_of_a_script_without_blanks_marks_what_was_asked() -> None:
    wanted = searched("東京")

    assert wanted is not None
    assert snippet("昨日、東京都で", wanted) == f"昨日、{START}東京{END}都で"


@given(st.text(max_size=300), st.text(min_size=1, max_size=20))
def test_snippet_is_short_and_adds_nothing_but_marks(text: str, query: str) -> None:
    wanted = searched(query)
    shown = snippet(text, wanted) if wanted else None

    if shown is not None:
        plain = shown.replace(START, "").replace(END, "").strip("…")
        assert plain in " ".join(text.replace(START, " ").replace(END, " ").split())
        assert len(plain) <= SNIPPET_CHARS
        assert shown.count(START) == shown.count(END) > 0


@given(st.text(min_size=1, max_size=60))
def test_text_is_found_by_each_of_its_own_words(text: str) -> None:
    for word in words_of(text):
        wanted = searched(word)
        assert wanted is not None
        found = set(wanted.words) <= words_of(text)
        assert found, (word, wanted)
        assert wanted.prefix is None or any(each.startswith(wanted.prefix) for each in words_of(text))


def test_beginning_of_a_text_is_one_line() -> None:
    assert shortened("a\n b  c") == "a b c"
    assert shortened("word " * 100).endswith("…")
    assert len(shortened("word " * 100)) <= SNIPPET_CHARS
