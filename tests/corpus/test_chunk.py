from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Passage
from corpus.chunk import ChunkOptions, CountTokens, chunk, chunk_all, cut_to_tokens, prefix
from corpus.errors import ConfigurationError
from tests.corpus.texts import (
    article,
    count_characters,
    count_unlike_its_parts,
    count_words,
    markdown_texts,
    minilm_counter,
    real_articles,
    words_of,
)

SMALL = ChunkOptions(window=21, max_prefix_tokens=1, min_section_tokens=4)  # 20 words a passage


def words(count: int, word: str = "word") -> str:
    return " ".join([word] * count)


def texts(body: str, options: ChunkOptions = SMALL, count_tokens: CountTokens = count_words) -> list[str]:
    return [passage.text for passage in chunk(article(body), count_tokens, options)]


def check(body: str, passages: list[Passage], count_tokens: CountTokens, budget: int) -> None:
    assert words_of("".join(passage.text for passage in passages)) == words_of(body)
    assert all(passage.text == body[passage.start : passage.end].strip() != "" for passage in passages)
    assert all(one.end <= other.start for one, other in pairwise(passages))
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    assert len({passage.id for passage in passages}) == len(passages)
    counts = count_tokens([passage.text for passage in passages]) if passages else []
    assert all(count <= budget or len(p.text) == 1 for count, p in zip(counts, passages, strict=True))


def test_short_article_is_one_passage() -> None:
    assert texts("# A\n\nOne.\n\n## B\n\nTwo.\n") == ["# A\n\nOne.\n\n## B\n\nTwo."]


def test_article_without_text_has_no_passage() -> None:
    assert texts(" \n\n ") == []
    assert chunk_all([], count_words) == []


def test_headings_begin_passages() -> None:
    assert texts(f"# A\n\n{words(12)}\n\n# B\n\n{words(12)}\n") == [f"# A\n\n{words(12)}", f"# B\n\n{words(12)}"]


def test_passage_knows_the_headings_above_it() -> None:
    body = f"# A\n\n{words(12)}\n\n## *B* {{#b}}\n\n{words(15)}\n\n{words(15)}\n\n# C\n\n{words(9)}\n"
    assert [passage.headings for passage in chunk(article(body), count_words, SMALL)] == [
        ("A",), ("A", "B"), ("A", "B"), ("C",)
    ]  # fmt: skip


def test_heading_stays_with_what_follows_even_if_that_must_be_cut() -> None:
    found = texts(f"{words(15)}\n\n## A b c d\n\n### E f\n\n{words(19)}. {words(5)}.\n")
    assert found[1].startswith("## A b c d\n\n### E f\n\nword")


def test_heading_at_the_end_joins_what_is_above() -> None:
    assert texts(f"# A\n\n{words(12)}\n\n# B\n\n{words(9)}\n\n# C\n")[-1].endswith("# C")
    assert len(texts(f"# A\n\n{words(12)}\n\n# B\n\n{words(9)}\n\n# C\n")) == 2


def test_heading_alone_is_a_passage_where_there_is_nothing_else() -> None:
    (only,) = chunk(article("# A\n"), count_words, SMALL)
    assert (only.text, only.headings) == ("# A", ("A",))


def test_tiny_section_joins_the_next_of_its_parent() -> None:
    body = f"## A\n\nx\n\n## B\n\n{words(14)}\n\n## C\n\n{words(9)}\n"
    assert [text[:4] for text in texts(body)] == ["## A", "## C"]


def test_tiny_section_does_not_join_a_section_higher_in_the_outline() -> None:
    body = f"# A\n\n{words(15)}\n\n## B\n\nx\n\n# C\n\n{words(9)}\n"
    assert [text[:4] for text in texts(body)] == ["# A\n", "## B", "# C\n"]


def test_anchor_goes_with_the_heading_below_it() -> None:
    body = f'# A\n\n{words(12)}\n\n<a id="b"></a>\n\n# B\n\n{words(12)}\n'
    assert texts(body)[1].startswith('<a id="b"></a>\n\n# B')


@pytest.mark.parametrize(
    "whole",
    [
        "\n".join(f"{n}. step step step" for n in range(1, 5)),
        "| a | b |\n| - | - |\n| 1 | 2 |",
        "```\n" + "\n".join(["line line"] * 7) + "\n```",
    ],
)
def test_list_table_and_code_stay_whole_with_the_sentence_before(whole: str) -> None:
    body = f"{words(10)}. {words(8)}. As follows:\n\n{whole}\n\n{words(8)}.\n"
    assert any(f"As follows:\n\n{whole}" in text for text in texts(body))


def test_list_that_fits_only_without_its_introduction_stays_whole() -> None:
    steps = "\n".join(f"{n}. step step step step" for n in range(1, 5))
    assert texts(f"{words(18)}:\n\n{steps}\n") == [f"{words(18)}:", steps]


def test_list_that_does_not_fit_is_cut_between_items() -> None:
    found = texts("\n".join(f"{n}. step step step step" for n in range(1, 10)))
    assert len(found) == 3
    assert all(line[0].isdigit() for text in found for line in text.splitlines())


