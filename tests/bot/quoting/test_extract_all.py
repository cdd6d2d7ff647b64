from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.answer import Hit, HitScores
from bot.quoting.extract import MAX_WORDS, extract_all, take_apart
from bot.quoting.ground import ground_all
from corpus.article import Article, Kind
from tests.bot.articles import article, whole
from tests.bot.quoting.test_extract import LONG
from tests.bot.quoting.test_ground import assert_grounded


def hits(*found: Article) -> list[Hit]:
    return [Hit(rank, 1.0, whole(about), about, HitScores(1, 1, 1)) for rank, about in enumerate(found, start=1)]


def part(id: str, body: str, **fields: Any) -> Article:
    return article(body, **{"id": id, "title": "Zebra", **fields})


def quoted_of(*found: Article, question: str = "what do zebras eat") -> list[str]:
    return [about.id for about, _ in extract_all(question, hits(*found), take_apart)]


FIRST = part("first", "Zebras eat grass.")
SECOND = part("second", "In winter the animals live on bark and leaves.")


def test_short_part_of_a_text_is_followed_by_the_next_best() -> None:
    third = part("third", f"{LONG} Young zebras drink milk. {LONG}")
    found = extract_all("what do zebras eat", hits(FIRST, SECOND, third), take_apart)
    grounded = ground_all((about, one.units) for about, one in found)

    assert_grounded([FIRST, SECOND, third], grounded)
    assert grounded.answer.startswith(f"{FIRST.body}\n\n{SECOND.body}")
    assert "Young zebras drink milk." in grounded.answer
    assert len(grounded.answer.split()) <= MAX_WORDS


@pytest.mark.parametrize(
    "other",
    [
        part("second", SECOND.body, title="Lion"),
        part("second", SECOND.body, kind=Kind.PRODUCT),
        part("second", SECOND.body, locale="de"),
        part("second", f"# Food\n\n{SECOND.body}"),
        part("second", f"{SECOND.body}\n\n- And more."),
        part("second", f"{SECOND.body} See [there](there.md)."),
        part("second", "Zebras eat the grass."),
        part("second", "In winter these animals live on:"),
        part("second", ""),
    ],
    ids=["title", "kind", "locale", "heading", "list", "relative link", "nothing new", "announced", "empty"],
)
def test_article_that_is_no_further_part_of_the_text_is_not_quoted_beside_it(other: Article) -> None:
    assert quoted_of(FIRST, SECOND) == ["first", "second"]
    assert quoted_of(FIRST, other) == ["first"]


def test_title_that_a_further_part_begins_with_is_not_repeated() -> None:
    found = extract_all("what do zebras eat", hits(FIRST, part("second", f"Zebra\n{SECOND.body}")), take_apart)

    assert ground_all((about, one.units) for about, one in found).answer == f"{FIRST.body}\n\n{SECOND.body}"


def test_announcements_of_one_title_are_told_apart() -> None:
    assert quoted_of(*(replace(one, kind=Kind.ANNOUNCEMENT) for one in (FIRST, SECOND))) == ["first"]


def test_long_answer_of_one_article_stands_alone() -> None:
    assert quoted_of(part("first", LONG * 2), SECOND) == ["first"]


def test_nothing_is_quoted_where_the_first_article_has_nothing() -> None:
    assert quoted_of(part("first", "![zebra](a.png)"), SECOND) == quoted_of() == []
