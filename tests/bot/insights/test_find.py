from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.insights.facts import OpenQuestion
from bot.insights.gaps.find import find_gaps
from bot.insights.gaps.gap import Coverage, Gaps
from bot.knowledge import ReleaseKnowledge

NOW = datetime(2026, 11, 24, tzinfo=UTC)
BORDERS = [NOW - timedelta(days=days) for days in (4, 3, 2, 1, 0)]
SHARED = Path(__file__).parents[4] / "shared" / "data"
APPLE = ("Can I top up with Apple Pay?", "do you take apple pay", "is Apple Pay accepted?", "paying by apple pay")
LINUX = ("Do you have a Linux app?", "is there an app for ubuntu linux", "linux desktop app download")


def questions(*texts: str, asker: str = "", age_days: float = 0.5) -> list[OpenQuestion]:
    at = NOW - timedelta(days=age_days)
    return [OpenQuestion(text, at, number, asker or f"#{text}-{number}") for number, text in enumerate(texts, 1)]


def found(knowledge: ReleaseKnowledge, asked: list[OpenQuestion]) -> Gaps:
    return find_gaps(asked, knowledge.encoder.encode_queries, knowledge, BORDERS, NOW)


def test_paraphrases_are_one_gap_and_the_commonest_comes_first(knowledge: ReleaseKnowledge) -> None:
    gaps = found(knowledge, questions(*LINUX, *APPLE))
    first, second = gaps.found

    assert (first.customers, second.customers) == (4, 3)
    assert first.question.text in APPLE
    assert second.question.text in LINUX
    assert "apple" in first.terms
    assert {one.text for one in (first.question, *first.examples)} == set(APPLE)
    assert first.coverage is Coverage.MISSING


def test_customer_who_asks_often_is_one(knowledge: ReleaseKnowledge) -> None:
    gaps = found(knowledge, [*questions(*APPLE, asker="ana"), *questions(*LINUX)])

    assert [gap.customers for gap in gaps.found] == [3]
    assert gaps.single == 4


def test_small_talk_and_gibberish_make_no_gap(knowledge: ReleaseKnowledge) -> None:
    gaps = found(
        knowledge, questions("hello", "Hi!", "thanks", "asdfgh", "asdfghj", "???", "test", "test test", "12345")
    )

    assert (gaps.found, gaps.left_out, gaps.read) == ([], 9, 9)


def test_same_question_in_other_letters_and_after_a_greeting_is_shown_once(knowledge: ReleaseKnowledge) -> None:
    (gap,) = found(
        knowledge, questions("Is there a Linux app?", "IS THERE A LINUX APP?", "Hi, is there a Linux app?")
    ).found

    assert (gap.questions, len(gap.examples)) == (3, 0)


def test_gap_says_when_it_was_asked_and_that_it_grows(knowledge: ReleaseKnowledge) -> None:
    asked = [one for _ in range(3) for one in questions(*APPLE)] + questions(*APPLE[:2], age_days=3.5)
    (gap,) = found(knowledge, asked).found

    assert gap.trend == (2, 0, 0, 12)
    assert gap.is_growing


def test_nothing_grows_that_there_is_no_earlier_time_to_compare_with(knowledge: ReleaseKnowledge) -> None:
    (gap,) = found(knowledge, [one for _ in range(3) for one in questions(*APPLE)]).found

    assert gap.trend == (0, 0, 0, 12)
    assert not gap.is_growing


def test_questions_that_stand_alone_are_listed_newest_first(knowledge: ReleaseKnowledge) -> None:
    older = questions("Can I pay in gold bars?", age_days=2)
    gaps = found(knowledge, [*questions(*LINUX), *questions("Do you sell bicycles?"), *older])

    assert [one.text for one in gaps.alone] == ["Do you sell bicycles?", "Can I pay in gold bars?"]
    assert gaps.single == 2


def test_article_that_answers_by_now_is_named_and_comes_last(knowledge: ReleaseKnowledge) -> None:
    asked = (
        "I forgot my password. How do I set a new one?",
        "forgot password",
        "I forgot the password",
        "lost my password",
    )
    gaps = found(knowledge, questions(*asked, *LINUX))

    assert [gap.coverage for gap in gaps.found] == [Coverage.MISSING, Coverage.ANSWERED_NOW]
    assert gaps.found[1].nearest is not None
    assert gaps.found[1].nearest.article_id == "forgot-password"


def test_nothing_asked_is_no_gap(knowledge: ReleaseKnowledge) -> None:
    assert found(knowledge, []).found == []


@pytest.mark.parametrize(("name", "purity"), [("hint3_curekart", 0.88), ("hint3_sofmattress", 0.77), ("clinc150", 0.8)])
def test_customers_messages_stand_with_their_own_kind(knowledge: ReleaseKnowledge, name: str, purity: float) -> None:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"the data set {name} is not here")
    wanted = dict(line.split("\t")[:2] for line in (folder / "qrels.tsv").read_text().splitlines()[1:])
    lines = [json.loads(line) for line in (folder / "queries.jsonl").read_text().splitlines()][:600]
    labels = {number: wanted[line["_id"]] for number, line in enumerate(lines, 1) if line["_id"] in wanted}
    gaps = found(knowledge, questions(*(line["text"] for line in lines)))
    groups = [(gap, Counter(labels[one.conversation] for one in (gap.question, *gap.examples))) for gap in gaps.found]
    right = sum(counts.most_common(1)[0][1] for _, counts in groups)

    assert right / sum(counts.total() for _, counts in groups) >= purity