def test_item_that_does_not_fit_is_cut_between_its_blocks() -> None:
    body = f"1. {words(12)}\n\n   - {words(10, 'nested')}\n   - {words(10, 'second')}\n"
    assert texts(body) == [f"1. {words(12)}", f"- {words(10, 'nested')}", f"- {words(10, 'second')}"]


def test_table_that_does_not_fit_is_cut_between_rows() -> None:
    found = texts("| a | b |\n| - | - |\n" + "\n".join(["| x y | z |"] * 9))
    assert found[0].startswith("| a | b |\n| - | - |\n| x")
    assert all(text.startswith("|") and text.endswith("|") for text in found)


def test_code_that_does_not_fit_is_cut_between_lines() -> None:
    found = texts("```\n" + "\n".join(["one two three"] * 20) + "\n```")
    lines = [line for text in found for line in text.splitlines()]
    assert set(lines) == {"```", "one two three"}


def test_long_paragraph_is_cut_between_sentences() -> None:
    assert texts(" ".join([f"One {words(8)}."] * 3)) == [f"One {words(8)}.", f"One {words(8)}. One {words(8)}."]


def test_long_sentence_is_cut_between_words() -> None:
    assert all(text.split().count("word") == len(text.split()) <= 20 for text in texts(words(50)))


def test_long_word_is_cut_between_characters() -> None:
    found = texts("漢" * 100, SMALL, count_characters)
    assert "".join(found) == "漢" * 100
    assert max(map(len, found)) <= 20


def test_unknown_word_of_any_length_does_not_hide_in_one_token() -> None:
    assert max(map(len, texts("x" * 100_000))) <= 33 * 20


def test_same_text_twice_has_two_ids() -> None:
    first, second = chunk(article(f"# A\n\n{words(12)}\n\n# A\n\n{words(12)}\n"), count_words, SMALL)
    assert second.id == first.id + ".1"


def test_room_is_kept_for_the_title() -> None:
    long_title = article(words(40), title=words(9))
    options = ChunkOptions(window=40, max_prefix_tokens=15)
    assert max(count_words([p.text for p in chunk(long_title, count_words, options)])) <= 31


@pytest.mark.parametrize(("window", "max_prefix"), [(20, 10), (0, 0), (100, -1)])
def test_window_too_small_for_text_is_refused(window: int, max_prefix: int) -> None:
    with pytest.raises(ConfigurationError, match="window"):
        ChunkOptions(window=window, max_prefix_tokens=max_prefix)


def test_prefix_has_the_title_and_the_headings_that_the_text_lacks() -> None:
    one = article(f"# Deposits\n\n## By card\n\n### Fees\n\n{words(12)}.\n\n{words(15)}.\n")
    first, second = chunk(one, count_words, SMALL)
    assert prefix(one, first) == "Deposits"
    assert prefix(one, second) == "Deposits\nBy card\nFees"


@pytest.mark.parametrize(("limit", "kept"), [(9, "one two  three"), (3, "one two  three"), (2, "one two"), (0, "")])
def test_text_is_cut_at_a_word(limit: int, kept: str) -> None:
    assert cut_to_tokens("one two  three", limit, count_words) == kept


def test_edit_leaves_the_ids_of_other_sections() -> None:
    def ids(first: str) -> list[str]:
        body = f"# A\n\n{first}\n\n# B\n\n{words(12)}\n\n# C\n\n{words(30)}.\n"
        return [passage.id for passage in chunk(article(body), count_words, SMALL)]

    assert ids(words(10))[-3:] == ids(words(45, "other"))[-3:]


@given(markdown_texts, st.sampled_from([count_words, count_characters, count_unlike_its_parts]), st.integers(16, 60))
@settings(deadline=None)
def test_every_word_is_in_one_passage_within_the_window(body: str, counter: CountTokens, budget: int) -> None:
    options = ChunkOptions(window=budget, max_prefix_tokens=0, min_section_tokens=5)
    check(body, chunk(article(body), counter, options), counter, budget)


@given(markdown_texts, st.integers(20, 254))
@settings(deadline=None)
def test_real_tokenizer_is_never_exceeded(body: str, window: int) -> None:
    options = ChunkOptions(window=window, max_prefix_tokens=4)
    check(body, chunk(article(body), minilm_counter(), options), minilm_counter(), window - 1)


@given(st.lists(markdown_texts, max_size=4))
@settings(max_examples=30, deadline=None)
def test_articles_cut_together_are_cut_as_alone(bodies: list[str]) -> None:
    articles = [article(body, id_=str(n)) for n, body in enumerate(bodies)]
    assert chunk_all(articles, count_words, SMALL) == [chunk(one, count_words, SMALL) for one in articles]


def test_megabyte_on_one_line_takes_few_calls() -> None:
    calls = 0

    def counted(batch: list[str] | tuple[str, ...]) -> list[int]:
        nonlocal calls
        calls += 1
        return count_words(batch)

    began = time.process_time()
    passages = chunk(article(words(200_000)), counted)  # type: ignore[arg-type]
    assert time.process_time() - began < 10
    assert (calls <= 8, len(passages) < 1000) == (True, True)


def test_real_articles_are_cut_within_the_window() -> None:
    articles = real_articles()
    for one, passages in zip(articles, chunk_all(articles, minilm_counter()), strict=True):
        check(one.body, passages, minilm_counter(), 253)
        assert passages
