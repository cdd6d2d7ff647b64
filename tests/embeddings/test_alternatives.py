from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.article import article_from_dict, article_to_dict
from corpus.errors import ConfigurationError
from embeddings.alternatives import (
    ALTERNATIVES_FILE,
    Alternative,
    accepted_questions,
    normalised,
    read_alternatives,
    with_alternatives,
)
from embeddings.home import Home
from embeddings.publish import Publisher
from embeddings.release import load_release, without_accepted
from tests.embeddings.builders import CountingEncoder, article, articles, contents

LOST = Alternative("fees", "what do i pay to trade")


def write(home: Path, *rows: dict[str, object]) -> None:
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (home / ALTERNATIVES_FILE).write_text(lines, encoding="utf-8")


def test_accepted_questions_are_read_with_their_places(tmp_path: Path) -> None:
    assert read_alternatives(tmp_path) == []
    write(tmp_path, {"article_id": "fees", "question": "what do\ni pay", "by": "Lena"})
    place = f"{tmp_path / ALTERNATIVES_FILE}:1"
    assert read_alternatives(tmp_path) == [Alternative("fees", "what do i pay", place)]


@pytest.mark.parametrize("row", [{"question": "how?"}, {"article_id": "fees"}, {"article_id": 1, "question": " "}])
def test_line_without_article_or_question_is_refused_by_place(tmp_path: Path, row: dict[str, object]) -> None:
    write(tmp_path, {"article_id": "fees", "question": "how?"}, row)
    with pytest.raises(ConfigurationError, match=rf"{ALTERNATIVES_FILE}:2: 'article_id' or 'question' is missing"):
        read_alternatives(tmp_path)


def test_question_goes_to_its_article_once_and_what_has_none_is_told() -> None:
    gone = Alternative("gone", "where is it")
    again = (Alternative("fees", "What do I PAY to trade?"), Alternative("fees", "how do fees work"))
    extended = with_alternatives(articles(), [LOST, *again, gone])
    accepted = {one.id: one.accepted for one in extended.articles if one.accepted}
    assert accepted == {"fees": (LOST.question,)}
    assert (extended.added, extended.homeless) == (1, (gone,))


@pytest.mark.parametrize(
    ("one", "other"), [("Ou est-ce ?", "où  EST ce"), ("怎么提现？", "怎么提现"), ("i'm IN", "I’m in!")]
)
def test_questions_that_differ_in_typing_alone_are_the_same(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_articles_without_accepted_questions_are_written_as_ever() -> None:
    plain = article("Fees")
    assert "accepted" not in article_to_dict(plain)
    extended = with_alternatives([plain], [LOST]).articles[0]
    assert article_from_dict(article_to_dict(extended)) == extended
    assert extended.content_hash() != plain.content_hash()


def test_only_new_accepted_questions_are_encoded(tiny_publisher: Publisher, counting: CountingEncoder) -> None:
    tiny_publisher.publish(articles())
    counting.texts.clear()
    report = tiny_publisher.publish(with_alternatives(articles(), [LOST]).articles)
    assert (report.diff.changed, counting.texts) == (("fees",), [LOST.question])


def test_release_tells_accepted_questions_from_the_sources_own(tiny_publisher: Publisher, home: Home) -> None:
    tiny_publisher.publish(with_alternatives(articles(), [LOST]).articles)
    live = load_release(home.folder(home.current()))
    assert [one.text for one in live.questions if one.accepted] == [LOST.question]
    assert accepted_questions(live) == {LOST.question}
    assert float(live.lexical.scores("pay trade").max()) == 0


def test_release_without_accepted_questions_is_the_one_that_was_never_given_any(
    tiny_publisher: Publisher, home: Home
) -> None:
    tiny_publisher.publish(articles())
    before = load_release(home.folder(home.current()))
    tiny_publisher.publish(with_alternatives(articles(), [LOST]).articles)
    masked = without_accepted(load_release(home.folder(home.current())))
    assert (masked.articles, masked.questions) == (before.articles, before.questions)
    assert (masked.question_index.vectors() == before.question_index.vectors()).all()
    assert without_accepted(before) is before


def test_taking_a_question_back_gives_the_release_before(tiny_publisher: Publisher, home: Home) -> None:
    tiny_publisher.publish(articles())
    before = contents(home.folder(home.current()))
    tiny_publisher.publish(with_alternatives(articles(), [LOST]).articles)
    tiny_publisher.publish(with_alternatives(articles(), []).articles)
    after = contents(home.folder(home.current()))
    assert {name for name in before if before[name] != after[name]} == {"manifest.json"}
