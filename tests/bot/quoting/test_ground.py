from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Answer
from bot.quoting.ground import Grounded, ground, ground_all
from corpus.article import Article
from corpus.segment import Unit, UnitKind, units
from tests.bot.articles import article, bodies, sample_articles
from tests.corpus.texts import markdown_texts

TABLE = "| Coin | Fee |\n| --- | --- |\n| BTC | 1 |\n| ETH | 2 |\n| SOL | 3 |"


def quotable_units(body: str) -> list[Unit]:
    hidden = {UnitKind.HEADING, UnitKind.PICTURE, UnitKind.HTML}
    return [unit for unit in units(body) if unit.kind not in hidden]


def assert_grounded(about: Article | Sequence[Article], grounded: Grounded | Answer) -> None:
    """What must hold of every answer whatsoever, quoted from one article or several."""
    quoted = {one.id: one for one in ([about] if isinstance(about, Article) else about)}
    cited = {citation.n: citation for citation in grounded.citations}
    assert list(cited) == list(range(1, len(cited) + 1))
    for citation in grounded.citations:
        article = quoted[citation.article_id]
        assert article.body[citation.start : citation.end] == citation.quote
        assert citation.title == article.title
    for before, after in pairwise(grounded.citations):
        between = quoted[before.article_id].body[before.end : after.start]
        assert before.article_id != after.article_id or between.strip(), "neighbours share a citation"
    position = 0
    for sentence in grounded.sentences:
        assert sentence.citations
        assert all(sentence.text in cited[n].quote for n in sentence.citations)
        position = grounded.answer.index(sentence.text, position) + len(sentence.text)
    assert [n for s in grounded.sentences for n in s.citations] == sorted(
        n for s in grounded.sentences for n in s.citations
    )
    assert {n for sentence in grounded.sentences for n in sentence.citations} == set(cited)


@settings(max_examples=100, deadline=None)
@given(st.one_of(bodies, markdown_texts), st.data())
def test_every_choice_of_units_is_quoted_verbatim_and_in_order(body: str, data: st.DataObject) -> None:
    about = article(body)
    found = quotable_units(body)
    chosen = [found[i] for i in data.draw(st.sets(st.integers(0, max(0, len(found) - 1))))] if found else []
    grounded = ground(about, data.draw(st.permutations(chosen)))

    assert_grounded(about, grounded)
    headers = {unit.header for unit in chosen if unit.header}
    assert len(grounded.sentences) == len(chosen) + len(headers)


def test_every_sample_article_can_be_quoted_whole() -> None:
    for about in sample_articles():
        assert_grounded(about, ground(about, quotable_units(about.body)))


def test_neighbouring_units_share_one_citation_and_others_do_not() -> None:
    about = article("One is here. Two is here.\n\nThree is here.\n\n## Heading\n\nFour is here.")
    grounded = ground(about, quotable_units(about.body))

    assert [citation.quote for citation in grounded.citations] == [
        "One is here. Two is here.\n\nThree is here.",
        "Four is here.",
    ]
    assert [sentence.citations for sentence in grounded.sentences] == [(1,), (1,), (1,), (2,)]
    assert grounded.answer == "One is here. Two is here.\n\nThree is here.\n\nFour is here."


def test_citations_of_several_articles_are_numbered_throughout() -> None:
    first, empty, last = article("One. Two is far.\n\n# A\n\nThree."), article("", id="b"), article("One.", id="c")
    quotes = [(one, quotable_units(one.body)) for one in (first, empty, last)]
    grounded = ground_all(quotes)

    assert_grounded([first, last], grounded)
    assert [(citation.n, citation.article_id) for citation in grounded.citations] == [
        (1, first.id),
        (2, first.id),
        (3, "c"),
    ]
    assert grounded.answer == "One. Two is far.\n\nThree.\n\nOne."
    assert grounded.sentences[-1].citations == (3,)


def test_rows_come_with_their_header_once_and_stay_a_table() -> None:
    about = article(TABLE)
    rows = quotable_units(TABLE)
    grounded = ground(about, [rows[2], rows[0]])

    assert grounded.answer == "| Coin | Fee |\n| --- | --- |\n| BTC | 1 |\n| SOL | 3 |"
    assert [citation.quote for citation in grounded.citations] == [
        "| Coin | Fee |\n| --- | --- |\n| BTC | 1 |",
        "| SOL | 3 |",
    ]


def test_items_of_one_list_stay_one_list() -> None:
    about = article("1. First.\n2. Second.\n3. Third.\n\nAfterwards.")
    items = quotable_units(about.body)

    assert ground(about, [items[0], items[2], items[3]]).answer == "1. First.\n3. Third.\n\nAfterwards."


def test_nothing_quoted_is_an_empty_answer() -> None:
    assert ground(article("Words."), []) == Grounded("", (), ())


@pytest.mark.parametrize(
    ("updated", "published", "shown"),
    [
        (date(2026, 2, 1), date(2025, 1, 1), date(2026, 2, 1)),
        (None, date(2025, 1, 1), date(2025, 1, 1)),
        (None, None, None),
    ],
)
def test_citation_carries_the_day_of_the_last_change(
    updated: date | None, published: date | None, shown: date | None
) -> None:
    about = article("Words are here.", updated_at=updated, published_at=published)

    assert ground(about, units(about.body)).citations[0].updated_at == shown


def test_citation_opens_the_article_at_the_quote_or_where_it_lives() -> None:
    body = "Words are here."
    ours, theirs = article(body, id="a/b c"), article(body, url="https://example.com/x")

    assert ground(ours, units(body)).citations[0].url == "/help/articles/a%2Fb%20c?quote=0-15-5d64a8e0#quote"
    assert ground(theirs, units(body)).citations[0].url == "https://example.com/x"
